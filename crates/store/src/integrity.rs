//! Whether the database file itself is sound, as its engine sees it.

use crate::engine::{EngineRef, Store};
use crate::error::{Error, Result};

/// More than this many complaints help nobody.
const MOST: usize = 20;

/// What the engine finds wrong with its file; empty when nothing is. Reads everything, so it takes a
/// while. PostgreSQL watches over its files itself: there it is always empty.
pub async fn check(store: &Store) -> Result<Vec<String>> {
    let EngineRef::Sqlite(engine) = store.parts() else {
        return Ok(Vec::new());
    };
    let connection = engine.reader()?;
    let looked = tokio::task::spawn_blocking(move || {
        let mut wrong = Vec::new();
        let mut list = connection.prepare("pragma quick_check(20)")?;
        let lines = list.query_map([], |row| row.get::<_, String>(0))?;
        for line in lines {
            let line = line?;
            if line != "ok" {
                wrong.push(line);
            }
        }
        let mut list = connection
            .prepare("select \"table\", parent from pragma_foreign_key_check limit 20")?;
        let rows = list.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        for row in rows {
            let (table, parent) = row?;
            wrong.push(format!(
                "a row of {table} refers to a row of {parent} that is not there"
            ));
        }
        wrong.truncate(MOST);
        Ok(wrong)
    });
    looked
        .await
        .map_err(|died| Error::Unavailable(died.to_string()))?
}
