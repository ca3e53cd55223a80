//! One side of a copy on `PostgreSQL`.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use tokio::sync::mpsc;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, IsolationLevel, RowStream, Transaction};

use super::table::{Columns, TABLES, Table};
use super::value::{Kind, Value};
use super::{Batch, Copied, CopyError, Digest, Packer, Parcel, Step, Watcher, compare, gone};
use crate::error::{Error, Result};
use crate::param::Param;
use crate::row::Row;

/// The protocol numbers parameters with 16 bits.
const MOST_PARAMETERS: usize = 65_535;
/// One statement reads a whole table here, as long as that takes.
const PATIENT: &str = "set local statement_timeout = 0";

pub(super) async fn columns(client: &Client) -> Result<Vec<Columns>> {
    let text = "select cast(column_name as text), cast(data_type as text)
                  from information_schema.columns
                 where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'";
    let mut all = Vec::new();
    for table in TABLES {
        let rows = client
            .query_typed(text, &[(&table.name, Type::TEXT)])
            .await?;
        let columns: Result<Vec<(String, Kind)>> = rows
            .iter()
            .map(|row| {
                let (name, declared): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                let kind = Kind::named(&declared).ok_or_else(|| {
                    Error::Corrupt(format!("{}.{name} is a {declared}", table.name))
                })?;
                Ok((name, kind))
            })
            .collect();
        all.push(Columns::new(columns?));
    }
    Ok(all)
}

pub(super) async fn count(client: &Client) -> Result<u64> {
    let mut sum = 0;
    for table in TABLES {
        let text = format!("select count(*) from {}", table.name);
        let rows = client.query_typed(&text, &[]).await?;
        let rows: i64 = rows.first().map_or(Ok(0), |row| row.try_get(0))?;
        sum += u64::try_from(rows).unwrap_or(0);
    }
    Ok(sum)
}

pub(super) async fn read(
    client: &mut Client,
    columns: &[Columns],
    send: mpsc::Sender<Parcel>,
) -> Result<()> {
    let snapshot = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    snapshot.batch_execute(PATIENT).await?;
    let mut digests = Vec::new();
    for (place, (table, columns)) in TABLES.iter().zip(columns).enumerate() {
        let mut packer = Packer::default();
        let mut rows = pin!(rows(&snapshot, table, columns).await?);
        while let Some(row) = rows.try_next().await? {
            if let Some(batch) = packer.pack(values(&row, table, columns)?)
                && send.send(Parcel::Rows(place, batch)).await.is_err()
            {
                // The writing side has failed and says why.
                return Ok(());
            }
        }
        if send.send(Parcel::Rows(place, packer.batch)).await.is_err() {
            return Ok(());
        }
        digests.push(packer.digest);
    }
    let _gone = send.send(Parcel::End(digests)).await;
    Ok(())
}

pub(super) async fn write(
    client: &mut Client,
    columns: &[Columns],
    mut receive: mpsc::Receiver<Parcel>,
    tell: impl FnMut(Step),
) -> super::Result<Vec<Copied>> {
    let unit = client.transaction().await.map_err(Error::from)?;
    unit.batch_execute(PATIENT).await.map_err(Error::from)?;
    refuse_rows(&unit).await?;
    let mut watcher = Watcher::new(tell);
    while let Some(parcel) = receive.recv().await {
        match parcel {
            Parcel::Rows(place, batch) => {
                let Some((table, columns)) = TABLES.get(place).zip(columns.get(place)) else {
                    continue;
                };
                insert(&unit, table, columns, &batch).await?;
                watcher.arrived(table.name, batch.len());
            }
            Parcel::End(sent) => {
                let copied = compare(sent, digests(&unit, columns).await?)?;
                unit.commit().await.map_err(Error::from)?;
                return Ok(copied);
            }
        }
    }
    Err(gone("the source ended too early").into())
}

async fn refuse_rows(unit: &Transaction<'_>) -> super::Result<()> {
    for table in TABLES {
        let text = format!("select exists (select 1 from {})", table.name);
        let rows = unit.query_typed(&text, &[]).await.map_err(Error::from)?;
        let found = rows.first().map_or(Ok(false), |row| row.try_get(0));
        if found.map_err(Error::from)? {
            return Err(CopyError::NotEmpty(table.name));
        }
    }
    Ok(())
}

async fn insert(
    unit: &Transaction<'_>,
    table: &Table,
    columns: &Columns,
    rows: &Batch,
) -> Result<()> {
    let at_once = (MOST_PARAMETERS / columns.len().max(1)).max(1);
    for rows in rows.chunks(at_once) {
        let params: Vec<Param<'_>> = rows
            .iter()
            .flat_map(|row| row.iter().zip(columns.kinds()))
            .map(|(value, kind)| value.param(kind))
            .collect();
        let typed: Vec<(&(dyn ToSql + Sync), Type)> = params
            .iter()
            .map(|param| {
                let value: &(dyn ToSql + Sync) = param;
                (value, param.postgres_type())
            })
            .collect();
        unit.execute_typed(&columns.insert(table, rows.len(), '$'), &typed)
            .await
            .map_err(|error| Error::from(error).in_statement(table.name))?;
    }
    Ok(())
}

async fn digests(unit: &Transaction<'_>, columns: &[Columns]) -> Result<Vec<Digest>> {
    let mut digests = Vec::new();
    for (table, columns) in TABLES.iter().zip(columns) {
        let mut digest = Digest::default();
        let mut rows = pin!(rows(unit, table, columns).await?);
        while let Some(row) = rows.try_next().await? {
            digest.add(&values(&row, table, columns)?);
        }
        digests.push(digest);
    }
    Ok(digests)
}

async fn rows(unit: &Transaction<'_>, table: &Table, columns: &Columns) -> Result<RowStream> {
    let none = std::iter::empty::<(Param<'static>, Type)>();
    Ok(unit.query_typed_raw(&columns.select(table), none).await?)
}

fn values(row: &tokio_postgres::Row, table: &Table, columns: &Columns) -> Result<Vec<Value>> {
    let row = Row::Postgres(row);
    let values: Result<Vec<Value>> = columns
        .kinds()
        .enumerate()
        .map(|(place, kind)| Value::read(row.cell(place)?, kind))
        .collect();
    values.map_err(|error| error.in_statement(table.name))
}
