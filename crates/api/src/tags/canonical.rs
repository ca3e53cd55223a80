//! `PUT|DELETE /api/v1/admin/tags/{tag}/canonical`

use axum::Json;
use axum::extract::{Path, State};
use quire_app::App;
use quire_domain::id::TagId;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};

use super::TagView;
use crate::request::{Body, Faults, body, id};

body! {
    /// What a tag is a synonym of.
    pub struct CanonicalBody {
        /// The tag that is meant; it may not be a synonym itself.
        required canonical: TagId,
    }
}

/// Make a tag a synonym of another.
#[utoipa::path(
    put, path = "/api/v1/admin/tags/{tag}/canonical", tag = "Administration",
    operation_id = "set_canonical_tag",
    params(("tag" = String, Path, description = "Id (`tag_…`)")),
    request_body = CanonicalBody,
    responses(
        (status = 200, body = TagView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
        (status = 409, body = ProblemDocument),
        (status = 415, body = ProblemDocument),
        (status = 422, body = ProblemDocument),
    ),
)]
pub async fn set_canonical_tag(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(tag): Path<String>,
    Body(body): Body<CanonicalBody>,
) -> Result<Json<TagView>, Failure> {
    let tag = id("tag", &tag)?;
    let mut faults = Faults::default();
    let canonical = faults.required("/canonical", body.canonical);
    let (canonical,) = faults.all((canonical,))?;
    let tag = app.set_canonical_tag(&actor, tag, Some(canonical)).await?;
    Ok(Json(tag.into()))
}

/// Let a tag stand for itself again.
#[utoipa::path(
    delete, path = "/api/v1/admin/tags/{tag}/canonical", tag = "Administration",
    operation_id = "unset_canonical_tag",
    params(("tag" = String, Path, description = "Id (`tag_…`)")),
    responses(
        (status = 200, body = TagView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn unset_canonical_tag(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(tag): Path<String>,
) -> Result<Json<TagView>, Failure> {
    let tag = app
        .set_canonical_tag(&actor, id("tag", &tag)?, None)
        .await?;
    Ok(Json(tag.into()))
}
