//! `quire healthcheck`: asks a server on this machine how it is, for images without a shell.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use quire_config::Settings;

use crate::exit::Outcome;
use crate::listen::reachable;
use crate::place::Place;
use crate::terminal::say;

/// A healthy server answers in milliseconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ask the server on this machine whether it is alive; exit with 0 when it is
#[derive(Debug, Args)]
pub struct Healthcheck {
    #[command(flatten)]
    place: Place,
    /// Operations address of the server [env: `QUIRE_OPS_LISTEN`] [default: 127.0.0.1:9090]
    #[arg(long, value_name = "ADDR")]
    ops_listen: Option<String>,
    /// Ask whether it is ready for requests instead; do not restart a server because it is not
    #[arg(long)]
    ready: bool,
}

impl Healthcheck {
    /// Asks it.
    pub fn run(self) -> Outcome {
        let sources = self
            .place
            .sources()
            .with_flag("ops-listen", self.ops_listen);
        let address = reachable(Settings::read(&sources).config()?.server.ops_listen);
        let path = if self.ready { "/readyz" } else { "/livez" };
        let status = ask(address, path).with_context(|| format!("no answer from {address}"))?;
        if !status.contains(" 200 ") {
            bail!("{path} answered {}", status.trim());
        }
        say("ok")?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The status line of an answer.
fn ask(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status)?;
    Ok(status)
}
