//! `GET /api/v1/stories/{story}/ranking`

use axum::Json;
use axum::extract::State;
use quire_app::App;
use quire_app::engagements::Ranking;
use quire_edge::problem::ProblemDocument;
use quire_edge::{Caller, Failure};
use serde::Serialize;
use utoipa::ToSchema;

use crate::request::{Params, StoryIn};

/// Why a story stands where it stands in "trending".
#[derive(Debug, Serialize, ToSchema)]
pub struct RankingView {
    /// The key that lists are ordered by; `null` when nothing has happened yet.
    pub key: Option<f64>,
    /// The decayed sum the key stands for, now.
    pub score: f64,
    /// The place among all listed stories, up to where places are counted.
    pub rank: Option<i64>,
    /// What counted today.
    pub today: Vec<CountedView>,
}

/// What of one kind counted today.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountedView {
    /// `save`, `read` …
    pub kind: &'static str,
    /// Events that counted in full.
    pub full: i64,
    /// Events of young accounts, which count a quarter.
    pub quarter: i64,
    /// Events that did not count.
    pub excluded: i64,
}

impl From<Ranking> for RankingView {
    fn from(ranking: Ranking) -> Self {
        Self {
            key: ranking.key,
            score: ranking.score,
            rank: ranking.rank,
            today: ranking
                .today
                .into_iter()
                .map(|counted| CountedView {
                    kind: counted.kind.as_str(),
                    full: counted.full,
                    quarter: counted.quarter,
                    excluded: counted.excluded,
                })
                .collect(),
        }
    }
}

/// Why a story stands where it stands in "trending"; for its authors.
#[utoipa::path(
    get, path = "/api/v1/stories/{story}/ranking", tag = "Stories", operation_id = "story_ranking",
    params(("story" = String, Path, description = "Id (`sto_…`) or slug")),
    responses(
        (status = 200, body = RankingView),
        (status = 400, body = ProblemDocument),
        (status = 401, body = ProblemDocument),
        (status = 403, body = ProblemDocument),
        (status = 404, body = ProblemDocument),
    ),
)]
pub async fn story_ranking(
    State(app): State<App>,
    Caller(actor): Caller,
    StoryIn(story): StoryIn,
    params: Params,
) -> Result<Json<RankingView>, Failure> {
    params.end()?;
    Ok(Json(RankingView::from(app.ranking(&actor, &story).await?)))
}
