//! Every endpoint of the API's document has what an endpoint must have.

#![cfg(test)]

use std::fs;
use std::path::Path;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// `(method path, operation)` of a document; the API's own test holds it to the routes.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap();
            methods
                .iter()
                .map(move |(method, operation)| (format!("{method} {path}"), operation))
        })
        .collect()
}

/// What the endpoints of a document lack.
fn troubles(document: &Value, authorization: &str) -> Vec<String> {
    let mut troubles = Vec::new();
    let mut seen = Vec::new();
    for (endpoint, operation) in operations(document) {
        let Some(name) = operation["operationId"].as_str() else {
            troubles.push(format!("{endpoint} has no operation id"));
            continue;
        };
        if seen.contains(&name) {
            troubles.push(format!(
                "{endpoint}: {name} is the id of another endpoint too"
            ));
        }
        seen.push(name);
        let case = authorization
            .lines()
            .any(|line| line.split_whitespace().next() == Some(name));
        if !case {
            troubles.push(format!("{endpoint}: no authorization case for {name}"));
        }
        let answers = operation["responses"].as_object();
        let refused = answers.is_some_and(|all| all.keys().any(|status| status.starts_with('4')));
        if !refused {
            troubles.push(format!("{endpoint} documents no refusal"));
        }
    }
    troubles
}

#[test]
fn every_endpoint_has_an_authorization_case_and_documented_refusals() {
    let document = fs::read_to_string(root().join("docs/openapi.json")).unwrap();
    let document: Value = serde_json::from_str(&document).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let cases = fs::read_to_string(root().join("crates/api/tests/it/authorization.rs")).unwrap();
    let troubles = troubles(&document, &cases);
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
    assert!(!operations(&document).is_empty());
}

#[test]
fn an_endpoint_without_a_case_is_noticed() {
    let document = serde_json::json!({"paths": {"/a": {
        "get": {"operationId": "show_a", "responses": {"200": {}, "404": {}}},
        "put": {"operationId": "put_a", "responses": {"200": {}}},
    }}});
    let troubles = troubles(
        &document,
        "        show_a GET \"/a\" null => 404, 404, 200, 200;",
    );
    assert_eq!(
        troubles,
        [
            "put /a: no authorization case for put_a",
            "put /a documents no refusal"
        ]
    );
}
