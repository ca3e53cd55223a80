//! Every request has a name from its first moment: the caller's own when well formed, else ours.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use quire_domain::Chance;
use quire_observe::RequestId;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) struct Naming {
    pub(crate) chance: Arc<dyn Chance>,
}

impl Naming {
    pub(crate) fn name(&self, request: &Request) -> RequestId {
        let given = request.headers().get(X_REQUEST_ID);
        given
            .and_then(|value| RequestId::accept(value.to_str().ok()?))
            .unwrap_or_else(|| {
                let mut bytes = [0; 16];
                self.chance.fill(&mut bytes);
                RequestId::generate(bytes)
            })
    }
}

pub(crate) fn tell(id: RequestId, answer: &mut Response) {
    if let Ok(value) = HeaderValue::from_str(id.as_str()) {
        answer.headers_mut().insert(X_REQUEST_ID, value);
    }
}
