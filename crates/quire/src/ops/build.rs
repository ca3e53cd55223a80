//! `/ops/v1/build`: which program this is.

use axum::Json;
use axum::extract::State;
use serde::Serialize;

use super::Ops;
use crate::wiring;

/// The commit it was built from, when the build was told.
pub const COMMIT: Option<&str> = option_env!("QUIRE_COMMIT");

/// Which program this is; `quire version --json` shows the same.
#[derive(Debug, Serialize)]
pub struct Build {
    /// The release.
    pub version: &'static str,
    /// The commit, when known.
    pub commit: Option<&'static str>,
    /// The newest migration it knows.
    pub schema: i64,
    /// The engines it can use.
    pub features: &'static [&'static str],
    /// The engine it uses; absent when none is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<&'static str>,
}

impl Build {
    /// This program, without a store.
    pub fn this() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            commit: COMMIT,
            schema: wiring::newest_schema(),
            features: &["sqlite", "postgres"],
            engine: None,
        }
    }
}

/// Answers with it.
pub async fn build(State(ops): State<Ops>) -> Json<Build> {
    let engine = Some(wiring::engine_name(&ops.store));
    std::future::ready(Json(Build {
        engine,
        ..Build::this()
    }))
    .await
}
