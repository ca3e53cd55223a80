//! How the SQLite file is kept.

use crate::engines;
use quire_store::ledger;
use rusqlite::Connection;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_that_writes_is_waited_for() {
    let stand = engines::sqlite().await;
    let other = Connection::open(stand.path.as_ref().unwrap()).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let store = stand.store.clone();
    let writes = tokio::spawn(async move {
        let mut unit = store.write().await?;
        ledger::tell(
            &mut unit,
            quire_domain::id::OutboxId::from(Uuid::from_u128(1)),
            "test",
            Uuid::nil(),
            "{}",
            engines::NOW,
        )
        .await?;
        unit.commit().await
    });
    // The unit cannot have begun: the other connection holds the file.
    tokio::task::yield_now().await;
    assert!(!writes.is_finished());
    other.execute_batch("commit").unwrap();
    writes.await.unwrap().unwrap();
}

#[tokio::test]
async fn the_log_is_written_ahead() {
    let stand = engines::sqlite().await;
    let other = Connection::open(stand.path.as_ref().unwrap()).unwrap();
    let mode: String = other
        .query_row("pragma journal_mode", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}
