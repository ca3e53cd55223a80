//! Connections: HTTP/1.1 and HTTP/2 on one port, none of them for free.
//!
//! What must stay true: a caller that sends nothing, or its head too slowly, does not keep a
//! connection; after the word to stop no request is begun and those begun may end.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use axum::routing::future::RouteFuture;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// How long a request's head may take, and how long a connection may be silent.
const HEAD: Duration = Duration::from_secs(10);
/// How often a quiet HTTP/2 connection is asked whether anybody is there, and how long it may think.
const PING: Duration = Duration::from_secs(20);
/// Streams of one HTTP/2 connection at a time.
const STREAMS: u32 = 100;
/// How long to wait when the process has no descriptor left for another connection.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Answers connections until `stop` says true, then lets requests go on for `grace`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    mut stop: watch::Receiver<bool>,
    grace: Duration,
) {
    let builder = Arc::new(protocols());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&mut stop) => break,
            Some(_ended) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let door = Door {
                        router: router.clone(),
                        peer,
                        knocked: Arc::default(),
                    };
                    connections.spawn(attend(Arc::clone(&builder), stream, door, stop.clone()));
                }
                Err(error) if of_one_caller(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be accepted");
                    tokio::time::sleep(EXHAUSTED).await;
                }
            }
        }
    }
    drop(listener);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(grace, ended).await.is_err() {
        let left = connections.len();
        tracing::warn!(left, "requests were cut off at the end of the grace time");
    }
}

/// Returns at the word to stop; a sender that has gone says it too.
pub async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn protocols() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING)
        .max_concurrent_streams(STREAMS);
    builder
}

/// A caller that went away between knocking and being let in.
fn of_one_caller(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

async fn attend(
    builder: Arc<auto::Builder<TokioExecutor>>,
    stream: TcpStream,
    door: Door,
    mut stop: watch::Receiver<bool>,
) {
    // Answers are written whole; waiting for more to send with them only delays them.
    let _ = stream.set_nodelay(true);
    let knocked = Arc::clone(&door.knocked);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), door));
    // The protocol is not known before the first bytes, and until then no timeout of it runs.
    let mut silence = pin!(tokio::time::sleep_until(Instant::now() + HEAD));
    let mut watching = true;
    let mut stopping = false;
    loop {
        tokio::select! {
            // What goes wrong here went wrong at the caller's end, or is in the access log.
            _ended = connection.as_mut() => return,
            () = silence.as_mut(), if watching => {
                if !knocked.load(Ordering::Relaxed) {
                    return;
                }
                watching = false;
            }
            () = told(&mut stop), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// The router with the caller's address.
struct Door {
    router: Router,
    peer: SocketAddr,
    /// Whether a request has come in.
    knocked: Arc<AtomicBool>,
}

impl hyper::service::Service<Request<Incoming>> for Door {
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        self.knocked.store(true, Ordering::Relaxed);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        // A router is always ready.
        tower::Service::call(&mut self.router.clone(), request)
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// What the server sends to a caller who sends this and waits. The clock leaps when all wait.
    async fn answer_to(sent: &[u8]) -> (String, Duration) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_keep, stop) = watch::channel(false);
        let router = Router::new().route("/", get(async || "hello"));
        let server = tokio::spawn(serve(listener, router, stop, Duration::ZERO));
        let begun = Instant::now();
        let mut caller = TcpStream::connect(address).await.unwrap();
        caller.write_all(sent).await.unwrap();
        let mut answer = Vec::new();
        // A reset instead of an end is an end too.
        let _ = caller.read_to_end(&mut answer).await;
        server.abort();
        (
            String::from_utf8_lossy(&answer).into_owned(),
            begun.elapsed(),
        )
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_nothing_or_half_a_head_is_let_go() {
        for sent in [&b""[..], b"P", b"GET / HTTP/1.1\r\nHost: a\r\n"] {
            let (_answer, after) = answer_to(sent).await;
            assert!(after >= HEAD && after < 2 * HEAD, "{sent:?}: {after:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_asks_is_answered() {
        let asked = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        let (answer, after) = answer_to(asked).await;
        assert!(answer.ends_with("hello"), "{answer}");
        assert!(after < HEAD);
    }
}
