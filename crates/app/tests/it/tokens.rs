//! Programs act for people, within what they were given.

use std::time::Duration;

use quire_app::tokens::{MadeToken, NewToken};
use quire_app::{Actor, Credential, Refused};
use quire_domain::account::Scope;
use quire_domain::limits::{TOKEN_LIFETIME, TOKEN_LONGEST, TOKENS_PER_ACCOUNT};
use quire_domain::text::Label;
use quire_identity::scope::Scopes;

use crate::on_each_engine;
use crate::people::{PASSWORD, email, fault, first_page, handle, newcomer, password};
use crate::stage::{Stage, new_story};

fn token(scopes: &[Scope]) -> NewToken {
    NewToken {
        name: Label::parse("backup script").unwrap(),
        scopes: Scopes::of(scopes.iter().copied()).unwrap(),
        lifetime: None,
    }
}

async fn holder(stage: &Stage, made: &MadeToken) -> Option<Actor> {
    let credential = Credential::Token(&made.secret);
    stage.app.authenticate(credential).await.unwrap()
}

on_each_engine! {
    async fn a_token_may_what_it_was_made_for(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let reads = stage.app.create_token(&ada, &token(&[Scope::Read])).await.unwrap();
        let writes = stage.app.create_token(&ada, &token(&[Scope::Write])).await.unwrap();
        let reader = holder(&stage, &reads).await.unwrap();
        let author = holder(&stage, &writes).await.unwrap();
        assert_eq!(reader.account(), ada.account());
        stage.app.own_account(&reader).await.unwrap();
        let refused = stage.app.create_story(&reader, &new_story("By a script")).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
        stage.app.create_story(&author, &new_story("By a script")).await.unwrap();
        let refused = stage.app.own_account(&author).await;
        assert!(matches!(refused, Err(Refused::Forbidden(_))), "{refused:?}");
    }

    async fn no_token_opens_the_account_itself(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let made = stage.app.create_token(&ada, &token(Scope::ALL)).await.unwrap();
        let program = holder(&stage, &made).await.unwrap();
        let (app, typed) = (&stage.app, password(PASSWORD));
        let answers = [
            app.create_token(&program, &token(&[Scope::Read])).await.err(),
            app.own_tokens(&program, &first_page()).await.err(),
            app.revoke_token(&program, made.token.id).await.err(),
            app.own_sessions(&program, &first_page()).await.err(),
            app.revoke_other_sessions(&program).await.err(),
            app.log_out(&program).await.err(),
            app.change_password(&program, &typed, &typed).await.err(),
            app.change_email(&program, &typed, &email("thief@example.org")).await.err(),
            app.confirm_age(&program).await.err(),
        ];
        for (place, answer) in answers.into_iter().enumerate() {
            assert!(matches!(answer, Some(Refused::Forbidden(_))), "{place}: {answer:?}");
        }
        // A member's token with the scope of staff has nothing of it.
        assert!(matches!(program.admin(), Err(Refused::Forbidden(_))));
    }

    async fn a_token_ends_with_its_time_or_when_it_is_revoked(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let year = stage.app.create_token(&ada, &token(&[Scope::Read])).await.unwrap();
        assert_eq!(year.token.expires_at, year.token.created_at + TOKEN_LIFETIME);
        let hour = NewToken {
            lifetime: Some(Duration::from_hours(1)),
            ..token(&[Scope::Read])
        };
        let hour = stage.app.create_token(&ada, &hour).await.unwrap();
        stage.pass(Duration::from_hours(1));
        assert!(holder(&stage, &hour).await.is_none());
        assert!(holder(&stage, &year).await.is_some());
        let ben = newcomer(&stage.app, "ben").await;
        let refused = stage.app.revoke_token(&ben, year.token.id).await;
        assert!(matches!(refused, Err(Refused::NotFound)), "{refused:?}");
        stage.app.revoke_token(&ada, year.token.id).await.unwrap();
        assert!(holder(&stage, &year).await.is_none());
        for wrong in [Duration::ZERO, TOKEN_LONGEST + Duration::from_secs(1)] {
            let new = NewToken { lifetime: Some(wrong), ..token(&[Scope::Read]) };
            let refused = stage.app.create_token(&ada, &new).await;
            assert_eq!(fault(refused), ("/expires_at".to_owned(), "out-of-range"));
        }
    }

    async fn a_token_shows_the_day_it_was_last_used(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let made = stage.app.create_token(&ada, &token(&[Scope::Read])).await.unwrap();
        let last_day = async || {
            let page = stage.app.own_tokens(&ada, &first_page()).await.unwrap();
            page.items[0].last_used_day
        };
        assert_eq!(last_day().await, 0);
        holder(&stage, &made).await.unwrap();
        let today = stage.app.now().day();
        assert_eq!(last_day().await, today);
        stage.pass(Duration::from_hours(24));
        holder(&stage, &made).await.unwrap();
        assert_eq!(last_day().await, today + 1);
    }

    async fn an_account_has_a_bounded_number_of_tokens(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let mut last = None;
        for _ in 0..TOKENS_PER_ACCOUNT {
            last = Some(stage.app.create_token(&ada, &token(&[Scope::Read])).await.unwrap());
        }
        let refused = stage.app.create_token(&ada, &token(&[Scope::Read])).await;
        assert!(matches!(refused, Err(Refused::Conflict(_))), "{refused:?}");
        stage.app.revoke_token(&ada, last.unwrap().token.id).await.unwrap();
        assert!(stage.app.create_token(&ada, &token(&[Scope::Read])).await.is_ok());
    }

    async fn the_operator_makes_a_token_at_the_shell(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let acting = stage.app.act_for(&handle("ADA")).await.unwrap();
        let made = stage.app.create_token_at_shell(&acting, &token(&[Scope::Read])).await.unwrap();
        assert_eq!(holder(&stage, &made).await.unwrap().account(), ada.account());
        let unknown = stage.app.act_for(&handle("nobody")).await;
        assert!(matches!(unknown, Err(Refused::NotFound)), "{unknown:?}");
    }
}
