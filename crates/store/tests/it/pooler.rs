//! Many clients behind a real transaction pooler: no errors, and no answer of another's question.

use quire_domain::id::OutboxId;
use quire_store::{ledger, transact};
use uuid::Uuid;

use crate::engines;

const CLIENTS: u32 = 24;
const STATEMENTS: u32 = 250;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_behind_a_pooler_belongs_to_its_question() {
    let stand = engines::pgbouncer().await;
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..CLIENTS {
        let store = stand.store.clone();
        clients.spawn(async move {
            let (mut errors, mut foreign) = (0_u32, 0_u32);
            for n in 0..STATEMENTS {
                let tag = (u128::from(client) << 64) | u128::from(n);
                let answer: quire_store::Result<_> = transact!(store, unit => { ledger::echo(unit, &tag.to_string(), i64::from(n)).await });
                match answer {
                    Ok((text, number)) if text == tag.to_string() && number == i64::from(n) => {}
                    Ok(_) => foreign += 1,
                    Err(_) => errors += 1,
                }
            }
            (errors, foreign)
        });
    }
    let sums = clients
        .join_all()
        .await
        .into_iter()
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert_eq!(sums, (0, 0), "(errors, foreign answers)");
    // The pooler really was between: it knows the database only by our writing through it.
    let mut unit = stand.store.write().await.unwrap();
    ledger::tell(
        &mut unit,
        OutboxId::from(Uuid::from_u128(1)),
        "test",
        Uuid::nil(),
        "{}",
        engines::NOW,
    )
    .await
    .unwrap();
    unit.commit().await.unwrap();
}
