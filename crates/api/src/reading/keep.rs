//! `PUT /api/v1/me/progress/{chapter}`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::reading::Report;
use quire_domain::Timestamp;
use quire_domain::id::ChapterId;
use quire_domain::progress::Fraction;
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};

use super::view::ProgressView;
use crate::request::{Body, Faults, body, id};

body! {
    /// Where a reader is, as one device saw it.
    pub struct ProgressBody {
        /// The block at the top of the screen.
        optional block: String,
        /// How much of the chapter has been passed, 0 to 1.
        required fraction: f64,
        /// When, by the device's clock.
        required client_time: Timestamp,
        /// The device's own name for itself.
        required device: String,
        /// The device's own count of its reports, from 0.
        required sequence: i64,
        /// Whether the reader went on to the next chapter from the end.
        optional finished: bool,
    }
}

impl ProgressBody {
    fn read(self, chapter: ChapterId) -> Result<Report, Problem> {
        let mut faults = Faults::default();
        let fraction = faults.required("/fraction", self.fraction);
        let fraction = fraction.and_then(|number| match Fraction::parse(number) {
            Ok(fraction) => Some(fraction),
            Err(wrong) => {
                faults.add("/fraction", wrong.code(), wrong.to_string());
                None
            }
        });
        let client_time = faults.required("/client_time", self.client_time);
        let device = faults.required("/device", self.device);
        let sequence = faults.required("/sequence", self.sequence);
        let block = faults.or("/block", self.block, String::new());
        let finished = faults.or("/finished", self.finished, false);
        let (fraction, client_time, device, sequence) =
            faults.all((fraction, client_time, device, sequence))?;
        Ok(Report {
            chapter,
            block,
            fraction,
            client_time,
            device,
            sequence,
            finished,
        })
    }
}

/// Keep a reader's place. Reports may come late, twice and in any order: the last by the devices'
/// clocks is where to continue, the furthest in reading order is kept beside it.
#[utoipa::path(
    put, path = "/api/v1/me/progress/{chapter}", tag = "Reading", operation_id = "keep_progress",
    params(("chapter" = String, Path, description = "Id (`chp_…`)")),
    request_body = ProgressBody,
    responses(
        (status = 200, body = ProgressView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn keep_progress(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(chapter): Path<String>,
    Body(body): Body<ProgressBody>,
) -> Result<Json<ProgressView>, Failure> {
    let report = body.read(id("chapter", &chapter)?)?;
    let kept = app.report_progress(&actor, report).await?;
    Ok(Json(ProgressView::from(&kept)))
}
