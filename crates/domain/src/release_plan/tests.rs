use jiff::civil::DateTime;
use proptest::prelude::*;

use super::*;

fn plan(rule: &str, start: &str) -> (ReleasePlan, Timestamp) {
    let rule = ReleaseRule::parse(rule, &ZoneName::utc()).unwrap();
    let start: Timestamp = start.parse().unwrap();
    (ReleasePlan::starting(rule, start), start)
}

fn slots(rule: &str, start: &str, n: usize) -> Vec<String> {
    let (plan, start) = plan(rule, start);
    plan.preview(start, n)
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn local(plan: &ReleasePlan, slot: Timestamp) -> DateTime {
    plan.rule.zone.zone().to_datetime(slot.to_jiff().unwrap())
}

#[test]
fn nine_in_london_stays_nine_when_summer_time_ends_and_begins() {
    assert_eq!(
        slots("weekly:sat@09:00/Europe/London", "2026-10-20T00:00:00Z", 2),
        ["2026-10-24T08:00:00Z", "2026-10-31T09:00:00Z"]
    );
    assert_eq!(
        slots("weekly:sat@09:00/Europe/London", "2026-03-25T00:00:00Z", 2),
        ["2026-03-28T09:00:00Z", "2026-04-04T08:00:00Z"]
    );
}

#[test]
fn a_skipped_hour_moves_to_the_first_instant_after_the_gap() {
    // 2026-03-29: London jumps from 01:00 to 02:00. Half past one does not exist.
    assert_eq!(
        slots("daily@01:30/Europe/London", "2026-03-28T12:00:00Z", 2),
        ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
    );
    // The first skipped minute and the first minute that exists again are the same instant.
    for rule in ["daily@01:00/Europe/London", "daily@02:00/Europe/London"] {
        assert_eq!(
            slots(rule, "2026-03-28T12:00:00Z", 1),
            ["2026-03-29T01:00:00Z"]
        );
    }
    // 2026-03-08: New York jumps from 02:00 to 03:00.
    assert_eq!(
        slots(
            "weekly:sun@02:45/America/New_York",
            "2026-03-07T12:00:00Z",
            2
        ),
        ["2026-03-08T07:00:00Z", "2026-03-15T06:45:00Z"]
    );
    // 2026-10-04: Lord Howe jumps by half an hour, from 02:00 to 02:30.
    assert_eq!(
        slots("daily@02:15/Australia/Lord_Howe", "2026-10-03T00:00:00Z", 2),
        ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"]
    );
}

#[test]
fn a_doubled_hour_fires_once_the_first_time() {
    // 2026-10-25: London has 01:30 twice, at 00:30Z and 01:30Z.
    assert_eq!(
        slots("daily@01:30/Europe/London", "2026-10-24T12:00:00Z", 2),
        ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
    );
    // 2026-11-01: New York has 01:30 twice, at 05:30Z and 06:30Z.
    assert_eq!(
        slots("daily@01:30/America/New_York", "2026-10-31T12:00:00Z", 2),
        ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]
    );
    // 2026-04-05: Lord Howe has 01:45 twice, half an hour apart.
    assert_eq!(
        slots("daily@01:45/Australia/Lord_Howe", "2026-04-04T00:00:00Z", 2),
        ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"]
    );
    // Asked between the two, the second is not another chance.
    let (plan, _) = plan("daily@01:30/Europe/London", "2026-10-24T12:00:00Z");
    let between: Timestamp = "2026-10-25T01:00:00Z".parse().unwrap();
    assert_eq!(
        plan.next_slot(between).unwrap().to_string(),
        "2026-10-26T01:30:00Z"
    );
}

#[test]
fn a_zone_without_summer_time_has_a_slot_every_24_hours() {
    assert_eq!(
        slots("daily@09:00/Asia/Kolkata", "2026-03-28T12:00:00Z", 2),
        ["2026-03-29T03:30:00Z", "2026-03-30T03:30:00Z"]
    );
}

#[test]
fn a_gap_over_midnight_carries_a_slot_into_the_next_day_without_losing_that_days_own() {
    // Apia never had 2011-12-30.
    assert_eq!(
        slots("daily@09:00/Pacific/Apia", "2011-12-29T00:00:00Z", 3),
        [
            "2011-12-29T19:00:00Z",
            "2011-12-30T10:00:00Z",
            "2011-12-30T19:00:00Z"
        ]
    );
}

#[test]
fn a_slot_is_strictly_after_the_instant_asked_for() {
    let (plan, _) = plan("weekly:sat@09:00", "2026-11-23T00:00:00Z");
    let slot: Timestamp = "2026-11-28T09:00:00Z".parse().unwrap();
    let before = Timestamp::from_micros(slot.as_micros() - 1);
    assert_eq!(plan.next_slot(before), Some(slot));
    assert_eq!(
        plan.next_slot(slot).unwrap().to_string(),
        "2026-12-05T09:00:00Z"
    );
}

