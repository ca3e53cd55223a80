//! A whole database on another engine: every table, every column, nothing changed on the way.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use quire_store::Store;
use quire_store::copy::{self, CopyError, DERIVED, Digest, Step, TABLES};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::engines::{self, Stand};

const ROWS: usize = 3;

fn names(tables: &[&str]) -> BTreeSet<String> {
    tables.iter().map(|name| (*name).to_owned()).collect()
}

fn known() -> BTreeSet<String> {
    let carried: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    let both: BTreeSet<_> = names(&carried)
        .intersection(&names(DERIVED))
        .cloned()
        .collect();
    assert_eq!(both, BTreeSet::new());
    names(&carried).union(&names(DERIVED)).cloned().collect()
}

fn texts(connection: &Connection, text: &str, argument: &str) -> Vec<String> {
    let mut list = connection.prepare(text).unwrap();
    let rows = list.query_map([argument], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn no_table_of_either_engine_is_forgotten() {
    let stand = engines::sqlite().await;
    let connection = Connection::open(stand.path.as_ref().unwrap()).unwrap();
    let all =
        "select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
                and name not like ?1";
    let sqlite: BTreeSet<_> = texts(&connection, all, "sqlite_%").into_iter().collect();
    assert_eq!(sqlite, known());

    let stand = engines::postgres().await;
    let (client, connection) =
        tokio_postgres::connect(stand.url.as_ref().unwrap(), tokio_postgres::NoTls)
            .await
            .unwrap();
    let all = "select cast(table_name as text) from information_schema.tables where table_schema = 'public'";
    let (rows, _) = tokio::join!(
        async move { client.query(all, &[]).await.unwrap() },
        connection
    );
    let postgres: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(postgres, known());
}

#[tokio::test]
async fn no_table_comes_before_one_it_refers_to() {
    let stand = engines::sqlite().await;
    let connection = Connection::open(stand.path.as_ref().unwrap()).unwrap();
    let mut before = BTreeSet::new();
    for table in TABLES {
        let refers = texts(
            &connection,
            "select \"table\" from pragma_foreign_key_list(?1)",
            table.name,
        );
        for other in refers.iter().filter(|other| *other != table.name) {
            assert!(before.contains(other), "{} before {other}", table.name);
        }
        let itself = refers.iter().any(|other| other == table.name);
        assert_eq!(itself, table.order.is_some(), "{}", table.name);
        before.insert(table.name.to_owned());
    }
}

/// Three rows in every table: every column set in the first, every column that may be null null in
/// the last, ids that lead to rows of the table referred to.
fn fill(connection: &Connection) {
    connection
        .pragma_update(None, "foreign_keys", true)
        .unwrap();
    for (place, table) in TABLES.iter().enumerate() {
        let mut list = connection
            .prepare("select name, type, \"notnull\" from pragma_table_xinfo(?1) where hidden = 0")
            .unwrap();
        let columns: Vec<(String, String, bool)> = list
            .query_map([table.name], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut refers = connection
            .prepare("select \"from\", \"table\" from pragma_foreign_key_list(?1)")
            .unwrap();
        let refers: Vec<(String, String)> = refers
            .query_map([table.name], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for row in 0..ROWS {
            let value = |(at, (name, kind, needed)): (usize, &(String, String, bool))| {
                let to = refers
                    .iter()
                    .find(|(from, _)| from == name)
                    .map(|(_, to)| to.as_str());
                // The first row of a table that refers to itself has none to refer to.
                let first = to == Some(table.name) && row == 0;
                if !needed && (row == ROWS - 1 || first) {
                    return Value::Null;
                }
                let of = to.map_or(place, |to| {
                    TABLES.iter().position(|table| table.name == to).unwrap()
                });
                let number = of * 100 + if to == Some(table.name) { 0 } else { row };
                let id = |number: usize| {
                    uuid::Uuid::from_u128(u128::try_from(number).unwrap() << 64 | 7)
                };
                match kind.to_lowercase().as_str() {
                    "uuid" if to.is_some() || name == "id" => {
                        Value::Blob(id(number).as_bytes().to_vec())
                    }
                    "uuid" => Value::Blob(id(number * 1_000 + at).as_bytes().to_vec()),
                    "boolean" => Value::Integer(i64::from(row == 0)),
                    "bigint" => Value::Integer(i64::try_from(number).unwrap() - 7_000_000_000),
                    "double precision" => Value::Real(0.1 + f64::from(u32::try_from(row).unwrap())),
                    "text" => Value::Text(format!("{name} {row} \u{1F4DA} 'x' \"y\" \\ \n")),
                    "bytea" => Value::Blob(vec![
                        0,
                        255,
                        u8::try_from(row).unwrap(),
                        u8::try_from(at).unwrap(),
                    ]),
                    other => panic!("{}.{name} is a {other}", table.name),
                }
            };
            let values: Vec<Value> = columns.iter().enumerate().map(value).collect();
            let names: Vec<&str> = columns.iter().map(|(name, _, _)| name.as_str()).collect();
            let marks = vec!["?"; names.len()].join(", ");
            let text = format!(
                "insert into {} ({}) values ({marks})",
                table.name,
                names.join(", ")
            );
            connection
                .execute(&text, rusqlite::params_from_iter(values))
                .unwrap_or_else(|error| panic!("{}: {error}", table.name));
        }
    }
}

async fn carried(from: &Store, to: &Store) -> Vec<(&'static str, Digest)> {
    let copied = copy::copy(from, to, |_step| {}).await.unwrap();
    copied
        .into_iter()
        .map(|table| (table.table, table.digest))
        .collect()
}

async fn there_and_back(through: Stand) {
    let source = engines::sqlite().await;
    fill(&Connection::open(source.path.as_ref().unwrap()).unwrap());
    let steps = Arc::new(Mutex::new(Vec::<Step>::new()));
    let heard = Arc::clone(&steps);
    let tell = move |step| heard.lock().unwrap().push(step);
    let there = copy::copy(&source.store, &through.store, tell)
        .await
        .unwrap();
    assert_eq!(there.len(), TABLES.len());
    assert!(
        there.iter().all(|table| table.digest.rows == 3),
        "{there:?}"
    );
    let all = u64::try_from(TABLES.len() * ROWS).unwrap();
    assert_eq!(steps.lock().unwrap().last().unwrap().all_rows, all);
    assert_eq!(copy::count(&through.store).await.unwrap(), all);

    let home = engines::sqlite().await;
    let back = carried(&through.store, &home.store).await;
    let there: Vec<_> = there
        .into_iter()
        .map(|table| (table.table, table.digest))
        .collect();
    assert_eq!(back, there);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_goes_to_postgres_and_back() {
    there_and_back(engines::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_row_goes_through_pgbouncer_and_back() {
    there_and_back(engines::pgbouncer().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_target_with_rows_is_refused_and_left_as_it_was() {
    let source = engines::sqlite().await;
    fill(&Connection::open(source.path.as_ref().unwrap()).unwrap());
    for target in [engines::sqlite().await, engines::postgres().await] {
        let mut unit = target.store.write().await.unwrap();
        quire_store::settings::put(&mut unit, "site_name", "Kept", engines::NOW)
            .await
            .unwrap();
        unit.commit().await.unwrap();
        let refused = copy::copy(&source.store, &target.store, |_step| {})
            .await
            .unwrap_err();
        assert!(
            matches!(refused, CopyError::NotEmpty("site_setting")),
            "{refused}"
        );
        assert_eq!(copy::count(&target.store).await.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_the_target_does_not_take_leaves_it_empty() {
    let source = engines::sqlite().await;
    let connection = Connection::open(source.path.as_ref().unwrap()).unwrap();
    fill(&connection);
    // SQLite keeps a text with a zero byte, PostgreSQL has no place for one.
    connection
        .execute("update demo_item set kind = 'a' || char(0) || 'b'", [])
        .unwrap();
    let target = engines::postgres().await;
    let refused = copy::copy(&source.store, &target.store, |_step| {})
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("demo_item"), "{refused}");
    assert_eq!(copy::count(&target.store).await.unwrap(), 0);
}
