//! The scheduler as a job, on a program with an obedient clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use quire_app::chapters::NewChapter;
use quire_app::settings::{Site, SiteSettings};
use quire_app::stories::NewStory;
use quire_app::{Actor, App, Member, Parts};
use quire_domain::account::{AccountStatus, RegistrationMode, Role, Scope};
use quire_domain::chapter::ChapterState;
use quire_domain::id::{AccountId, ChapterId};
use quire_domain::language::Language;
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_domain::text::{
    Blurb, ChapterTitle, DisplayName, EmailAddress, Handle, SiteName, StoryTitle,
};
use quire_domain::{Clock as _, Ids, Timestamp};
use quire_identity::password::{HashWork, Passwords};
use quire_jobs::{Outcome, Progress, Scheduler, Supervisor};
use quire_observe::exposition::Exposition;
use quire_store::{SqliteSettings, Store, accounts, migrate};
use quire_testkit::chance::SeededChance;
use quire_testkit::clock::ManualClock;

const START: Timestamp = Timestamp::from_seconds(1_795_305_600);
const HOUR: Duration = Duration::from_hours(1);

struct Stage {
    app: App,
    clock: Arc<ManualClock>,
    author: Actor,
    chapters: Vec<ChapterId>,
    _folder: tempfile::TempDir,
}

/// A program with one story of `count` chapters, each scheduled an hour after the one before.
async fn stage(count: u32) -> Stage {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_sqlite(&SqliteSettings::at(&folder.path().join("quire.db"))).unwrap();
    migrate::apply(&store, START).await.unwrap();
    let clock = Arc::new(ManualClock::new(START));
    let chance = Arc::new(SeededChance::new(1));
    let author = author(&store, &clock, &chance).await;
    let work = HashWork {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
    let app = App::new(Parts {
        store,
        clock: Arc::<ManualClock>::clone(&clock),
        chance,
        passwords: Passwords::new(work, 1).unwrap(),
        site: Site::new(SiteSettings {
            name: SiteName::parse("The Lighthouse Shelf").unwrap(),
            registration: RegistrationMode::Open,
        }),
    });
    let serial = app.create_story(&author, &new_story()).await.unwrap();
    let mut chapters = Vec::new();
    for hour in 1..=count {
        let new = NewChapter::titled(ChapterTitle::parse("Next").unwrap(), "Words.");
        let chapter = app.create_chapter(&author, serial.id, &new).await.unwrap();
        let moment = START + HOUR * hour;
        app.schedule_chapter(&author, chapter.id, moment, false)
            .await
            .unwrap();
        chapters.push(chapter.id);
    }
    Stage {
        app,
        clock,
        author,
        chapters,
        _folder: folder,
    }
}

async fn author(store: &Store, clock: &ManualClock, chance: &SeededChance) -> Actor {
    let id: AccountId = Ids { clock, chance }.make();
    let handle = Handle::parse("ada").unwrap();
    let email = EmailAddress::parse("ada@example.org").unwrap();
    let name = DisplayName::parse("Ada").unwrap();
    let (role, status) = (Role::Member, AccountStatus::Active);
    let mut unit = store.write().await.unwrap();
    accounts::insert(
        &mut unit,
        id,
        &email,
        &email.key(),
        "",
        role,
        status,
        "",
        START,
    )
    .await
    .unwrap();
    accounts::insert_profile(&mut unit, id, &handle, &handle.key(), &name)
        .await
        .unwrap();
    unit.commit().await.unwrap();
    Actor::member_of(Member {
        id,
        handle,
        role,
        status,
        age_confirmed: false,
        scopes: Scope::ALL.to_vec(),
        session: None,
    })
}

fn new_story() -> NewStory {
    NewStory {
        title: StoryTitle::parse("Serial").unwrap(),
        blurb: Blurb::parse("").unwrap(),
        language: Language::parse("en").unwrap(),
        audience: Audience::Public,
        rating: Rating::General,
        warnings_answer: WarningsAnswer::NoneApply,
        warnings: Vec::new(),
        ai_use: AiUse::None,
        original: true,
        license: String::new(),
    }
}

impl Stage {
    async fn published(&self) -> usize {
        let mut count = 0;
        for id in &self.chapters {
            let chapter = self.app.chapter(&self.author, *id).await.unwrap().chapter;
            count += usize::from(chapter.state == ChapterState::Published);
        }
        count
    }

    fn scheduler(&self) -> Scheduler {
        Scheduler {
            app: self.app.clone(),
            max_lateness: Duration::from_mins(1),
        }
    }
}

#[tokio::test]
async fn each_run_publishes_what_has_come_due_by_the_programs_clock() {
    let stage = stage(3).await;
    let mut supervisor = Supervisor::default();
    // Real time plays no part: after its first run, the loop only comes when it is asked.
    let scheduler = supervisor.start(stage.scheduler(), HOUR);
    for hour in 0..=3 {
        let run = scheduler.run().await;
        assert_eq!(run, Some(Outcome::Done(Progress::Done)));
        assert_eq!(stage.published().await, hour);
        stage.clock.advance(HOUR);
    }
    supervisor.stop().await;
    assert_eq!(stage.clock.now(), START + HOUR * 4);
}

#[tokio::test]
async fn everything_that_runs_beside_the_requests_starts_and_stops() {
    let metrics = Exposition::install("test", Instant::now()).unwrap();
    let stage = stage(2).await;
    stage.clock.advance(HOUR * 2);
    let settings = quire_jobs::Settings {
        scheduler_interval: Duration::from_millis(1),
        max_lateness: Duration::from_mins(1),
    };
    let supervisor = quire_jobs::start(&stage.app, &settings);
    while stage.published().await < 2 {
        tokio::task::yield_now().await;
    }
    supervisor.stop().await;
    let told = metrics.render();
    for (line, least) in [
        ("quire_publication_chapters_total ", 2),
        ("quire_publication_lateness_seconds_count ", 2),
        (
            "quire_job_duration_seconds_count{job=\"publication\",outcome=\"done\"} ",
            1,
        ),
        (
            "quire_job_duration_seconds_count{job=\"told_events\",outcome=\"done\"} ",
            1,
        ),
        (
            "quire_job_duration_seconds_count{job=\"expired_sessions\",outcome=\"done\"} ",
            1,
        ),
    ] {
        let value = told.lines().find_map(|told| told.strip_prefix(line));
        let value = value.unwrap_or_else(|| panic!("no {line}in {told}"));
        assert!(value.parse::<u32>().unwrap() >= least, "{line}{value}");
    }
}
