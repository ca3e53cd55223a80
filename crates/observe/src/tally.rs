//! What one request asked of the database.
//!
//! The store calls [`statement`] and [`waited`]; the access log, the `Server-Timing` header and the
//! tests against "one more query per row" read the [`Totals`]. Outside a [`scope`] the calls only
//! feed the metrics.

use std::cell::Cell;
use std::time::Duration;

use crate::store;

/// The sums of one scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Statements sent to the database.
    pub statements: u32,
    /// Rows they returned or changed.
    pub rows: u64,
    /// Time spent in them.
    pub in_store: Duration,
    /// Time spent waiting for a connection or for the writer.
    pub waiting: Duration,
}

tokio::task_local! {
    static TALLY: Cell<Totals>;
}

/// Runs `work` and counts the statements it sends.
///
/// Work moved to another task is not counted here: count it there and add it with [`add`].
pub async fn scope<F: Future>(work: F) -> (F::Output, Totals) {
    TALLY
        .scope(Cell::default(), async {
            let output = work.await;
            (output, so_far().unwrap_or_default())
        })
        .await
}

/// The sums of the scope this task is in, if it is in one.
pub fn so_far() -> Option<Totals> {
    TALLY.try_with(Cell::get).ok()
}

/// Tells of one finished statement: its name in the store's list, how long it took, and the rows it
/// returned or changed.
pub fn statement(name: &'static str, elapsed: Duration, rows: u64) {
    store::statement(name, elapsed);
    add(Totals {
        statements: 1,
        rows,
        in_store: elapsed,
        waiting: Duration::ZERO,
    });
}

/// Tells of a wait for a connection of the pool named, or for the writer.
pub fn waited(pool: &'static str, elapsed: Duration) {
    store::pool_wait(pool, elapsed);
    add(Totals {
        waiting: elapsed,
        ..Totals::default()
    });
}

/// Adds sums gathered elsewhere to the scope this task is in; does nothing outside one.
pub fn add(more: Totals) {
    // An error means only that nobody is counting.
    let _ = TALLY.try_with(|tally| {
        let sum = tally.get();
        tally.set(Totals {
            statements: sum.statements.saturating_add(more.statements),
            rows: sum.rows.saturating_add(more.rows),
            in_store: sum.in_store.saturating_add(more.in_store),
            waiting: sum.waiting.saturating_add(more.waiting),
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[tokio::test]
    async fn a_scope_sums_what_happened_inside_it() {
        let ((), totals) = scope(async {
            statement("stories.by_slug", MS, 1);
            tokio::task::yield_now().await;
            statement("chapters.page", 2 * MS, 20);
            waited("reader", 3 * MS);
        })
        .await;
        let expected = Totals {
            statements: 2,
            rows: 21,
            in_store: 3 * MS,
            waiting: 3 * MS,
        };
        assert_eq!(totals, expected);
    }

    #[tokio::test]
    async fn two_requests_on_one_thread_do_not_mix() {
        let ask = |times: u32| {
            scope(async move {
                for _ in 0..times {
                    statement("stories.by_slug", MS, 1);
                    tokio::task::yield_now().await;
                }
            })
        };
        let (((), three), ((), five)) = tokio::join!(ask(3), ask(5));
        assert_eq!((three.statements, five.statements), (3, 5));
    }

    #[test]
    fn a_statement_outside_any_scope_is_harmless() {
        statement("stories.by_slug", MS, 1);
        assert_eq!(so_far(), None);
    }
}
