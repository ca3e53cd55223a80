//! `/reading`: a reader without script says that a chapter was read. Reading a page never counts by
//! itself: browsers fetch pages that nobody looks at.

use axum::extract::State;
use quire_app::App;
use quire_app::reading::Report;
use quire_domain::progress::Fraction;

use crate::form::{Filled, form};
use crate::local::local;
use crate::view::{Answer, see_other};
use crate::visit::Visit;
use crate::write::id;

/// How this face calls itself among a reader's devices.
const DEVICE: &str = "web";

form! {
    /// A chapter was read.
    pub struct ReadForm to "/reading" {
        /// Which one.
        text chapter,
        /// Where to go on.
        text next,
    }
}

/// `POST /reading`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Filled(form): Filled<ReadForm>,
) -> Answer {
    let now = app.now();
    let report = Report {
        chapter: id(&form.chapter)?,
        block: String::new(),
        fraction: Fraction::END,
        client_time: now,
        device: DEVICE.to_owned(),
        // The moment counts the reports of all browsers of a reader together.
        sequence: now.as_micros(),
        finished: true,
    };
    app.report_progress(&visit.actor, report).await?;
    Ok(see_other(local(&form.next)))
}
