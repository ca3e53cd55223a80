//! What a unit promises.

use quire_domain::id::OutboxId;
use quire_store::{Error, Store, Writing, ledger, transact};
use uuid::Uuid;

use crate::engines::NOW;
use crate::on_each_engine;

fn event(n: u128) -> OutboxId {
    OutboxId::from(Uuid::from_u128(n))
}

async fn tell(unit: &mut Writing, n: u128) -> quire_store::Result<u64> {
    ledger::tell(unit, event(n), "test", Uuid::nil(), "{}", NOW).await
}

async fn told(store: &Store) -> Vec<u128> {
    let mut unit = store.read().await.unwrap();
    ledger::pending(&mut unit, 1_000)
        .await
        .unwrap()
        .iter()
        .map(|event| event.id.as_uuid().as_u128())
        .collect()
}

on_each_engine! {
    async fn a_committed_unit_is_seen_and_a_dropped_one_never_was(stand: Stand) {
        let mut kept = stand.store.write().await.unwrap();
        tell(&mut kept, 1).await.unwrap();
        kept.commit().await.unwrap();
        let mut dropped = stand.store.write().await.unwrap();
        tell(&mut dropped, 2).await.unwrap();
        drop(dropped);
        assert_eq!(told(&stand.store).await, [1]);
    }

    async fn a_failing_unit_harms_no_other(stand: Stand) {
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..200_u128 {
            let store = stand.store.clone();
            tasks.spawn(async move {
                let mut unit = store.write().await?;
                tell(&mut unit, n).await?;
                if n % 7 == 0 {
                    // The same id again: the constraint refuses, the unit is over.
                    let again = tell(&mut unit, n).await;
                    assert!(matches!(again, Err(Error::Constraint(_))), "{again:?}");
                    assert!(unit.commit().await.is_err());
                    return Ok(None);
                }
                unit.commit().await?;
                Ok::<_, Error>(Some(n))
            });
        }
        let mut acknowledged: Vec<u128> = tasks
            .join_all()
            .await
            .into_iter()
            .filter_map(|result| result.unwrap())
            .collect();
        acknowledged.sort_unstable();
        assert_eq!(acknowledged.len(), 171);
        assert_eq!(told(&stand.store).await, acknowledged);
    }

    async fn a_unit_of_reading_sees_one_moment(stand: Stand) {
        let mut reading = stand.store.read().await.unwrap();
        assert_eq!(ledger::pending(&mut reading, 10).await.unwrap().len(), 0);
        let mut unit = stand.store.write().await.unwrap();
        tell(&mut unit, 1).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(ledger::pending(&mut reading, 10).await.unwrap().len(), 0);
        drop(reading);
        assert_eq!(told(&stand.store).await, [1]);
    }

    async fn a_verb_that_meets_another_is_run_again(stand: Stand) {
        let store = &stand.store;
        let first: quire_store::Result<u64> = transact!(store, unit => { tell(unit, 1).await });
        first.unwrap();
        let mut tasks = tokio::task::JoinSet::<quire_store::Result<u64>>::new();
        for _ in 0..4 {
            let store = store.clone();
            tasks.spawn(async move {
                transact!(store, unit => {
                        let seen = ledger::pending(unit, 100).await?;
                        let next = u128::try_from(seen.len()).unwrap() + 1;
                        // Everyone takes the row that all want before adding to what they saw.
                        ledger::forget_told(unit, NOW, 1).await?;
                        match tell(unit, next).await {
                            Err(Error::Constraint(text)) => Err(Error::Conflict(text)),
                            other => other,
                        }
                    })
            });
        }
        for result in tasks.join_all().await {
            result.unwrap();
        }
        assert_eq!(told(store).await, [1, 2, 3, 4, 5]);
    }

    async fn a_long_read_answers_like_a_short_one(stand: Stand) {
        let mut unit = stand.store.write().await.unwrap();
        tell(&mut unit, 3).await.unwrap();
        unit.commit().await.unwrap();
        let mut long = stand.store.read_long().await.unwrap();
        let rows = ledger::pending(&mut long, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
    }

    async fn a_unit_of_reading_refuses_to_write(stand: Stand) {
        let mut reading = stand.store.read().await.unwrap();
        let refused = quire_store::Unit::change(&mut reading, ledger::ALL[0], &[]).await;
        assert!(matches!(refused, Err(Error::Corrupt(_))), "{refused:?}");
    }
}
