//! `/write/{story}/order`: a chapter changes places with its neighbour.

use axum::extract::{Path, State};
use quire_app::{App, Refused};
use quire_domain::id::ChapterId;

use super::{Asked, id, own_contents};
use crate::form::{Filled, form};
use crate::view::{Answer, see_other};
use crate::visit::Visit;

form! {
    /// Where a chapter goes.
    pub struct OrderForm to "/write/{story}/order" {
        /// Which one.
        text chapter,
        /// `up` or `down`.
        text to,
    }
}

/// `POST /write/{story}/order`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<OrderForm>,
) -> Answer {
    let chapter: ChapterId = id(&form.chapter)?;
    let contents = own_contents(&app, &visit, &story).await?;
    let mut order: Vec<ChapterId> = contents.chapters.iter().map(|line| line.id).collect();
    let place = order
        .iter()
        .position(|known| *known == chapter)
        .ok_or(Refused::NotFound)?;
    let other = match form.to.as_str() {
        "up" => place.checked_sub(1),
        _ => Some(place + 1).filter(|other| *other < order.len()),
    };
    if let Some(other) = other {
        order.swap(place, other);
        app.reorder_chapters(&visit.actor, contents.readable.story.id, &order)
            .await?;
    }
    let path = Asked::after(format_args!("/write/{story}"), "moved");
    Ok(see_other(&format!("{path}#{chapter}")))
}
