//! One side of a copy on `SQLite`: a thread of its own, since rows are read and written inline.

use rusqlite::{Connection, Transaction, TransactionBehavior, params_from_iter};
use tokio::sync::mpsc;

use super::table::{Columns, TABLES, Table};
use super::value::{Kind, Value};
use super::{Batch, Copied, CopyError, Digest, Packer, Parcel, Step, Watcher, compare, gone};
use crate::error::{Error, Result};
use crate::row::Row;

pub(super) fn columns(connection: &Connection) -> Result<Vec<Columns>> {
    // Hidden columns are those of virtual tables and those that are computed.
    let text = "select name, type from pragma_table_xinfo(?1) where hidden = 0";
    let mut list = connection.prepare(text)?;
    TABLES
        .iter()
        .map(|table| {
            let rows = list.query_map([table.name], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            let columns: Result<Vec<(String, Kind)>> = rows
                .map(|row| {
                    let (name, declared) = row?;
                    let kind = Kind::named(&declared).ok_or_else(|| {
                        Error::Corrupt(format!("{}.{name} is a {declared}", table.name))
                    })?;
                    Ok((name, kind))
                })
                .collect();
            columns.map(Columns::new)
        })
        .collect()
}

pub(super) async fn count(connection: Connection) -> Result<u64> {
    on_thread(move || {
        let mut sum = 0;
        for table in TABLES {
            let text = format!("select count(*) from {}", table.name);
            let rows: i64 = connection.query_row(&text, [], |row| row.get(0))?;
            sum += u64::try_from(rows).unwrap_or(0);
        }
        Ok(sum)
    })
    .await
}

pub(super) async fn read(
    mut connection: Connection,
    columns: Vec<Columns>,
    send: mpsc::Sender<Parcel>,
) -> Result<()> {
    on_thread(move || {
        let snapshot = connection.transaction()?;
        let mut digests = Vec::new();
        for (place, (table, columns)) in TABLES.iter().zip(&columns).enumerate() {
            let mut packer = Packer::default();
            let all = each_row(&snapshot, table, columns, |row| match packer.pack(row) {
                Some(batch) => send.blocking_send(Parcel::Rows(place, batch)).is_ok(),
                None => true,
            })?;
            let rest = Parcel::Rows(place, packer.batch);
            if !all || send.blocking_send(rest).is_err() {
                // The writing side has failed and says why.
                return Ok(());
            }
            digests.push(packer.digest);
        }
        let _gone = send.blocking_send(Parcel::End(digests));
        Ok(())
    })
    .await
}

pub(super) async fn write(
    mut connection: Connection,
    columns: Vec<Columns>,
    mut receive: mpsc::Receiver<Parcel>,
    tell: impl FnMut(Step) + Send + 'static,
) -> super::Result<Vec<Copied>> {
    on_thread(move || {
        let unit = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::from)?;
        refuse_rows(&unit)?;
        let mut watcher = Watcher::new(tell);
        while let Some(parcel) = receive.blocking_recv() {
            match parcel {
                Parcel::Rows(place, batch) => {
                    let Some((table, columns)) = TABLES.get(place).zip(columns.get(place)) else {
                        continue;
                    };
                    insert(&unit, table, columns, &batch)?;
                    watcher.arrived(table.name, batch.len());
                }
                Parcel::End(sent) => {
                    let copied = compare(sent, digests(&unit, &columns)?)?;
                    unit.commit().map_err(Error::from)?;
                    return Ok(copied);
                }
            }
        }
        Err(gone("the source ended too early").into())
    })
    .await
}

fn refuse_rows(unit: &Transaction<'_>) -> super::Result<()> {
    for table in TABLES {
        let text = format!("select exists (select 1 from {})", table.name);
        let found = unit.query_row(&text, [], |row| row.get(0));
        if found.map_err(Error::from)? {
            return Err(CopyError::NotEmpty(table.name));
        }
    }
    Ok(())
}

fn insert(unit: &Transaction<'_>, table: &Table, columns: &Columns, rows: &Batch) -> Result<()> {
    let mut insert = unit.prepare_cached(&columns.insert(table, 1, '?'))?;
    for row in rows {
        let params = row.iter().zip(columns.kinds());
        let params = params.map(|(value, kind)| value.param(kind));
        insert
            .execute(params_from_iter(params))
            .map_err(|error| Error::from(error).in_statement(table.name))?;
    }
    Ok(())
}

fn digests(unit: &Transaction<'_>, columns: &[Columns]) -> Result<Vec<Digest>> {
    TABLES
        .iter()
        .zip(columns)
        .map(|(table, columns)| {
            let mut digest = Digest::default();
            each_row(unit, table, columns, |row| {
                digest.add(&row);
                true
            })?;
            Ok(digest)
        })
        .collect()
}

/// Reads rows until `take` says no; answers whether it never did.
fn each_row(
    unit: &Transaction<'_>,
    table: &Table,
    columns: &Columns,
    mut take: impl FnMut(Vec<Value>) -> bool,
) -> Result<bool> {
    let mut select = unit.prepare(&columns.select(table))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let row = Row::Sqlite(row);
        let values: Result<Vec<Value>> = columns
            .kinds()
            .enumerate()
            .map(|(place, kind)| Value::read(row.cell(place)?, kind))
            .collect();
        if !take(values.map_err(|error| error.in_statement(table.name))?) {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn on_thread<T: Send + 'static, E: From<Error> + Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, E> + Send + 'static,
) -> std::result::Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(died) => Err(gone(&died.to_string()).into()),
    }
}
