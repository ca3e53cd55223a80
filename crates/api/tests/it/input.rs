//! Bad input of every kind to every endpoint of the document: always a problem that names the fault,
//! never a 5xx, never a row.

use axum::http::{Method, header};
use quire_domain::account::Scope;
use serde_json::{Map, Value, json};

use crate::stage::{Answer, BODY_LIMIT, Stage};

struct Operation {
    name: String,
    method: Method,
    path: String,
    /// Properties of its JSON body and their schemas.
    fields: Option<Map<String, Value>>,
    required: Vec<String>,
    query: Vec<String>,
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => document.pointer(path.strip_prefix('#').unwrap()).unwrap(),
        None => schema,
    }
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(quire_api::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let schema = resolved(&document, schema);
            let query = operation["parameters"].as_array().into_iter().flatten();
            operations.push(Operation {
                name: operation["operationId"].as_str().unwrap().to_owned(),
                method: Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(),
                path: path.clone(),
                fields: schema["properties"].as_object().cloned(),
                required: schema["required"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|name| name.as_str().unwrap().to_owned())
                    .collect(),
                query: query
                    .filter(|parameter| parameter["in"] == "query")
                    .map(|parameter| parameter["name"].as_str().unwrap().to_owned())
                    .collect(),
            });
        }
    }
    operations
}

/// A value that no field of this schema can hold.
fn wrong_type(schema: &Value) -> Value {
    match schema["type"].as_str() {
        Some("array" | "object") => json!("a text"),
        _ => json!({"an": ["object"]}),
    }
}

/// Ids that look right and name nothing.
fn unknown_ids(path: &str) -> String {
    let zeroes = "0".repeat(26);
    let mut filled = String::new();
    for part in path.split_inclusive('/') {
        match part
            .trim_end_matches('/')
            .strip_prefix('{')
            .and_then(|p| p.split('}').next())
        {
            Some(name) => {
                let prefix = match name {
                    "story" => "sto",
                    "chapter" => "chp",
                    "volume" => "vol",
                    "revision" | "a" | "b" => "rev",
                    "session" => "ses",
                    "token" => "tok",
                    "invite" => "inv",
                    "import" => "imp",
                    "tag" => "tag",
                    _ => "usr",
                };
                filled.extend([prefix, "_", &zeroes]);
                let rest = part.split_once('}').map_or("", |(_, rest)| rest);
                filled.push_str(rest);
            }
            None => filled.push_str(part),
        }
    }
    filled
}

struct Prober {
    stage: Stage,
    token: String,
    troubles: Vec<String>,
}

