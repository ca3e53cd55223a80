//! `/logout`

use axum::extract::State;
use axum::http::header;
use quire_app::{App, Refused};
use quire_edge::CookieName;

use crate::view::{Answer, see_other};
use crate::visit::Visit;

/// `POST /logout`. Who is not signed in any more is signed out all the same.
pub async fn submit(
    State(app): State<App>,
    State(CookieName(cookie)): State<CookieName>,
    visit: Visit,
) -> Answer {
    match app.log_out(&visit.actor).await {
        Ok(()) | Err(Refused::Unauthenticated | Refused::NotFound) => {}
        Err(other) => return Err(other.into()),
    }
    let mut answer = see_other("/");
    if let Ok(value) = cookie.clear().parse() {
        answer.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(answer)
}
