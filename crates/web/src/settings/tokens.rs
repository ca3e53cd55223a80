//! `/settings/tokens`

use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_app::tokens::{NewToken, Token};
use quire_domain::Timestamp;
use quire_domain::account::Scope;
use quire_domain::text::Label;
use quire_edge::Failure;
use quire_identity::scope::Scopes;

use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form};
use crate::moment::Day;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};
use crate::write::{Asked, Then, id};

/// Tokens on a page.
const TOKENS: u32 = 50;
/// The longest a token lasts.
const MOST_DAYS: u64 = 730;

form! {
    /// A token is made.
    pub struct TokenForm to "/settings/tokens" {
        /// What its owner calls it.
        text name,
        /// What it may do.
        ticks scopes,
        /// How long it lasts.
        text days,
    }
}

form! {
    /// A token is ended.
    pub struct RevokeTokenForm to "/settings/tokens/revocation" {
        /// Which one.
        text token,
    }
}

impl TokenForm {
    fn empty() -> Self {
        Self {
            name: String::new(),
            scopes: vec![Scope::Read.to_string()],
            days: "365".to_owned(),
        }
    }

    fn read(&self) -> Result<NewToken, Faults> {
        let mut faults = Faults::default();
        let name: Option<Label> = faults.read("name", &self.name);
        let scopes: Vec<Scope> = faults.read_all("scopes", &self.scopes);
        let scopes = Scopes::of(scopes);
        if scopes.is_none() {
            faults.at("scopes", "choose at least one");
        }
        let days = self.days.trim().parse().ok();
        let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
        if days.is_none() {
            faults.at("days", format_args!("write a number from 1 to {MOST_DAYS}"));
        }
        match (name, scopes, days) {
            (Some(name), Some(scopes), Some(days)) => Ok(NewToken {
                name,
                scopes,
                lifetime: Some(Duration::from_hours(days * 24)),
            }),
            _ => Err(faults),
        }
    }
}

/// What programs may do in somebody's name.
#[derive(Template)]
#[template(path = "settings/tokens.html")]
pub struct TokensPage {
    chrome: Chrome,
    done: &'static str,
    /// The secret of the token that was just made.
    secret: Option<String>,
    rows: Vec<Row>,
    next: Option<String>,
    form: TokenForm,
    faults: Faults,
    scopes: &'static [Choice],
}

struct Row {
    id: String,
    name: String,
    scopes: String,
    until: Day,
}

impl From<&Token> for Row {
    fn from(token: &Token) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name.to_string(),
            scopes: token.scopes.replace(' ', ", "),
            until: Day(token.expires_at),
        }
    }
}

impl View for TokensPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |form: TokenForm| Self {
            chrome: Chrome::of_reader("ada", false),
            done: "",
            secret: None,
            rows: Vec::new(),
            next: None,
            form,
            faults: Faults::default(),
            scopes: Scope::CHOICES,
        };
        let wrong = TokenForm::default();
        let faults = wrong.read().err().unwrap_or_default();
        let row = Row {
            id: "tok_1".to_owned(),
            name: "My <reader>".to_owned(),
            scopes: "read, progress".to_owned(),
            until: Day(Timestamp::from_seconds(1_795_305_600)),
        };
        vec![
            Self {
                secret: Some("qp_abc".to_owned()),
                rows: vec![row],
                next: Some("/settings/tokens?cursor=a".to_owned()),
                ..of(TokenForm::empty())
            },
            Self {
                faults,
                ..of(wrong)
            },
        ]
    }
}

async fn tokens(
    app: &App,
    visit: Visit,
    asked: Asked,
    form: TokenForm,
) -> Result<TokensPage, Failure> {
    let done = asked.done();
    let list = app.own_tokens(&visit.actor, &asked.page(TOKENS)?).await?;
    Ok(TokensPage {
        chrome: visit.chrome,
        done,
        secret: None,
        rows: list.items.iter().map(Row::from).collect(),
        next: list
            .next
            .map(|cursor| format!("/settings/tokens?cursor={cursor}")),
        form,
        faults: Faults::default(),
        scopes: Scope::CHOICES,
    })
}

/// `GET /settings/tokens`
pub async fn page(State(app): State<App>, visit: Visit, Query(asked): Then) -> Answer {
    show(&tokens(&app, visit, asked, TokenForm::empty()).await?)
}

/// `POST /settings/tokens`. The secret is shown in the answer itself: it is nowhere to be read again.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<TokenForm>,
) -> Answer {
    let (status, secret, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, None, faults),
        Ok(new) => match app.create_token(&visit.actor, &new).await {
            Ok(made) => {
                let secret = Some(made.secret.reveal().to_owned());
                (StatusCode::CREATED, secret, Faults::default())
            }
            Err(refused) => {
                let (status, faults) = Faults::of_refusal(refused).map_err(Failure::from)?;
                (status, None, faults)
            }
        },
    };
    let form = if secret.is_some() {
        TokenForm::empty()
    } else {
        form
    };
    let mut page = tokens(&app, visit, Asked::default(), form).await?;
    (page.secret, page.faults) = (secret, faults);
    show_as(status, &page)
}

/// `POST /settings/tokens/revocation`
pub async fn revoke(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<RevokeTokenForm>,
) -> Answer {
    app.revoke_token(&visit.actor, id(&form.token)?).await?;
    Ok(see_other(&Asked::after("/settings/tokens", "revoked")))
}
