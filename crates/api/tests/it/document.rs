//! The API's document is what is committed, so that a change of the API is seen in review.

use std::fs;
use std::path::Path;

#[test]
fn the_committed_document_is_the_one_the_routes_make() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let made = format!("{}\n", quire_api::document().to_pretty_json().unwrap());
    let kept = fs::read_to_string(&file).unwrap_or_default();
    if made != kept {
        if std::env::var_os("QUIRE_UPDATE").is_some() {
            fs::write(&file, made).unwrap();
            return;
        }
        panic!(
            "docs/openapi.json differs from the routes: QUIRE_UPDATE=1 cargo test -p quire-api document"
        );
    }
}