impl Prober {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let author = stage.member("ada").await;
        let token = stage.token(&author, Scope::ALL).await;
        // The key that signs cursors is made when the first cursor is read or written.
        let first = stage.ask(&Method::GET, "/api/v1/me/stories?cursor=none");
        first.with_token(&token).send().await;
        Self {
            stage,
            token,
            troubles: Vec::new(),
        }
    }

    async fn send(&self, operation: &Operation, path: &str, body: Option<(&str, &[u8])>) -> Answer {
        let mut ask = self
            .stage
            .ask(&operation.method, path)
            .with_token(&self.token)
            .with_header(header::IF_MATCH, "\"v1\"");
        if let Some((content_type, body)) = body {
            ask = ask.with_body(content_type, body);
        }
        ask.send().await
    }

    /// The answer has to be a problem; `pointer` is what it has to name.
    fn expect(
        &mut self,
        operation: &Operation,
        what: &str,
        answer: &Answer,
        pointer: Option<&str>,
    ) {
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let mut trouble = |why: &str| {
            self.troubles.push(format!(
                "{}, {what}: {why}: {} {text}",
                operation.name, answer.status
            ));
        };
        if !answer.status.is_client_error() {
            return trouble("no refusal");
        }
        if answer.content_type != "application/problem+json" {
            return trouble("no problem document");
        }
        let Some(pointer) = pointer else { return };
        let problem = answer.json();
        let named = problem["errors"]
            .as_array()
            .is_some_and(|errors| errors.iter().any(|error| error["pointer"] == pointer));
        if !named {
            trouble(&format!("does not name {pointer:?}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_bodies_are_refused_by_name_and_leave_no_row() {
    let mut prober = Prober::new().await;
    let before = prober.stage.rows();
    for operation in &operations() {
        let Some(fields) = &operation.fields else {
            continue;
        };
        let path = unknown_ids(&operation.path);
        let json = "application/json";
        for (what, content_type, body) in [
            ("no JSON", json, &b"{\"title\": "[..]),
            ("not UTF-8", json, &b"{\"title\": \"\xff\"}"[..]),
            ("a list", json, b"[]"),
            ("a text", json, b"\"text\""),
            ("another media type", "text/plain", b"{}"),
            ("a form", "application/x-www-form-urlencoded", b"title=x"),
        ] {
            let answer = prober
                .send(operation, &path, Some((content_type, body)))
                .await;
            prober.expect(operation, what, &answer, None);
        }
        let deep = "[".repeat(100_000);
        let answer = prober
            .send(operation, &path, Some((json, deep.as_bytes())))
            .await;
        prober.expect(operation, "a hundred thousand brackets", &answer, None);
        let large = format!(
            "{{\"title\": \"{}\"}}",
            "x".repeat(usize::try_from(BODY_LIMIT).unwrap())
        );
        let answer = prober
            .send(operation, &path, Some((json, large.as_bytes())))
            .await;
        prober.expect(operation, "too large", &answer, None);
        let unknown = json!({"no_such_field": 1}).to_string();
        let answer = prober
            .send(operation, &path, Some((json, unknown.as_bytes())))
            .await;
        prober.expect(operation, "unknown field", &answer, Some("/no_such_field"));
        if !operation.required.is_empty() {
            let answer = prober.send(operation, &path, Some((json, b"{}"))).await;
            for name in &operation.required {
                prober.expect(
                    operation,
                    "missing field",
                    &answer,
                    Some(&format!("/{name}")),
                );
            }
        }
        for (name, schema) in fields {
            let mut body = Map::new();
            body.insert(name.clone(), wrong_type(schema));
            let text = Value::Object(body).to_string();
            let answer = prober
                .send(operation, &path, Some((json, text.as_bytes())))
                .await;
            prober.expect(operation, "wrong type", &answer, Some(&format!("/{name}")));
            if let Some(most) = schema["maxLength"].as_u64() {
                let long = "x".repeat(usize::try_from(most).unwrap() + 1);
                let text = json!({name: long}).to_string();
                if text.len() < usize::try_from(BODY_LIMIT).unwrap() {
                    let answer = prober
                        .send(operation, &path, Some((json, text.as_bytes())))
                        .await;
                    prober.expect(operation, "too long", &answer, Some(&format!("/{name}")));
                }
            }
        }
    }
    assert!(prober.troubles.is_empty(), "{}", prober.troubles.join("\n"));
    assert_eq!(prober.stage.rows(), before, "a refused request left a row");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_paths_and_queries_are_refused_by_name() {
    let mut prober = Prober::new().await;
    let before = prober.stage.rows();
    for operation in &operations() {
        let known = unknown_ids(&operation.path);
        if operation.path.contains('{') {
            let wrong = operation.path.split('/').map(|part| {
                if part.starts_with('{') {
                    "wrn_00000000000000000000000000"
                } else {
                    part
                }
            });
            let wrong = wrong.collect::<Vec<_>>().join("/");
            let answer = prober.send(operation, &wrong, None).await;
            prober.expect(operation, "wrong id prefix", &answer, None);
        }
        if operation.method != Method::GET {
            continue;
        }
        let answer = prober
            .send(operation, &format!("{known}?no_such=1"), None)
            .await;
        prober.expect(operation, "unknown parameter", &answer, None);
        for (parameter, value) in [
            ("limit", "0"),
            ("limit", "101"),
            ("limit", "ten"),
            ("cursor", "tampered!"),
        ] {
            if operation.query.iter().any(|name| name == parameter) {
                let path = format!("{known}?{parameter}={value}");
                let answer = prober.send(operation, &path, None).await;
                prober.expect(operation, &format!("{parameter}={value}"), &answer, None);
            }
        }
    }
    assert!(prober.troubles.is_empty(), "{}", prober.troubles.join("\n"));
    assert_eq!(prober.stage.rows(), before, "a refused request left a row");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_paths_and_methods_are_problems_too() {
    let stage = Stage::new().await;
    let lost = stage.ask(&Method::GET, "/api/v1/nothing").send().await;
    assert_eq!(
        (lost.status.as_u16(), lost.content_type.as_str()),
        (404, "application/problem+json")
    );
    let method = stage.ask(&Method::DELETE, "/api/v1/stories").send().await;
    assert_eq!(
        (method.status.as_u16(), method.content_type.as_str()),
        (405, "application/problem+json")
    );
}
