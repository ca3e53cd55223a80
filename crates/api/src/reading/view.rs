//! A place in a story as the API shows it.

use quire_app::reading::StoryProgress;
use quire_domain::progress::Position;
use serde::Serialize;
use utoipa::ToSchema;

/// A place in a chapter.
#[derive(Debug, Serialize, ToSchema)]
pub struct PositionView {
    /// The chapter.
    pub chapter: String,
    /// The block at the top of the screen.
    pub block: String,
    /// How much of the chapter has been passed, 0 to 1.
    pub fraction: f64,
    /// When, by the device's clock.
    pub client_time: String,
    /// The device.
    pub device: String,
}

/// Where a reader is in a story.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressView {
    /// The story.
    pub story: String,
    /// Where to continue.
    pub current: PositionView,
    /// The furthest in reading order.
    pub furthest: PositionView,
}

impl From<&Position> for PositionView {
    fn from(place: &Position) -> Self {
        Self {
            chapter: place.chapter.to_string(),
            block: place.block.clone(),
            fraction: place.fraction.get(),
            client_time: place.client_time.to_string(),
            device: place.device.clone(),
        }
    }
}

impl From<&StoryProgress> for ProgressView {
    fn from(progress: &StoryProgress) -> Self {
        Self {
            story: progress.story.to_string(),
            current: PositionView::from(&progress.current),
            furthest: PositionView::from(&progress.furthest),
        }
    }
}
