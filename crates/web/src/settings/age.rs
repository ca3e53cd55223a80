//! `/settings/age`

use axum::extract::State;
use quire_app::App;

use crate::form::{Filled, form};
use crate::local::local;
use crate::view::{Answer, see_other};
use crate::visit::Visit;

form! {
    /// Somebody says that they are an adult.
    pub struct AgeForm to "/settings/age" {
        /// Where they were.
        text next,
    }
}

/// `POST /settings/age`
pub async fn submit(State(app): State<App>, visit: Visit, Filled(form): Filled<AgeForm>) -> Answer {
    app.confirm_age(&visit.actor).await?;
    Ok(see_other(local(&form.next)))
}
