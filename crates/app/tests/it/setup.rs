//! The first administrator comes in, and only the first.

use quire_app::Refused;
use quire_domain::account::{RegistrationMode, Role};
use quire_identity::code::SetupCode;

use crate::on_each_engine;
use crate::people::{fault, log_in, new_admin, password, registration, site_of};

const WRONG: &str = "0000-0000";

on_each_engine! {
    async fn who_holds_the_code_becomes_the_administrator(stage: Stage) {
        assert!(stage.app.setup_needed().await.unwrap());
        let code = stage.app.issue_setup_code().await.unwrap().reveal();
        let id = stage.app.set_up(&code.to_lowercase(), &site_of("root")).await.unwrap();
        assert!(!stage.app.setup_needed().await.unwrap());
        let session = log_in(&stage.app, "root").await;
        assert_eq!((session.account.id, session.account.role), (id, Role::Admin));
        for app in [&stage.app, &stage.restarted()] {
            let site = app.site_settings().await.unwrap();
            assert_eq!(site.name.as_str(), "The Night Press");
            assert_eq!(site.registration, RegistrationMode::Closed);
        }
    }

    async fn a_code_works_once(stage: Stage) {
        let code = stage.app.issue_setup_code().await.unwrap().reveal();
        let other = stage.restarted();
        let (a, b) = (site_of("root"), site_of("other"));
        let answers = tokio::join!(stage.app.set_up(&code, &a), other.set_up(&code, &b));
        match answers {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => {
                assert!(
                    matches!(&refused, Refused::Transition(_) | Refused::Invalid(_)),
                    "{refused:?}"
                );
            }
            both => panic!("{both:?}"),
        }
        let refused = stage.app.set_up(&code, &site_of("third")).await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "{refused:?}");
        let refused = stage.app.issue_setup_code().await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "{refused:?}");
    }

    async fn a_code_dies_of_ten_wrong_tries(stage: Stage) {
        let code = stage.app.issue_setup_code().await.unwrap().reveal();
        for _ in 1..SetupCode::ATTEMPTS {
            let refused = stage.app.set_up(WRONG, &site_of("root")).await;
            assert_eq!(fault(refused), ("/code".to_owned(), "wrong"));
        }
        // Wrong fields with the right code cost nothing.
        for _ in 0..3 {
            let mut weak = site_of("root");
            weak.admin.password = password("fourteen chars");
            let refused = stage.app.set_up(&code, &weak).await;
            assert_eq!(fault(refused), ("/password".to_owned(), "too-short"));
        }
        let refused = stage.app.set_up(WRONG, &site_of("root")).await;
        assert_eq!(fault(refused), ("/code".to_owned(), "wrong"));
        let refused = stage.app.set_up(&code, &site_of("root")).await;
        assert_eq!(fault(refused), ("/code".to_owned(), "wrong"));
        let code = stage.app.issue_setup_code().await.unwrap().reveal();
        assert!(stage.app.set_up(&code, &site_of("root")).await.is_ok());
    }

    async fn a_code_dies_after_half_an_hour_or_with_the_next_one(stage: Stage) {
        let old = stage.app.issue_setup_code().await.unwrap().reveal();
        let new = stage.app.issue_setup_code().await.unwrap().reveal();
        assert_eq!(
            fault(stage.app.set_up(&old, &site_of("root")).await),
            ("/code".to_owned(), "wrong")
        );
        stage.pass(SetupCode::LIFETIME);
        assert_eq!(
            fault(stage.app.set_up(&new, &site_of("root")).await),
            ("/code".to_owned(), "wrong")
        );
    }

    async fn a_site_without_a_code_is_set_up_by_nobody(stage: Stage) {
        let refused = stage.app.set_up(WRONG, &site_of("root")).await;
        assert_eq!(fault(refused), ("/code".to_owned(), "wrong"));
        stage.app.register(&registration("ada")).await.unwrap();
        assert!(stage.app.setup_needed().await.unwrap(), "a member is no administrator");
    }

    async fn an_administrator_made_at_the_shell_ends_the_setup(stage: Stage) {
        let code = stage.app.issue_setup_code().await.unwrap().reveal();
        let mut weak = new_admin("root");
        weak.password = password("fourteen chars");
        assert_eq!(
            fault(stage.app.create_admin(&weak).await),
            ("/password".to_owned(), "too-short")
        );
        stage.app.create_admin(&new_admin("root")).await.unwrap();
        assert!(!stage.app.setup_needed().await.unwrap());
        let refused = stage.restarted().set_up(&code, &site_of("other")).await;
        assert!(matches!(refused, Err(Refused::Transition(_))), "{refused:?}");
        let taken = stage.app.create_admin(&new_admin("ROOT")).await;
        assert!(matches!(taken, Err(Refused::Taken { field: "/handle" })), "{taken:?}");
        assert!(stage.app.create_admin(&new_admin("second")).await.is_ok());
    }
}
