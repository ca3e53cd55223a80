//! One outside server with a life bound to ours.
//!
//! The server is the child of a keeper shell that reads a pipe whose other end only this process
//! holds. When the pipe closes (we dropped the service, ended, or were killed) the keeper stops
//! the server, then whatever still names the service's folder on its command line, and removes
//! the folder. Should the keeper itself be killed, the kernel ends the server (`--pdeathsig`).

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::Trouble;

/// How long a server may take to say that it is ready, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);
/// How much of a failed server's log goes into the error.
const LAST_WORDS: usize = 12;

const KEEPER: &str = r#"
folder=$1 signal=$2
shift 2
"$@" 2>&1 &
server=$!
exec >/dev/null 2>&1
read -r _
kill -s "$signal" "$server"
wait "$server"
for process in /proc/[0-9]*; do
    [ "$process" = "/proc/$$" ] && continue
    grep -qsF -- "$folder" "$process/cmdline" && kill -KILL "${process#/proc/}"
done
rm -rf -- "$folder"
"#;

/// A running server, stopped and swept away on drop or when this process ends.
#[derive(Debug)]
pub(crate) struct Service {
    keeper: Child,
    pipe: Option<ChildStdin>,
    /// The line in which the server said that it is ready.
    pub(crate) greeting: String,
}

/// What to run and how to know that it runs.
pub(crate) struct Plan<'a> {
    /// The name for error messages.
    pub(crate) name: &'a str,
    /// The service's own folder, removed at the end.
    pub(crate) folder: PathBuf,
    /// The program and its arguments.
    pub(crate) command: Vec<String>,
    /// The account it runs as when we are root.
    pub(crate) account: Option<&'a Account>,
    /// The signal that ends it without leaving anything behind.
    pub(crate) signal: &'a str,
    /// The words in its log that say that it is ready.
    pub(crate) ready: &'a str,
}

impl Service {
    /// Starts the plan's server and returns when it is ready.
    pub(crate) fn start(plan: &Plan<'_>) -> Result<Self, Trouble> {
        let trouble = |source: &dyn std::fmt::Display| {
            Trouble::while_doing(&format!("start {}", plan.name), source)
        };
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(&plan.folder)
            .arg(plan.signal)
            .args(["setpriv", "--pdeathsig", plan.signal])
            .args(plan.account.iter().flat_map(|a| a.switches()))
            .args(&plan.command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .current_dir("/")
            // An interrupt at the terminal is for the test; the keeper follows when the test ends.
            .process_group(0)
            .spawn()
            .map_err(|source| trouble(&source))?;
        let pipe = keeper.stdin.take();
        let log = keeper.stdout.take();
        let mut service = Self {
            keeper,
            pipe,
            greeting: String::new(),
        };
        let (say, heard) = mpsc::channel();
        if let Some(log) = log {
            // Reads on for the server's whole life: a full pipe would stop it.
            thread::spawn(move || {
                for line in BufReader::new(log).lines().map_while(Result::ok) {
                    let _gone_when_ready = say.send(line);
                }
            });
        }
        service.greeting = wait_for(plan.ready, &heard).map_err(|words| trouble(&words))?;
        Ok(service)
    }
}

fn wait_for(ready: &str, heard: &mpsc::Receiver<String>) -> Result<String, String> {
    let mut words = Vec::new();
    loop {
        match heard.recv_timeout(PATIENCE) {
            Ok(line) if line.contains(ready) => return Ok(line),
            Ok(line) => words.push(line),
            Err(end) => {
                let from = words.len().saturating_sub(LAST_WORDS);
                let last = words.split_off(from).join("\n  ");
                return Err(format!("{end}; its last words:\n  {last}"));
            }
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let _ended = self.keeper.wait();
    }
}

/// A port of the loopback address that nobody listened on a moment ago.
pub(crate) fn free_port() -> Result<u16, Trouble> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|source| Trouble::while_doing("find a free port", source))
}

/// The account that servers run as which refuse to be root.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) user: u32,
    group: u32,
}

impl Account {
    /// `postgres`, else `nobody`, when this process is root; none when it is not.
    pub(crate) fn for_servers() -> Option<Self> {
        let we_are_root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
        let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
        we_are_root
            .then(|| find(&accounts, "postgres").or_else(|| find(&accounts, "nobody")))
            .flatten()
    }

    pub(crate) fn switches(&self) -> [String; 3] {
        [
            format!("--reuid={}", self.user),
            format!("--regid={}", self.group),
            "--clear-groups".to_owned(),
        ]
    }
}

fn find(accounts: &str, name: &str) -> Option<Account> {
    let line = accounts
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut numbers = line.split(':').skip(2).map(str::parse);
    Some(Account {
        user: numbers.next()?.ok()?,
        group: numbers.next()?.ok()?,
    })
}

/// A new folder for one service, owned by the account it runs as.
pub(crate) fn folder(name: &str, account: Option<&Account>) -> Result<tempfile::TempDir, Trouble> {
    let made = tempfile::Builder::new()
        .prefix(&format!("quire-lab-{name}-"))
        .tempdir()
        .map_err(|source| Trouble::while_doing("make a folder", source))?;
    give(made.path(), account)?;
    Ok(made)
}

/// Hands one file or folder to the account.
pub(crate) fn give(path: &Path, account: Option<&Account>) -> Result<(), Trouble> {
    if let Some(account) = account {
        chown(path, Some(account.user), Some(account.group))
            .map_err(|source| Trouble::while_doing("hand over a folder", source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan<'a>(script: &str, ready: &'a str) -> Plan<'a> {
        let folder = folder("sh", None).unwrap().keep();
        let at = folder.display().to_string();
        Plan {
            name: "a shell",
            folder,
            command: vec!["sh".to_owned(), "-c".to_owned(), script.to_owned(), at],
            account: None,
            signal: "KILL",
            ready,
        }
    }

    #[test]
    fn a_server_that_dies_before_it_is_ready_is_quoted() {
        let said = Service::start(&plan("echo no luck >&2; exit 3", "ready"))
            .unwrap_err()
            .to_string();
        assert!(said.contains("could not start a shell"), "{said}");
        assert!(said.contains("no luck"), "{said}");
    }

    #[test]
    fn dropping_a_service_ends_its_grandchildren_and_removes_its_folder() {
        // The grandchild carries the folder's name, as a browser's processes do.
        let plan = plan(
            r#"touch "$0/log"; tail -f "$0/log" & echo "child $!"; wait"#,
            "child",
        );
        let folder = plan.folder.clone();
        let service = Service::start(&plan).unwrap();
        let words = service.greeting.replace("child ", "/proc/") + "/cmdline";
        let words = || fs::read_to_string(&words).unwrap_or_default();
        // A process in the middle of its exec has no words for a moment.
        let begin = std::time::Instant::now();
        while words().is_empty() {
            assert!(begin.elapsed() < PATIENCE, "the grandchild never lived");
            thread::yield_now();
        }
        drop(service);
        assert!(!folder.exists());
        while !words().is_empty() {
            assert!(begin.elapsed() < PATIENCE, "the grandchild lives");
            thread::yield_now();
        }
    }

    #[test]
    fn accounts_are_read_by_name() {
        let accounts = "root:x:0:0::/root:/bin/sh\npostgres:x:112:119::/var:/bin/sh\n";
        let found = find(accounts, "postgres").unwrap();
        assert_eq!((found.user, found.group), (112, 119));
        assert!(find(accounts, "post").is_none());
    }
}
