//! Strangers become members, as the site lets them.

use quire_app::Refused;
use quire_app::invites::NewInvite;
use quire_app::settings::SettingsChange;
use quire_domain::account::{AccountStatus, RegistrationMode, Role};
use quire_domain::text::Remark;

use crate::on_each_engine;
use crate::people::{
    PASSWORD, email, fault, first_page, handle, holder, log_in, login, newcomer, password,
    registration,
};
use crate::stage::Stage;

async fn set_mode(stage: &Stage, admin: &quire_app::Actor, mode: RegistrationMode) {
    let change = SettingsChange {
        registration: Some(mode),
        name: None,
    };
    let changed = stage.app.change_settings(admin, &change).await.unwrap();
    assert_eq!(changed.registration, mode);
}

on_each_engine! {
    async fn the_first_to_register_is_a_member_like_any_other(stage: Stage) {
        let made = stage.app.register(&registration("ada")).await.unwrap();
        assert_eq!(made.status, AccountStatus::Active);
        let session = log_in(&stage.app, "ada").await;
        assert_eq!((session.account.id, session.account.role), (made.id, Role::Member));
        assert_eq!(session.account.display_name.as_str(), "ada");
        let actor = holder(&stage.app, &session).await.unwrap();
        assert!(matches!(actor.admin(), Err(Refused::Forbidden(_))));
        assert!(stage.app.setup_needed().await.unwrap());
    }

    async fn a_name_or_address_belongs_to_one_account_whatever_its_case(stage: Stage) {
        newcomer(&stage.app, "ada").await;
        let mut same_handle = registration("ADA");
        same_handle.email = email("other@example.org");
        let refused = stage.app.register(&same_handle).await;
        assert!(matches!(refused, Err(Refused::Taken { field: "/handle" })), "{refused:?}");
        let mut same_address = registration("other");
        same_address.email = email("Ada@Example.ORG");
        let refused = stage.app.register(&same_address).await;
        assert!(matches!(refused, Err(Refused::Taken { field: "/email" })), "{refused:?}");
    }

    async fn of_two_who_want_one_name_at_once_one_gets_it(stage: Stage) {
        let mut other = registration("ada");
        other.email = email("other@example.org");
        let first = registration("ada");
        let answers = tokio::join!(stage.app.register(&first), stage.app.register(&other));
        let (won, lost) = match answers {
            (Ok(won), lost) | (lost, Ok(won)) => (won, lost),
            both => panic!("{both:?}"),
        };
        assert!(matches!(lost, Err(Refused::Taken { field: "/handle" })), "{lost:?}");
        assert_eq!(stage.app.act_for(&handle("ada")).await.unwrap().account(), Some(won.id));
    }

    async fn a_weak_password_is_refused_with_the_field_and_the_reason(stage: Stage) {
        for (typed, code) in [
            ("too short", "too-short"),
            ("1234567890", "common"),
            ("lighthouse_1", "personal"),
            ("The Lighthouse Shelf", "personal"),
        ] {
            let mut weak = registration("lighthouse");
            weak.password = password(typed);
            assert_eq!(fault(stage.app.register(&weak).await), ("/password".to_owned(), code));
        }
        assert!(stage.app.register(&registration("lighthouse")).await.is_ok());
    }

    async fn a_closed_site_takes_nobody(stage: Stage) {
        let root = stage.admin("root").await;
        set_mode(&stage, &root, RegistrationMode::Closed).await;
        let refused = stage.app.register(&registration("ada")).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
    }

    async fn an_invitation_lets_in_as_many_as_it_says_and_no_more(stage: Stage) {
        let root = stage.admin("root").await;
        set_mode(&stage, &root, RegistrationMode::Invite).await;
        assert_eq!(
            fault(stage.app.register(&registration("ada")).await),
            ("/invite".to_owned(), "required")
        );
        let new = NewInvite { uses: 2, lifetime: None };
        let made = stage.app.create_invite(&root, new).await.unwrap();
        let with_code = |name: &str| {
            let mut new = registration(name);
            new.invite = Some(made.code.reveal().to_lowercase().replace('-', " "));
            new
        };
        // Three come with one code at once.
        let (a, b, c) = (with_code("ada"), with_code("ben"), with_code("cleo"));
        let app = &stage.app;
        let (a, b, c) = tokio::join!(app.register(&a), app.register(&b), app.register(&c));
        let (came, turned_away): (Vec<_>, Vec<_>) =
            [a, b, c].into_iter().partition(Result::is_ok);
        assert_eq!(came.len(), 2, "{turned_away:?}");
        for refused in turned_away {
            assert_eq!(fault(refused), ("/invite".to_owned(), "unknown"));
        }
        let listed = app.invites(&root, &first_page()).await.unwrap();
        assert_eq!((listed.items.len(), listed.items[0].uses_left), (1, 0));
    }

    async fn a_registration_that_fails_uses_no_invitation_up(stage: Stage) {
        let root = stage.admin("root").await;
        set_mode(&stage, &root, RegistrationMode::Invite).await;
        let made = stage
            .app
            .create_invite(&root, NewInvite { uses: 1, lifetime: None })
            .await
            .unwrap();
        let code = Some(made.code.reveal());
        let mut taken = registration("root");
        taken.invite.clone_from(&code);
        assert!(matches!(stage.app.register(&taken).await, Err(Refused::Taken { .. })));
        let mut ada = registration("ada");
        ada.invite = code;
        assert!(stage.app.register(&ada).await.is_ok());
    }

    async fn an_invitation_ends_with_its_time_or_when_it_is_taken_back(stage: Stage) {
        let root = stage.admin("root").await;
        set_mode(&stage, &root, RegistrationMode::Invite).await;
        let day = std::time::Duration::from_hours(24);
        let short = NewInvite { uses: 5, lifetime: Some(day) };
        let expiring = stage.app.create_invite(&root, short).await.unwrap();
        stage.pass(day);
        let revoked = stage
            .app
            .create_invite(&root, NewInvite { uses: 5, lifetime: None })
            .await
            .unwrap();
        stage.app.revoke_invite(&root, revoked.invite.id).await.unwrap();
        for made in [expiring, revoked] {
            let mut new = registration("ada");
            new.invite = Some(made.code.reveal());
            let refused = stage.app.register(&new).await;
            assert_eq!(fault(refused), ("/invite".to_owned(), "unknown"));
        }
    }

    async fn an_applicant_waits_until_an_administrator_agrees(stage: Stage) {
        let root = stage.admin("root").await;
        set_mode(&stage, &root, RegistrationMode::Approval).await;
        let mut asked = registration("ada");
        asked.answer = Some(Remark::parse("I write about the sea.").unwrap());
        let ada = stage.app.register(&asked).await.unwrap();
        assert_eq!(ada.status, AccountStatus::Pending);
        let refused = stage.app.log_in(&login("ada", PASSWORD)).await;
        assert!(
            matches!(refused, Err(Refused::Forbidden(why)) if why.contains("waits")),
            "{refused:?}"
        );
        // Who does not know the password does not learn that there is an application.
        let refused = stage.app.log_in(&login("ada", "some other words")).await;
        assert!(matches!(refused, Err(Refused::WrongCredentials)), "{refused:?}");
        let waiting = stage.app.applicants(&root, &first_page()).await.unwrap();
        assert_eq!(waiting.items.len(), 1);
        assert_eq!(waiting.items[0].answer.as_str(), "I write about the sea.");
        stage.app.approve_applicant(&root, ada.id).await.unwrap();
        log_in(&stage.app, "ada").await;
        let again = stage.app.approve_applicant(&root, ada.id).await;
        assert!(matches!(again, Err(Refused::NotFound)), "{again:?}");
    }

    async fn nothing_is_kept_of_an_applicant_who_was_turned_away(stage: Stage) {
        let root = stage.admin("root").await;
        set_mode(&stage, &root, RegistrationMode::Approval).await;
        let ada = stage.app.register(&registration("ada")).await.unwrap();
        stage.app.reject_applicant(&root, ada.id).await.unwrap();
        assert!(stage.app.applicants(&root, &first_page()).await.unwrap().items.is_empty());
        assert!(stage.app.register(&registration("ada")).await.is_ok());
        // A member cannot be turned away like an applicant.
        let ben = newcomer_when_open(&stage, &root).await;
        let refused = stage.app.reject_applicant(&root, ben.account().unwrap()).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
        assert!(stage.app.own_account(&ben).await.is_ok());
    }

    async fn only_administrators_invite_approve_and_decide(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let id = ada.account().unwrap();
        let app = &stage.app;
        let invite = NewInvite { uses: 1, lifetime: None };
        let change = SettingsChange::default();
        let answers = [
            app.create_invite(&ada, invite).await.err(),
            app.invites(&ada, &first_page()).await.err(),
            app.applicants(&ada, &first_page()).await.err(),
            app.approve_applicant(&ada, id).await.err(),
            app.reject_applicant(&ada, id).await.err(),
            app.change_settings(&ada, &change).await.err(),
            app.suspend_account(&ada, id).await.err(),
            app.ban_account(&ada, id).await.err(),
            app.reinstate_account(&ada, id).await.err(),
        ];
        for (place, answer) in answers.into_iter().enumerate() {
            assert!(matches!(answer, Some(Refused::Forbidden(_))), "{place}: {answer:?}");
        }
    }

    async fn settings_made_at_one_instance_reach_another_in_seconds(stage: Stage) {
        let root = stage.admin("root").await;
        let other = stage.restarted();
        let before = other.site_settings().await.unwrap();
        assert_eq!(before.registration, RegistrationMode::Open);
        assert_eq!(before.name.as_str(), "The Lighthouse Shelf");
        set_mode(&stage, &root, RegistrationMode::Closed).await;
        stage.pass(std::time::Duration::from_secs(10));
        let after = other.site_settings().await.unwrap();
        assert_eq!(after.registration, RegistrationMode::Closed);
        assert_eq!(after.name, before.name);
    }

    async fn an_author_of_the_demonstration_writes_and_nobody_signs_in(stage: Stage) {
        let name = quire_domain::text::DisplayName::parse("Mara Quill").unwrap();
        let mara = stage.app.create_unattended(&handle("mara"), &name).await.unwrap();
        stage.draft(&mara, "The Ferry").await;
        for typed in ["", PASSWORD] {
            let refused = stage.app.log_in(&login("mara", typed)).await;
            assert!(matches!(refused, Err(Refused::WrongCredentials)), "{refused:?}");
        }
    }

    async fn the_age_is_confirmed_once_and_counts_from_then_on(stage: Stage) {
        stage.app.register(&registration("ada")).await.unwrap();
        let session = log_in(&stage.app, "ada").await;
        let ada = holder(&stage.app, &session).await.unwrap();
        assert!(!ada.member().unwrap().age_confirmed);
        stage.app.confirm_age(&ada).await.unwrap();
        stage.app.confirm_age(&ada).await.unwrap();
        let ada = holder(&stage.app, &session).await.unwrap();
        assert!(ada.member().unwrap().age_confirmed);
        assert!(stage.app.own_account(&ada).await.unwrap().age_confirmed);
    }

    async fn an_address_is_changed_by_who_knows_the_password(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        newcomer(&stage.app, "ben").await;
        let app = &stage.app;
        let new = email("ada.new@example.org");
        assert_eq!(
            fault(app.change_email(&ada, &password("not this one"), &new).await),
            ("/current_password".to_owned(), "wrong")
        );
        let taken = app.change_email(&ada, &password(PASSWORD), &email("BEN@example.org")).await;
        assert!(matches!(taken, Err(Refused::Taken { field: "/email" })), "{taken:?}");
        app.change_email(&ada, &password(PASSWORD), &new).await.unwrap();
        assert_eq!(app.own_account(&ada).await.unwrap().email, new);
        log_in(app, "ada.new@example.org").await;
        let old = app.log_in(&login("ada@example.org", PASSWORD)).await;
        assert!(matches!(old, Err(Refused::WrongCredentials)), "{old:?}");
    }
}

async fn newcomer_when_open(stage: &Stage, root: &quire_app::Actor) -> quire_app::Actor {
    set_mode(stage, root, RegistrationMode::Open).await;
    newcomer(&stage.app, "ben").await
}
