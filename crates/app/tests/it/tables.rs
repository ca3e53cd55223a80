//! Every table with its number of rows: what must be the same before and after.

use std::collections::BTreeMap;

use quire_store::{Statement, Store, Unit};

static NAMES: Statement = Statement {
    name: "tables::names",
    sqlite: "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'",
    postgres: "select cast(table_name as text) from information_schema.tables
                where table_schema = 'public' and table_type = 'BASE TABLE'",
    columns: Some(1),
    writes: false,
};

/// The rows of each table. The inner tables of a search index are left out: they are compacted as
/// the engine likes.
pub async fn rows(store: &Store) -> BTreeMap<String, i64> {
    let mut unit = store.read().await.unwrap();
    let names: Vec<String> = unit.rows(&NAMES, &[]).await.unwrap();
    let inner = ["_data", "_idx", "_config", "_docsize", "_content"];
    let mut counts = BTreeMap::new();
    for name in names {
        if inner.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let text: &'static str = format!("select count(*) from {name}").leak();
        let count = Box::leak(Box::new(Statement {
            name: "tables::count",
            sqlite: text,
            postgres: text,
            columns: Some(1),
            writes: false,
        }));
        let rows: i64 = unit.one(count, &[]).await.unwrap();
        counts.insert(name, rows);
    }
    counts
}

/// Like [`rows`], without what stays on purpose: the audit trail, events, and the list of imports.
pub async fn lasting_rows(store: &Store) -> BTreeMap<String, i64> {
    let mut counts = rows(store).await;
    for kept in ["audit_event", "outbox", "import_run"] {
        counts.remove(kept);
    }
    counts
}
