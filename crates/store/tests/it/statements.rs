//! Every statement of the program, prepared and planned on both engines.

use quire_store::{STATEMENTS, Statement};
use rusqlite::Connection;

use crate::engines;

fn all() -> impl Iterator<Item = &'static Statement> {
    STATEMENTS.iter().flat_map(|noun| noun.iter().copied())
}

/// Statements that may read a whole table, each with its reason.
const WHOLE_TABLE: &[(&str, &str)] = &[];

fn may_scan(statement: &Statement) -> bool {
    WHOLE_TABLE.iter().any(|(name, _)| *name == statement.name)
}

/// Steps of a SQLite plan that read a table from end to end. Walking an index in its order is not
/// one of them when the statement stops at a limit.
fn sqlite_scans<'a>(plan: &'a [String], text: &str) -> Vec<&'a String> {
    let stops = text.contains(" limit ");
    plan.iter()
        .filter(|step| {
            let Some(what) = step.strip_prefix("SCAN ") else {
                return false;
            };
            let in_order = stops && what.contains(" USING ");
            let constant = what.starts_with("CONSTANT ROW") || what.starts_with("json_each");
            // A virtual table that is given something to look for says so behind the colon.
            let found = what.contains(" VIRTUAL TABLE INDEX ") && !what.ends_with(':');
            // What a subquery gives; its own steps stand in the plan too.
            let subquery = what.starts_with('(') || made_of_rows_found(plan, step);
            !(in_order || constant || found || subquery)
        })
        .collect()
}

/// Whether the step reads a subquery of the same statement, whose own steps stand in the plan.
fn made_of_rows_found(plan: &[String], step: &str) -> bool {
    step.strip_prefix("SCAN ").is_some_and(|name| {
        plan.iter().any(|other| {
            other.strip_prefix("MATERIALIZE ") == Some(name)
                || other.strip_prefix("CO-ROUTINE ") == Some(name)
        })
    })
}

#[tokio::test]
async fn names_of_statements_are_unique() {
    let mut names: Vec<_> = all().map(|statement| statement.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(names.iter().all(|name| name.contains("::")), "{names:?}");
}

#[tokio::test]
async fn sqlite_prepares_every_statement_and_scans_no_table() {
    let stand = engines::sqlite().await;
    let connection = Connection::open(stand.path.as_ref().unwrap()).unwrap();
    let mut troubles = Vec::new();
    for statement in all() {
        let name = statement.name;
        match connection.prepare(statement.sqlite) {
            Err(error) => troubles.push(format!("{name}: {error}")),
            Ok(prepared) => {
                if let Some(columns) = statement.columns
                    && prepared.column_count() != columns
                {
                    troubles.push(format!(
                        "{name}: returns {} columns, its record has {columns}",
                        prepared.column_count()
                    ));
                }
                let text = format!("explain query plan {}", statement.sqlite);
                let mut explain = connection.prepare(&text).unwrap();
                let mut rows = explain.raw_query();
                let mut plan = Vec::new();
                while let Some(row) = rows.next().unwrap() {
                    plan.push(row.get::<_, String>(3).unwrap());
                }
                let scans = sqlite_scans(&plan, statement.sqlite);
                if !scans.is_empty() && !may_scan(statement) {
                    troubles.push(format!("{name}: {scans:?}"));
                }
            }
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

#[tokio::test]
async fn postgres_prepares_every_statement_and_scans_no_table() {
    let stand = engines::postgres().await;
    let (client, connection) =
        tokio_postgres::connect(stand.url.as_ref().unwrap(), tokio_postgres::NoTls)
            .await
            .unwrap();
    tokio::spawn(connection);
    client
        .batch_execute(
            "set enable_seqscan = off; set jit = off; set plan_cache_mode = force_generic_plan",
        )
        .await
        .unwrap();
    let mut troubles = Vec::new();
    for statement in all() {
        let name = statement.name;
        match client.prepare(statement.postgres).await {
            Err(error) => troubles.push(format!("{name}: {error:?}")),
            Ok(prepared) => {
                if let Some(columns) = statement.columns
                    && prepared.columns().len() != columns
                {
                    troubles.push(format!(
                        "{name}: returns {} columns, its record has {columns}",
                        prepared.columns().len()
                    ));
                }
                let nulls = vec!["null"; prepared.params().len()].join(", ");
                let call = if nulls.is_empty() {
                    String::new()
                } else {
                    format!("({nulls})")
                };
                client
                    .batch_execute(&format!("prepare plan_of as {}", statement.postgres))
                    .await
                    .unwrap();
                let plan = client
                    .simple_query(&format!("explain execute plan_of{call}"))
                    .await
                    .unwrap();
                client.batch_execute("deallocate plan_of").await.unwrap();
                let scans: Vec<_> = plan
                    .iter()
                    .filter_map(|message| match message {
                        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
                        _ => None,
                    })
                    .filter(|line| line.contains("Seq Scan"))
                    .map(str::to_owned)
                    .collect();
                if !scans.is_empty() && !may_scan(statement) {
                    troubles.push(format!("{name}: {scans:?}"));
                }
            }
        }
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n"));
}

#[test]
fn a_scan_is_noticed() {
    let plan = ["SCAN story".to_owned(), "SEARCH p USING INDEX x".to_owned()];
    assert_eq!(sqlite_scans(&plan, "select 1 limit 1"), [&plan[0]]);
    assert!(sqlite_scans(&["SCAN json_each VIRTUAL TABLE INDEX 1:".to_owned()], "").is_empty());
    let subquery = ["MATERIALIZE n".to_owned(), "SCAN n".to_owned()];
    assert!(sqlite_scans(&subquery, "").is_empty());
    let found = ["SCAN t VIRTUAL TABLE INDEX 0:M1><".to_owned()];
    assert!(sqlite_scans(&found, "").is_empty());
    let all = ["SCAN t VIRTUAL TABLE INDEX 0:".to_owned()];
    assert_eq!(sqlite_scans(&all, "").len(), 1);
    let ordered = ["SCAN outbox USING INDEX outbox_pending".to_owned()];
    assert_eq!(sqlite_scans(&ordered, "select id from outbox").len(), 1);
    assert!(sqlite_scans(&ordered, "select id from outbox limit $1").is_empty());
}
