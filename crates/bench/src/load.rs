//! A closed-loop load: connections that each send the next request when the answer is there.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One request as bytes, ready to send.
#[derive(Debug, Clone)]
pub struct Request(Arc<[u8]>);

impl Request {
    /// A request with a head of its own and an optional JSON body.
    pub fn new(method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Self {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: bench\r\n");
        for (name, value) in headers {
            text.push_str(name);
            text.push_str(": ");
            text.push_str(value);
            text.push_str("\r\n");
        }
        if let Some(body) = body {
            text.push_str("content-type: application/json\r\ncontent-length: ");
            text.push_str(&body.len().to_string());
            text.push_str("\r\n");
        }
        text.push_str("\r\n");
        text.push_str(body.unwrap_or_default());
        Self(text.into_bytes().into())
    }

    /// A plain `GET`.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path, &[], None)
    }
}

/// What a load saw.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// Answers with a status below 400.
    pub answers: u64,
    /// Answers a second.
    pub rate: f64,
}

/// Sends the requests in turn over `connections` until the time is over. Any other answer than a
/// good one ends the measurement: a benchmark of errors measures nothing.
pub async fn run(
    target: SocketAddr,
    connections: usize,
    span: Duration,
    requests: &[Request],
) -> anyhow::Result<Seen> {
    let over = Arc::new(AtomicBool::new(false));
    let answers = Arc::new(AtomicU64::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    let started = Instant::now();
    for place in 0..connections {
        let (over, answers) = (Arc::clone(&over), Arc::clone(&answers));
        let mut mine: Vec<Request> = requests.to_vec();
        mine.rotate_left(place % requests.len().max(1));
        tasks.spawn(async move {
            let mut connection = Connection::open(target).await?;
            for request in mine.iter().cycle() {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                connection.ask(request).await?;
                answers.fetch_add(1, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
    }
    tokio::time::sleep(span).await;
    over.store(true, Ordering::Relaxed);
    while let Some(result) = tasks.join_next().await {
        result??;
    }
    let answers = answers.load(Ordering::Relaxed);
    let count = u32::try_from(answers).context("too many answers to count")?;
    Ok(Seen {
        answers,
        rate: f64::from(count) / started.elapsed().as_secs_f64(),
    })
}

/// A connection that is kept.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(target: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(target).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1_024),
        })
    }

    /// Sends a request and reads its answer to the end; the length of the body.
    pub async fn ask(&mut self, request: &Request) -> anyhow::Result<usize> {
        self.stream.write_all(&request.0).await?;
        self.buffer.clear();
        let (head, length) = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                let text = String::from_utf8_lossy(self.buffer.get(..end).unwrap_or_default());
                let status = text.split(' ').nth(1).unwrap_or_default();
                if !status.starts_with(['2', '3']) {
                    bail!("answer: {}", text.lines().next().unwrap_or_default());
                }
                let length = text
                    .lines()
                    .find_map(|line| {
                        let (name, value) = line.split_once(':')?;
                        name.eq_ignore_ascii_case("content-length")
                            .then(|| value.trim().parse::<usize>().ok())?
                    })
                    .unwrap_or(0);
                break (end + 4, length);
            }
        };
        while self.buffer.len() < head + length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection in an answer");
            }
        }
        Ok(length)
    }
}
