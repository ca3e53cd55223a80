//! People show themselves, under names that lead to them.

use quire_app::profiles::{ProfileAt, ProfileChange, ShownProfile};
use quire_app::{Actor, Refused};
use quire_domain::account::ProfileVisibility;
use quire_domain::limits::HANDLE_RESERVED;
use quire_domain::text::Bio;
use quire_store::follows;

use crate::on_each_engine;
use crate::people::{email, fault, handle, newcomer, registration};
use crate::stage::Stage;

async fn shown(stage: &Stage, viewer: &Actor, name: &str) -> ShownProfile {
    match stage.app.profile(viewer, &handle(name)).await.unwrap() {
        ProfileAt::Here(profile) => *profile,
        ProfileAt::Moved(to) => panic!("moved to {to}"),
    }
}

fn renamed(name: &str) -> ProfileChange {
    ProfileChange {
        handle: Some(handle(name)),
        ..ProfileChange::default()
    }
}

async fn rename(stage: &Stage, actor: &Actor, name: &str) -> Result<(), Refused> {
    let version = stage.app.own_profile(actor).await?.version;
    let changed = stage
        .app
        .change_profile(actor, version, &renamed(name))
        .await?;
    assert_eq!(changed.handle.as_str(), name);
    Ok(())
}

on_each_engine! {
    async fn an_owner_decides_who_sees_the_details(stage: Stage) {
        let ada = newcomer(&stage.app, "Ada").await;
        let ben = newcomer(&stage.app, "ben").await;
        let fay = newcomer(&stage.app, "fay").await;
        let mut unit = stage.app.store().write().await.unwrap();
        let (fan, author) = (fay.account().unwrap(), ada.account().unwrap());
        follows::follow_user(&mut unit, fan, author, stage.app.now()).await.unwrap();
        unit.commit().await.unwrap();
        let mut version = 1;
        for (visibility, expected) in [
            (ProfileVisibility::Public, [true, true, true, true]),
            (ProfileVisibility::Followers, [true, true, false, false]),
            (ProfileVisibility::Private, [true, false, false, false]),
        ] {
            let change = ProfileChange {
                bio: Some(Bio::parse("Writes at *night*.").unwrap()),
                visibility: Some(visibility),
                ..ProfileChange::default()
            };
            let changed = stage.app.change_profile(&ada, version, &change).await.unwrap();
            assert_eq!(changed.version, version + 1);
            version = changed.version;
            let viewers = [&ada, &fay, &ben, &Actor::ANONYMOUS];
            for (viewer, sees) in viewers.into_iter().zip(expected) {
                let profile = shown(&stage, viewer, "ADA").await;
                assert_eq!(profile.handle.as_str(), "Ada");
                let bio = profile.details.map(|details| details.bio.to_string());
                let expected = sees.then(|| "Writes at *night*.".to_owned());
                assert_eq!(bio, expected, "{visibility}, {:?}", viewer.account());
            }
        }
    }

    async fn the_second_of_two_changes_of_one_profile_is_refused(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let change = ProfileChange { listed: Some(false), ..ProfileChange::default() };
        let first = stage.app.change_profile(&ada, 1, &change).await.unwrap();
        assert!(!first.listed);
        let second = stage.app.change_profile(&ada, 1, &ProfileChange::default()).await;
        assert!(matches!(second, Err(Refused::Stale { current: 2 })), "{second:?}");
    }

    async fn an_old_handle_leads_to_the_new_one(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        rename(&stage, &ada, "countess").await.unwrap();
        match stage.app.profile(&Actor::ANONYMOUS, &handle("ada")).await.unwrap() {
            ProfileAt::Moved(to) => assert_eq!(to.as_str(), "countess"),
            ProfileAt::Here(profile) => panic!("{profile:?}"),
        }
        shown(&stage, &Actor::ANONYMOUS, "countess").await;
        // Another spelling of the same handle is no move.
        rename(&stage, &ada, "Countess").await.unwrap();
        shown(&stage, &Actor::ANONYMOUS, "countess").await;
    }

    async fn a_changed_handle_is_nobody_elses_for_ninety_days(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let ben = newcomer(&stage.app, "ben").await;
        rename(&stage, &ada, "countess").await.unwrap();
        let mut stranger = registration("ada");
        stranger.email = email("stranger@example.org");
        let reserved_until = stage.app.now() + HANDLE_RESERVED;
        stage.clock.set(reserved_until - std::time::Duration::from_secs(1));
        let refused = stage.app.register(&stranger).await;
        assert!(matches!(refused, Err(Refused::Taken { field: "/handle" })), "{refused:?}");
        let refused = rename(&stage, &ben, "Ada").await;
        assert!(matches!(refused, Err(Refused::Taken { field: "/handle" })), "{refused:?}");
        stage.pass(std::time::Duration::from_secs(1));
        let made = stage.app.register(&stranger).await.unwrap();
        assert_eq!(shown(&stage, &Actor::ANONYMOUS, "ada").await.id, made.id);
    }

    async fn an_owner_takes_an_old_handle_back(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        rename(&stage, &ada, "countess").await.unwrap();
        rename(&stage, &ada, "ada").await.unwrap();
        assert_eq!(shown(&stage, &ada, "ada").await.id, ada.account().unwrap());
        match stage.app.profile(&ada, &handle("countess")).await.unwrap() {
            ProfileAt::Moved(to) => assert_eq!(to.as_str(), "ada"),
            ProfileAt::Here(profile) => panic!("{profile:?}"),
        }
    }

    async fn nobody_collects_handles_by_renaming(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        for name in ["one", "two", "three"] {
            rename(&stage, &ada, name).await.unwrap();
        }
        let refused = rename(&stage, &ada, "four").await;
        assert_eq!(fault(refused), ("/handle".to_owned(), "too-often"));
        rename(&stage, &ada, "two").await.unwrap();
        stage.pass(HANDLE_RESERVED);
        rename(&stage, &ada, "four").await.unwrap();
    }

    async fn of_two_who_rename_to_one_handle_at_once_one_gets_it(stage: Stage) {
        let (ada, ben) = (newcomer(&stage.app, "ada").await, newcomer(&stage.app, "ben").await);
        let answers = tokio::join!(rename(&stage, &ada, "countess"), rename(&stage, &ben, "countess"));
        let refused = match answers {
            (Ok(()), Err(refused)) | (Err(refused), Ok(())) => refused,
            both => panic!("{both:?}"),
        };
        assert!(matches!(refused, Refused::Taken { field: "/handle" }), "{refused:?}");
    }

    async fn a_profile_of_a_banned_account_is_not_found_under_any_name(stage: Stage) {
        let root = stage.admin("root").await;
        let ada = newcomer(&stage.app, "ada").await;
        rename(&stage, &ada, "countess").await.unwrap();
        stage.app.ban_account(&root, ada.account().unwrap()).await.unwrap();
        for name in ["countess", "ada", "nobody"] {
            let answer = stage.app.profile(&Actor::ANONYMOUS, &handle(name)).await;
            assert!(matches!(answer, Err(Refused::NotFound)), "{name}: {answer:?}");
        }
        stage.app.reinstate_account(&root, ada.account().unwrap()).await.unwrap();
        shown(&stage, &Actor::ANONYMOUS, "countess").await;
    }
}
