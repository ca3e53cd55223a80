//! Passwords on their way in: from a file, from standard input, or typed unseen. Never from an
//! argument, which everyone who may list processes can read.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use quire_identity::password::Password;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

/// More than any password has; a mistaken file name must not fill the memory.
const MOST_BYTES: u64 = 4_096;

/// The password in a file (`-` is standard input), or typed when there is no file and somebody to type.
pub fn password(file: Option<&Path>) -> anyhow::Result<Password> {
    let text = match file {
        Some(path) if path.as_os_str() == "-" => all_of(io::stdin().lock()),
        Some(path) => fs::File::open(path).and_then(all_of),
        None if io::stdin().is_terminal() => return typed(),
        None => bail!(
            "nobody is here to type a password: give --password-file FILE, or - for standard input"
        ),
    };
    let text = text.context("the password cannot be read")?;
    Ok(Password::new(text.trim_end_matches(['\r', '\n'])))
}

fn all_of(from: impl Read) -> io::Result<String> {
    let mut text = String::new();
    from.take(MOST_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

/// Asked twice, because nobody sees what they type.
fn typed() -> anyhow::Result<Password> {
    let first = unseen("Password: ")?;
    if unseen("Once more: ")? != first {
        bail!("the two passwords differ");
    }
    Ok(Password::new(&first))
}

fn unseen(prompt: &str) -> anyhow::Result<String> {
    let stdin = io::stdin();
    write!(io::stderr(), "{prompt}")?;
    io::stderr().flush()?;
    let before = tcgetattr(&stdin)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&stdin, OptionalActions::Flush, &silent)?;
    let mut line = String::new();
    let read = stdin.read_line(&mut line);
    tcsetattr(&stdin, OptionalActions::Flush, &before)?;
    writeln!(io::stderr())?;
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_line_is_no_part_of_a_password_and_spaces_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        fs::write(&path, " correct horse \r\n").unwrap();
        let read = password(Some(&path)).unwrap();
        assert!(read == Password::new(" correct horse "));
        assert!(password(Some(&folder.path().join("gone"))).is_err());
    }
}
