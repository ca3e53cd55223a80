//! An empty, migrated store on each engine.

use std::sync::Arc;

use quire_domain::Timestamp;
use quire_store::{PostgresSettings, SqliteSettings, Store, migrate};
use quire_testkit::lab;

/// A store and what must outlive it.
pub struct Stand {
    pub store: Store,
    pub path: Option<std::path::PathBuf>,
    pub url: Option<String>,
    _keep: Arc<dyn std::any::Any + Send + Sync>,
}

pub const NOW: Timestamp = Timestamp::from_seconds(1_795_305_600);

pub async fn sqlite() -> Stand {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("quire.db");
    let store = Store::open_sqlite(&SqliteSettings::at(&path)).unwrap();
    migrate::apply(&store, NOW).await.unwrap();
    Stand {
        store,
        path: Some(path),
        url: None,
        _keep: Arc::new(folder),
    }
}

pub async fn postgres() -> Stand {
    let database = lab::postgres().create_database().await;
    let url = database.url.clone();
    let store = Store::open_postgres(&PostgresSettings::at(&url))
        .await
        .unwrap();
    migrate::apply(&store, NOW).await.unwrap();
    Stand {
        store,
        path: None,
        url: Some(url),
        _keep: Arc::new(database),
    }
}

/// The same server behind a pooler in transaction mode.
pub async fn pgbouncer() -> Stand {
    let database = lab::postgres().create_database().await;
    let name = database.url.rsplit('/').next().unwrap().to_owned();
    let url = lab::shared_pgbouncer().url(&name);
    let store = Store::open_postgres(&PostgresSettings::at(&url))
        .await
        .unwrap();
    migrate::apply(&store, NOW).await.unwrap();
    Stand {
        store,
        path: None,
        url: Some(url),
        _keep: Arc::new(database),
    }
}

/// One test function, run on SQLite, on PostgreSQL and through PgBouncer.
#[macro_export]
macro_rules! on_each_engine {
    ($($(#[$doc:meta])* async fn $name:ident($stand:ident: Stand) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn story($stand: $crate::engines::Stand) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                story($crate::engines::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                story($crate::engines::postgres().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn through_pgbouncer() {
                story($crate::engines::pgbouncer().await).await;
            }
        }
    )*};
}
