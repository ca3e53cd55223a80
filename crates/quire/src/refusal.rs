//! Refusals of verbs in words for the shell.

use anyhow::anyhow;
use quire_app::Refused;

/// What a person at the shell should know: every field that was not accepted, or the reason.
pub fn told(refused: Refused) -> anyhow::Error {
    match refused {
        Refused::Invalid(fields) => {
            let lines: Vec<String> = fields
                .iter()
                .map(|field| {
                    format!(
                        "{}: {}",
                        field.pointer.trim_start_matches('/'),
                        field.message
                    )
                })
                .collect();
            anyhow!("{}", lines.join("\n  "))
        }
        Refused::Taken { field } => anyhow!("{} is taken", field.trim_start_matches('/')),
        other => anyhow!(other),
    }
}
