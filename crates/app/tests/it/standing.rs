//! Staff suspend, ban and reinstate.

use quire_app::profiles::{ProfileAt, ProfileChange};
use quire_app::tokens::NewToken;
use quire_app::{Actor, Credential, Refused};
use quire_domain::account::AccountStatus;
use quire_domain::text::Label;
use quire_identity::scope::Scopes;

use crate::on_each_engine;
use crate::people::{
    PASSWORD, email, first_page, handle, holder, log_in, login, password, registration,
};
use crate::publication::serial;
use crate::stage::{Stage, new_story};

/// How many stories everyone finds of somebody.
async fn listed_stories(stage: &Stage, name: &str) -> i64 {
    match stage
        .app
        .profile(&Actor::ANONYMOUS, &handle(name))
        .await
        .unwrap()
    {
        ProfileAt::Here(profile) => profile.details.unwrap().story_count,
        ProfileAt::Moved(to) => panic!("moved to {to}"),
    }
}

on_each_engine! {
    async fn a_suspended_owner_reads_and_stays_safe_and_writes_nothing(stage: Stage) {
        let root = stage.admin("root").await;
        let id = stage.app.register(&registration("ada")).await.unwrap().id;
        let session = log_in(&stage.app, "ada").await;
        let ada = holder(&stage.app, &session).await.unwrap();
        let story = stage.draft(&ada, "Before").await;
        stage.app.suspend_account(&root, id).await.unwrap();
        stage.app.suspend_account(&root, id).await.unwrap();
        let ada = holder(&stage.app, &session).await.unwrap();
        assert_eq!(ada.member().unwrap().status, AccountStatus::Suspended);
        stage.app.story(&ada, story.id).await.unwrap();
        let (old, new) = (password(PASSWORD), password("nine quiet harbours"));
        stage.app.change_password(&ada, &old, &new).await.unwrap();
        stage.app.own_sessions(&ada, &first_page()).await.unwrap();
        let answers = [
            stage.app.create_story(&ada, &new_story("After")).await.err(),
            stage.app.change_profile(&ada, 1, &ProfileChange::default()).await.err(),
        ];
        for answer in answers {
            assert!(matches!(answer, Some(Refused::Forbidden(_))), "{answer:?}");
        }
        stage.app.reinstate_account(&root, id).await.unwrap();
        let ada = holder(&stage.app, &session).await.unwrap();
        assert!(stage.app.create_story(&ada, &new_story("After")).await.is_ok());
    }

    async fn a_ban_ends_every_way_in_and_hides_the_stories(stage: Stage) {
        let root = stage.admin("root").await;
        let id = stage.app.register(&registration("ada")).await.unwrap().id;
        let session = log_in(&stage.app, "ada").await;
        let ada = holder(&stage.app, &session).await.unwrap();
        let new = NewToken {
            name: Label::parse("script").unwrap(),
            scopes: Scopes::all(),
            lifetime: None,
        };
        let token = stage.app.create_token(&ada, &new).await.unwrap();
        let story = serial(&stage, &ada, "Hidden").await.id;
        let found = async || match stage.app.story(&Actor::ANONYMOUS, story).await {
            Ok(_) => true,
            Err(Refused::NotFound) => false,
            Err(other) => panic!("{other}"),
        };
        assert!(found().await);
        assert_eq!(listed_stories(&stage, "ada").await, 1);
        stage.app.ban_account(&root, id).await.unwrap();
        let ways_in = async || {
            let token = stage.app.authenticate(Credential::Token(&token.secret)).await.unwrap();
            (holder(&stage.app, &session).await.is_some(), token.is_some())
        };
        assert_eq!(ways_in().await, (false, false));
        assert!(!found().await);
        let refused = stage.app.log_in(&login("ada", PASSWORD)).await;
        assert!(
            matches!(refused, Err(Refused::Forbidden(why)) if why.contains("banned")),
            "{refused:?}"
        );
        let refused = stage.app.suspend_account(&root, id).await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "{refused:?}");
        stage.app.reinstate_account(&root, id).await.unwrap();
        assert!(found().await);
        assert_eq!(listed_stories(&stage, "ada").await, 1);
        assert_eq!(ways_in().await, (false, false), "what a ban ended stays ended");
        log_in(&stage.app, "ada").await;
    }

    async fn no_administrator_can_be_locked_out(stage: Stage) {
        let root = stage.admin("root").await;
        let second = stage.admin("second").await;
        for (by, whom) in [(&root, &second), (&root, &root)] {
            let id = whom.account().unwrap();
            for refused in [
                stage.app.suspend_account(by, id).await,
                stage.app.ban_account(by, id).await,
            ] {
                assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
            }
        }
        let unknown = quire_domain::id::AccountId::from(uuid::Uuid::nil());
        let refused = stage.app.ban_account(&root, unknown).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
    }

    async fn nothing_personal_stands_in_the_audit_trail(stage: Stage) {
        let second = std::time::Duration::from_secs(1);
        stage.app.register(&registration("ada")).await.unwrap();
        stage.pass(second);
        let session = log_in(&stage.app, "ada").await;
        stage.pass(second);
        let ada = holder(&stage.app, &session).await.unwrap();
        let profile = stage.app.own_profile(&ada).await.unwrap();
        let change = ProfileChange {
            handle: Some(handle("countess")),
            ..ProfileChange::default()
        };
        stage.app.change_profile(&ada, profile.version, &change).await.unwrap();
        stage.pass(second);
        let new = email("countess@example.org");
        stage.app.change_email(&ada, &password(PASSWORD), &new).await.unwrap();
        let mut unit = stage.app.store().read().await.unwrap();
        let trail = quire_store::ledger::audit_of(&mut unit, ada.account().unwrap(), 100);
        let trail = trail.await.unwrap();
        let actions: Vec<_> = trail.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(
            actions,
            ["account.email", "profile.change", "session.create", "account.register"]
        );
        for entry in &trail {
            for personal in ["ada", "countess", "example", "Firefox", "192.0.2"] {
                assert!(!entry.detail.contains(personal), "{entry:?}");
            }
        }
    }

    async fn a_stranger_is_asked_to_sign_in(stage: Stage) {
        let nobody = Actor::ANONYMOUS;
        let answers = [
            stage.app.own_account(&nobody).await.err(),
            stage.app.own_sessions(&nobody, &first_page()).await.err(),
            stage.app.log_out(&nobody).await.err(),
            stage.app.applicants(&nobody, &first_page()).await.err(),
        ];
        for answer in answers {
            assert!(matches!(answer, Some(Refused::Unauthenticated)), "{answer:?}");
        }
    }
}
