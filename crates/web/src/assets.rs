//! Files that pages load: embedded, named by their content, kept by browsers for ever.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use quire_edge::problem::catalogue;
use quire_edge::{Failure, Problem};

struct Asset {
    path: String,
    media_type: &'static str,
    text: &'static str,
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::named(
        "style",
        "css",
        "text/css; charset=utf-8",
        include_str!("../assets/style.css"),
    )
});

impl Asset {
    /// The name carries a digest, so that a changed file is another file.
    fn named(stem: &str, ending: &str, media_type: &'static str, text: &'static str) -> Self {
        Self {
            path: format!("/assets/{stem}-{:016x}.{ending}", digest(text.as_bytes())),
            media_type,
            text,
        }
    }
}

/// FNV-1a, 64 bits: tells versions of our own files apart; nobody else chooses the content.
pub fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Where the style sheet is.
pub fn style() -> &'static str {
    &STYLE.path
}

/// `GET /assets/{name}`
pub async fn asset(Path(name): Path<String>) -> Result<Response, Failure> {
    let named = |asset: &&Asset| asset.path.strip_prefix("/assets/") == Some(name.as_str());
    let found = [&*STYLE].into_iter().find(named);
    let asset = std::future::ready(found)
        .await
        .ok_or_else(|| Problem::new(&catalogue::NOT_FOUND))?;
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, asset.text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_fnv_1a() {
        // Test vectors of the function's authors, appendix C of draft-eastlake-fnv.
        assert_eq!(digest(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(digest(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(digest(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
