//! `PUT /api/v1/stories/{story}/chapter-order`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_domain::id::ChapterId;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use crate::request::{Body, Faults, body, id};

body! {
    /// An order.
    pub struct OrderBody {
        /// Every chapter of the story that is not in the trash, once.
        required chapters: Vec<ChapterId>,
    }
}

/// Put the chapters of a story in another order.
#[utoipa::path(
    put, path = "/api/v1/stories/{story}/chapter-order", tag = "Chapters",
    operation_id = "reorder_chapters",
    params(("story" = String, Path, description = "Id (`sto_…`)")),
    request_body = OrderBody,
    responses(
        (status = 204),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 410, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn reorder_chapters(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(story): Path<String>,
    Body(body): Body<OrderBody>,
) -> Result<StatusCode, Failure> {
    let story = id("story", &story)?;
    let mut faults = Faults::default();
    let chapters = faults.required("/chapters", body.chapters);
    let (chapters,) = faults.all((chapters,))?;
    app.reorder_chapters(&actor, story, &chapters).await?;
    Ok(StatusCode::NO_CONTENT)
}
