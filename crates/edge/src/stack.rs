//! The way of every request, top to bottom.
//!
//! One service instead of one tower layer for each concern: every layer of the framework boxes its
//! future and clones what is below it, which for eight of them costs more than the work they do.
//! Here the way is one function, one box, and still one file for each concern.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::extract::{MatchedPath, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use quire_domain::Chance;
use quire_observe::http::RequestMeter;
use quire_observe::tally;
use tower::{Layer, Service};

use crate::access_log::Entry;
use crate::body_limit::BodyLimit;
use crate::csrf::Csrf;
use crate::deadline::{self, Deadline};
use crate::headers::Dress;
use crate::panic;
use crate::problem::Problem;
use crate::real_ip::{ClientIp, TrustedProxies};
use crate::request_id::{self, Naming};

/// What the stack must be told.
pub struct Settings {
    /// Where request ids come from.
    pub chance: Arc<dyn Chance>,
    /// Proxies that are believed.
    pub trusted_proxies: TrustedProxies,
    /// How long requests may take.
    pub deadline: Deadline,
    /// How large bodies may be.
    pub body_limit: BodyLimit,
    /// Scheme and authority people use, such as `https://stories.example`.
    pub public_origin: Option<String>,
    /// Whether answers carry `Server-Timing`.
    pub server_timing: bool,
    /// How a problem looks to someone who asked for HTML outside `/api/`; `None` = like everywhere.
    pub page: Option<fn(&Problem) -> Response>,
}

/// The stack; put it around a whole router with `Router::layer`, after its fallbacks.
#[derive(Clone)]
pub struct Stack(Arc<Stages>);

struct Stages {
    naming: Naming,
    meter: Arc<RequestMeter>,
    trusted_proxies: TrustedProxies,
    deadline: Deadline,
    body_limit: BodyLimit,
    dress: Dress,
    csrf: Csrf,
    server_timing: bool,
    page: Option<fn(&Problem) -> Response>,
}

impl Stack {
    /// Builds it once for a server.
    pub fn new(settings: Settings) -> Self {
        let https = |origin: &String| origin.starts_with("https://");
        Self(Arc::new(Stages {
            naming: Naming {
                chance: settings.chance,
            },
            meter: Arc::default(),
            trusted_proxies: settings.trusted_proxies,
            deadline: settings.deadline,
            body_limit: settings.body_limit,
            dress: Dress::new(settings.public_origin.as_ref().is_some_and(https)),
            csrf: Csrf {
                public_origin: settings.public_origin,
            },
            server_timing: settings.server_timing,
            page: settings.page,
        }))
    }
}

/// A router inside the stack.
#[derive(Clone)]
pub struct Guarded<S> {
    inner: S,
    stages: Arc<Stages>,
}

impl<S> Layer<S> for Stack {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded {
            inner,
            stages: Arc::clone(&self.0),
        }
    }
}

impl<S> Service<Request> for Guarded<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    /// The way in is decided by the request's head alone, so it is walked here and now; the handler
    /// itself starts when the future is polled, inside everything below.
    fn call(&mut self, mut request: Request) -> Self::Future {
        let stages = Arc::clone(&self.stages);
        // 1. The id first: whatever happens next can be named.
        let id = stages.naming.name(&request);
        // 2. The real address before the log shows a part of it and limits depend on it.
        let client = stages.trusted_proxies.client(&request);
        if let Some(ip) = client {
            request.extensions_mut().insert(ClientIp(ip));
        }
        // 3. The access log around all the rest: refusals, panics and timeouts have a line too.
        let entry = Entry::open(id, &request, client, Arc::clone(&stages.meter));
        let page = stages.page.filter(|_page| asks_for_page(&request));
        let limit = stages
            .deadline
            .of(request.extensions().get::<MatchedPath>());
        // 4. The body's length, then its sender's honesty: the cheaper refusal first, both before
        //    any work. Neither reads a byte of the body.
        let admitted = stages.body_limit.admit(&mut request).and_then(|overrun| {
            stages.csrf.admit(&request)?;
            Ok((self.inner.call(request), overrun))
        });
        Box::pin(async move {
            // Each stage is pinned and handed on as a pointer: passed by value, a future is kept
            // twice in the one that awaits it, and six stages made 15 KB to move in every request.
            let way = pin!(async {
                let answer = match admitted {
                    Ok((handler, overrun)) => {
                        // 5. The deadline inside the panic's net: a handler may also panic while it
                        //    is being dropped at its deadline.
                        let work = pin!(async move {
                            let handler = pin!(handler);
                            deadline::bounded(limit, handler).await
                        });
                        overrun.explain(panic::caught(work).await)
                    }
                    Err(problem) => problem.into_response(),
                };
                // 6. A person gets a page.
                match (page, answer.extensions().get::<Problem>()) {
                    (Some(page), Some(problem)) => page(problem),
                    _ => answer,
                }
            });
            // Statements are counted, and problems know their request's id, all the way in.
            let counted = pin!(tally::scope(way));
            let (mut answer, totals) = id.scope(counted).await;
            // 7. Headers last, so that answers made up here are dressed like any other.
            stages.dress.put_on(answer.headers_mut());
            request_id::tell(id, &mut answer);
            entry.close(&mut answer, totals, stages.server_timing);
            Ok(answer)
        })
    }
}

fn asks_for_page(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT);
    let html = accept
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    html && !request.uri().path().starts_with("/api/")
}
