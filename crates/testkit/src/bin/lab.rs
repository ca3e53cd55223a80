//! `lab run -- COMMAND…` gives one PostgreSQL and one `PgBouncer` to all test processes of COMMAND,
//! and exits as it does.

use std::env;
use std::process::{Command, ExitCode};

use quire_testkit::lab::{
    Durability, PgBouncer, PoolMode, Postgres, SHARED_PGBOUNCER, SHARED_POSTGRES, Trouble,
};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [run, dashes, program, rest @ ..] = words.as_slice() else {
        eprintln!("usage: lab run -- COMMAND [ARGUMENT…]");
        return ExitCode::from(2);
    };
    if run != "run" || dashes != "--" {
        eprintln!("usage: lab run -- COMMAND [ARGUMENT…]");
        return ExitCode::from(2);
    }
    match with_services(program, rest) {
        Ok(code) => code,
        Err(trouble) => {
            eprintln!("lab: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn with_services(program: &str, arguments: &[String]) -> Result<ExitCode, Trouble> {
    let postgres = Postgres::try_start(Durability::None)?;
    let pooler = PgBouncer::try_start(&postgres, PoolMode::Transaction, 4)?;
    let outcome = Command::new(program)
        .args(arguments)
        .env(SHARED_POSTGRES, postgres.url("postgres"))
        .env(SHARED_PGBOUNCER, pooler.url("postgres"))
        .status();
    match outcome {
        Ok(status) => {
            // Ended by a signal: no code of its own; any failure is one failure here.
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
        }
        Err(source) => {
            eprintln!("lab: {program}: {source}");
            Ok(ExitCode::from(127))
        }
    }
}