#[test]
fn every_second_week_counts_from_the_anchor() {
    // Begun on a Sunday: the first Saturday is six days away, not thirteen.
    assert_eq!(
        slots("every2weeks:sat@09:00", "2026-11-22T12:00:00Z", 3),
        [
            "2026-11-28T09:00:00Z",
            "2026-12-12T09:00:00Z",
            "2026-12-26T09:00:00Z"
        ]
    );
    // Begun on a Wednesday: Thursday and the Monday after belong to the same seven days.
    assert_eq!(
        slots("every2weeks:mon,thu@09:00", "2026-11-25T12:00:00Z", 3),
        [
            "2026-11-26T09:00:00Z",
            "2026-11-30T09:00:00Z",
            "2026-12-10T09:00:00Z"
        ]
    );
    let yearly = slots("every52weeks:wed@09:00", "2026-11-25T12:00:00Z", 2);
    assert_eq!(yearly, ["2027-11-24T09:00:00Z", "2028-11-22T09:00:00Z"]);
}

#[test]
fn a_pause_ends_at_its_moment_and_a_resting_plan_has_no_slots() {
    let (mut plan, start) = plan("weekly:sat@09:00", "2026-11-23T00:00:00Z");
    plan.paused_until = Some("2026-12-05T09:00:00Z".parse().unwrap());
    assert_eq!(
        plan.next_slot(start).unwrap().to_string(),
        "2026-12-05T09:00:00Z"
    );
    plan.active = false;
    assert_eq!(plan.next_slot(start), None);
    assert_eq!(plan.preview(start, 3), []);
}

#[test]
fn thirty_six_weeks_of_saturdays_are_thirty_six_slots() {
    let (plan, start) = plan("weekly:sat@09:00/Europe/London", "2026-11-23T00:00:00Z");
    let end = start + std::time::Duration::from_hours(36 * 7 * 24);
    let slots: Vec<Timestamp> = plan
        .preview(start, 100)
        .into_iter()
        .filter(|s| *s <= end)
        .collect();
    assert_eq!(slots.len(), 36);
    for slot in slots {
        let local = local(&plan, slot);
        assert_eq!(local.strftime("%a %H:%M").to_string(), "Sat 09:00");
    }
}

#[test]
fn the_end_of_the_calendar_ends_the_plan() {
    let (plan, _) = plan("daily@09:00", "2026-11-23T00:00:00Z");
    assert_eq!(plan.next_slot(Timestamp::from_micros(i64::MAX)), None);
}

fn any_plan() -> impl Strategy<Value = (ReleasePlan, Timestamp)> {
    let zone = prop::sample::select(vec![
        "UTC",
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Sao_Paulo",
    ]);
    let days = prop::collection::vec(prop::sample::select(Weekday::ALL), 1..8);
    // Sao Paulo's jumps were at midnight until 2019, so the years before are drawn too.
    let start = 1_420_070_400_i64..1_893_456_000;
    (zone, days, 0..24_i8, 0..60_i8, 1..6_u8, start).prop_map(
        |(zone, days, hour, minute, weeks, start)| {
            let rule = ReleaseRule {
                zone: ZoneName::parse(zone).unwrap(),
                weekdays: Weekdays::of(days).unwrap(),
                local_time: LocalTime::new(hour, minute).unwrap(),
                every_n_weeks: weeks.try_into().unwrap(),
                per_slot: 1.try_into().unwrap(),
            };
            let start = Timestamp::from_seconds(start);
            (ReleasePlan::starting(rule, start), start)
        },
    )
}

proptest! {
    #[test]
    fn slots_keep_their_rule_in_every_zone_and_year((plan, start) in any_plan()) {
        let slots = plan.preview(start, 60);
        prop_assert_eq!(slots.len(), 60);
        let mut before = start;
        let mut last_day = None;
        for slot in slots {
            prop_assert!(slot > before);
            let local = local(&plan, slot);
            prop_assert!(plan.rule.weekdays.contains(local.weekday().into()), "{local}");
            prop_assert!(last_day != Some(local.date()), "two slots on {local}");
            let wanted = local.date().at(plan.rule.local_time.hour(), plan.rule.local_time.minute(), 0, 0);
            if local != wanted {
                let offset = plan.rule.zone.zone().to_ambiguous_timestamp(wanted).offset();
                prop_assert!(matches!(offset, AmbiguousOffset::Gap { .. }), "{local} is not {wanted}");
                prop_assert!(local > wanted);
            }
            // Nothing was jumped over: asked at any moment in between, the answer is this slot.
            let between = Timestamp::from_micros(i64::midpoint(before.as_micros(), slot.as_micros()));
            prop_assert_eq!(plan.next_slot(between), Some(slot));
            (before, last_day) = (slot, Some(local.date()));
        }
    }
}
