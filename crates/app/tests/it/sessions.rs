//! People sign in, look through their logins, and end them.

use std::time::Duration;

use quire_app::sessions::LoggedIn;
use quire_app::{Credential, PageRequest, Refused};
use quire_domain::account::SessionKind;
use quire_identity::password::HashWork;
use quire_identity::token::SessionSecret;
use quire_store::accounts;

use crate::on_each_engine;
use crate::people::{
    PASSWORD, fault, first_page, holder, log_in, login, newcomer, password, registration,
};
use crate::stage::Stage;

const HOUR: Duration = Duration::from_hours(1);

async fn is_valid(stage: &Stage, login: &LoggedIn) -> bool {
    holder(&stage.app, login).await.is_some()
}

on_each_engine! {
    async fn the_handle_or_the_address_opens_with_the_password_and_nothing_else(stage: Stage) {
        stage.app.register(&registration("Ada")).await.unwrap();
        for name in ["ada", "ADA", "ada@example.org", " Ada@Example.org "] {
            log_in(&stage.app, name).await;
        }
        for (name, typed) in [
            ("ada", "tin kettle over Moor"),
            ("ada", ""),
            ("nobody", PASSWORD),
            ("nobody@example.org", PASSWORD),
            ("no such form of name!", PASSWORD),
            ("", PASSWORD),
        ] {
            let refused = stage.app.log_in(&login(name, typed)).await;
            assert!(matches!(refused, Err(Refused::WrongCredentials)), "{name}: {refused:?}");
        }
    }

    async fn a_secret_nobody_was_given_opens_nothing(stage: Stage) {
        newcomer(&stage.app, "ada").await;
        let guessed = SessionSecret::generate(stage.chance.as_ref());
        let answer = stage.app.authenticate(Credential::Session(&guessed)).await.unwrap();
        assert!(answer.is_none());
    }

    async fn a_login_ends_after_a_day_without_use(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let session = log_in(&stage.app, "ada").await;
        stage.pass(HOUR * 24);
        assert!(!is_valid(&stage, &session).await);
    }

    async fn a_login_in_use_lasts_for_thirty_days_and_no_longer(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let session = log_in(&stage.app, "ada").await;
        for hour in 1..30 * 24 {
            // Each use is written, so that each moves the end.
            stage.pass(HOUR);
            assert!(hour % 20 != 0 || is_valid(&stage, &session).await, "hour {hour}");
        }
        stage.pass(HOUR);
        assert!(!is_valid(&stage, &session).await);
    }

    async fn a_login_that_was_asked_to_last_waits_for_thirty_days(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let mut remembered = login("ada", PASSWORD);
        remembered.remember = true;
        let mut device = login("ada", PASSWORD);
        device.kind = SessionKind::Device;
        for wanted in [remembered, device] {
            let session = stage.app.log_in(&wanted).await.unwrap();
            stage.pass(HOUR * (30 * 24 - 1));
            assert!(is_valid(&stage, &session).await);
            stage.pass(HOUR * (30 * 24 - 1));
            assert!(is_valid(&stage, &session).await, "the use before moved the end");
            stage.pass(HOUR * 30 * 24);
            assert!(!is_valid(&stage, &session).await);
        }
    }

    async fn the_last_use_is_written_every_five_minutes_at_most(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let session = log_in(&stage.app, "ada").await;
        let last_used = async || {
            let ada = holder(&stage.app, &session).await.unwrap();
            let page = stage.app.own_sessions(&ada, &first_page()).await.unwrap();
            page.items[0].session.last_used_at
        };
        let begun = last_used().await;
        stage.pass(Duration::from_secs(299));
        assert_eq!(last_used().await, begun);
        stage.pass(Duration::from_secs(1));
        assert_eq!(last_used().await, begun + Duration::from_mins(5));
    }

    async fn an_owner_sees_where_logins_were_made_and_which_one_asks(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        newcomer(&stage.app, "ben").await;
        let mut phone = login("ada", PASSWORD);
        phone.user_agent = "Reader\u{7}".repeat(40);
        let phone = stage.app.log_in(&phone).await.unwrap();
        stage.pass(HOUR);
        let desk = log_in(&stage.app, "ada").await;
        let ada = holder(&stage.app, &desk).await.unwrap();
        let one = PageRequest::new(Some(1), None).unwrap();
        let first = stage.app.own_sessions(&ada, &one).await.unwrap();
        let rest = PageRequest::new(Some(1), first.next).unwrap();
        let second = stage.app.own_sessions(&ada, &rest).await.unwrap();
        assert!(second.next.is_none());
        let (desk_seen, phone_seen) = (&first.items[0], &second.items[0]);
        assert_eq!((desk_seen.session.id, desk_seen.current), (desk.session, true));
        assert_eq!(desk_seen.session.network, "192.0.2.0/24");
        assert_eq!((phone_seen.session.id, phone_seen.current), (phone.session, false));
        let kept: String = "Reader".repeat(40).chars().take(100).collect();
        assert_eq!(phone_seen.session.user_agent, kept);
    }

    async fn an_ended_login_is_ended_at_once_and_others_stay(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let (phone, desk) = (log_in(&stage.app, "ada").await, log_in(&stage.app, "ada").await);
        let ada = holder(&stage.app, &desk).await.unwrap();
        stage.app.revoke_session(&ada, phone.session).await.unwrap();
        assert!(!is_valid(&stage, &phone).await);
        assert!(is_valid(&stage, &desk).await);
        let again = stage.app.revoke_session(&ada, phone.session).await;
        assert!(matches!(again, Err(Refused::NotFound)), "{again:?}");
        stage.app.log_out(&ada).await.unwrap();
        assert!(!is_valid(&stage, &desk).await);
    }

    async fn nobody_ends_the_login_of_another(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let session = log_in(&stage.app, "ada").await;
        let ben = newcomer(&stage.app, "ben").await;
        let refused = stage.app.revoke_session(&ben, session.session).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
        assert_eq!(stage.app.revoke_other_sessions(&ben).await.unwrap(), 0);
        assert!(is_valid(&stage, &session).await);
    }

    async fn all_other_logins_end_at_once(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let others = [log_in(&stage.app, "ada").await, log_in(&stage.app, "ada").await];
        let here = log_in(&stage.app, "ada").await;
        let ada = holder(&stage.app, &here).await.unwrap();
        assert_eq!(stage.app.revoke_other_sessions(&ada).await.unwrap(), 2);
        for other in &others {
            assert!(!is_valid(&stage, other).await);
        }
        assert!(is_valid(&stage, &here).await);
    }

    async fn a_new_password_ends_the_logins_made_with_the_old_one(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let (thief, owner) = (log_in(&stage.app, "ada").await, log_in(&stage.app, "ada").await);
        let ada = holder(&stage.app, &owner).await.unwrap();
        let (old, new) = (password(PASSWORD), password("nine quiet harbours"));
        assert_eq!(
            fault(stage.app.change_password(&ada, &password("a guess at it"), &new).await),
            ("/current_password".to_owned(), "wrong")
        );
        assert_eq!(
            fault(stage.app.change_password(&ada, &old, &password("short")).await),
            ("/password".to_owned(), "too-short")
        );
        assert!(is_valid(&stage, &thief).await);
        stage.app.change_password(&ada, &old, &new).await.unwrap();
        assert!(!is_valid(&stage, &thief).await);
        assert!(is_valid(&stage, &owner).await);
        let refused = stage.app.log_in(&login("ada", PASSWORD)).await;
        assert!(matches!(refused, Err(Refused::WrongCredentials)), "{refused:?}");
        assert!(stage.app.log_in(&login("ada", "nine quiet harbours")).await.is_ok());
    }

    async fn a_login_makes_an_old_hash_as_strong_as_todays(stage: Stage) {
        let id = stage.app.register(&registration("ada")).await.unwrap().id;
        let hash = async || {
            let mut unit = stage.app.store().read().await.unwrap();
            accounts::credential(&mut unit, id).await.unwrap().unwrap().password_hash
        };
        let weak = hash().await;
        log_in(&stage.app, "ada").await;
        assert_eq!(hash().await, weak, "a hash of today's work stays");
        let stronger = stage.restarted_with(HashWork { memory_kib: 16, passes: 1, lanes: 1 });
        let refused = stronger.log_in(&login("ada", "a wrong password")).await;
        assert!(matches!(refused, Err(Refused::WrongCredentials)), "{refused:?}");
        assert_eq!(hash().await, weak, "only the right password is hashed again");
        log_in(&stronger, "ada").await;
        let strong = hash().await;
        assert!(strong.contains("m=16,t=1,p=1"), "{strong}");
        log_in(&stronger, "ada").await;
    }

    async fn rows_of_logins_long_expired_are_removed(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        log_in(&stage.app, "ada").await;
        stage.pass(HOUR * 24 * 31);
        assert_eq!(stage.app.forget_expired_sessions(10).await.unwrap(), 0);
        log_in(&stage.app, "ada").await;
        stage.pass(HOUR);
        assert_eq!(stage.app.forget_expired_sessions(10).await.unwrap(), 1);
        assert_eq!(stage.app.forget_expired_sessions(10).await.unwrap(), 0);
    }
}
