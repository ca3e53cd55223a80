//! `GET /api/v1/users/{handle}`

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use quire_app::App;
use quire_app::profiles::ProfileAt;
use quire_domain::text::Handle;
use quire_edge::problem::{Problem, ProblemDocument, catalogue};
use quire_edge::{Caller, Failure};

use super::UserView;
use crate::request::Params;

/// A member, by handle. An old handle redirects to the present one.
#[utoipa::path(
    get, path = "/api/v1/users/{handle}", tag = "Users", operation_id = "show_user",
    params(("handle" = String, Path, description = "The handle, without regard to case")),
    responses(
        (status = 200, body = UserView),
        (status = 301, description = "The member has another handle now"),
        (status = 400, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn show_user(
    State(app): State<App>,
    Caller(actor): Caller,
    Path(handle): Path<String>,
    params: Params,
) -> Result<Response, Failure> {
    params.end()?;
    // What cannot be a handle is nobody's.
    let handle = Handle::parse(&handle).map_err(|_form| Problem::new(&catalogue::NOT_FOUND))?;
    Ok(match app.profile(&actor, &handle).await? {
        ProfileAt::Here(shown) => Json(UserView::from(*shown)).into_response(),
        ProfileAt::Moved(handle) => {
            let location = format!("/api/v1/users/{handle}");
            (
                StatusCode::MOVED_PERMANENTLY,
                [(header::LOCATION, location)],
            )
                .into_response()
        }
    })
}
