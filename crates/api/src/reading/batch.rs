//! `POST /api/v1/me/progress-batches`

use std::borrow::Cow;

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_app::reading::Report;
use quire_domain::Timestamp;
use quire_domain::id::ChapterId;
use quire_domain::progress::Fraction;
use quire_edge::problem::{Problem, ProblemDocument};
use quire_edge::{Caller, Failure};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema};

use super::view::ProgressView;
use crate::request::{Body, Fault, Faults, FromJson, body};

/// One report of the list.
#[derive(Debug, Clone)]
pub struct ReportItem(Report);

impl FromJson for ReportItem {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let Value::Object(mut object) = value else {
            return Err(("wrong-type", Cow::Borrowed("send objects")));
        };
        let mut take = |name: &str| object.remove(name);
        let needed = |value: Option<Value>| value.unwrap_or(Value::Null);
        let report = Report {
            chapter: ChapterId::from_json(needed(take("chapter")))?,
            block: take("block").map_or(Ok(String::new()), String::from_json)?,
            fraction: fraction(needed(take("fraction")))?,
            client_time: Timestamp::from_json(needed(take("client_time")))?,
            device: String::from_json(needed(take("device")))?,
            sequence: i64::from_json(needed(take("sequence")))?,
            finished: take("finished").map_or(Ok(false), bool::from_json)?,
        };
        match object.keys().next() {
            None => Ok(Self(report)),
            Some(name) => Err(("unknown-field", format!("a report has no {name:?}").into())),
        }
    }

    fn schema() -> Schema {
        ObjectBuilder::new()
            .property("chapter", RefOr::T(ChapterId::schema()))
            .property("block", RefOr::T(String::schema()))
            .property("fraction", RefOr::T(f64::schema()))
            .property("client_time", RefOr::T(Timestamp::schema()))
            .property("device", RefOr::T(String::schema()))
            .property("sequence", RefOr::T(i64::schema()))
            .property("finished", RefOr::T(bool::schema()))
            .required("chapter")
            .required("fraction")
            .required("client_time")
            .required("device")
            .required("sequence")
            .into()
    }
}

fn fraction(value: Value) -> Result<Fraction, Fault> {
    Fraction::parse(f64::from_json(value)?)
        .map_err(|wrong| (wrong.code(), Cow::Owned(wrong.to_string())))
}

body! {
    /// Reports of a device that was away.
    pub struct BatchBody {
        /// At most 200, in any order.
        required items: Vec<ReportItem>,
    }
}

/// What became of the reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchView {
    /// One for each report, in the order they were sent.
    pub results: Vec<BatchResultView>,
}

/// What became of one report.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResultView {
    /// Where the reader is in the story after all reports; `null` when this one was not kept.
    pub progress: Option<ProgressView>,
    /// Why it was not kept.
    pub problem: Option<ProblemDocument>,
}

/// Report up to 200 places at once. Each is kept or not by itself; sending them again changes
/// nothing.
#[utoipa::path(
    post, path = "/api/v1/me/progress-batches", tag = "Reading",
    operation_id = "keep_progress_batch",
    request_body = BatchBody,
    responses(
        (status = 200, body = BatchView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn keep_progress_batch(
    State(app): State<App>,
    Caller(actor): Caller,
    Body(body): Body<BatchBody>,
) -> Result<Json<BatchView>, Failure> {
    let mut faults = Faults::default();
    let items = faults.required("/items", body.items);
    let (items,) = faults.all((items,))?;
    let reports: Vec<Report> = items.into_iter().map(|item| item.0).collect();
    let results = app.report_batch(&actor, &reports).await?;
    let results = results.into_iter().map(|result| match result {
        Ok(progress) => BatchResultView {
            progress: Some(ProgressView::from(&progress)),
            problem: None,
        },
        Err(refused) => BatchResultView {
            progress: None,
            problem: Some(Problem::from(refused).document()),
        },
    });
    Ok(Json(BatchView {
        results: results.collect(),
    }))
}
