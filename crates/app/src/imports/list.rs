//! The imports somebody ran.

use quire_domain::account::Scope;
use quire_domain::id::ImportId;
use quire_domain::text::Handle;
use quire_store::imports::{self, Run};
use uuid::Uuid;

use super::report::ImportReport;
use crate::{Actor, App, Page, PageRequest, Refused, Result};

/// A run with its report.
#[derive(Debug, Clone)]
pub struct ImportPapers {
    /// The run.
    pub run: Run,
    /// What it made of the file.
    pub report: ImportReport,
}

impl App {
    /// The actor's imports, newest first.
    pub async fn own_imports(&self, actor: &Actor, request: &PageRequest) -> Result<Page<Run>> {
        let member = actor.signed_in(Scope::Read)?.id;
        let list = self.list("imports.own", &member).await?;
        let before = list
            .after(request)?
            .unwrap_or_else(|| ImportId::from(Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = imports::of_account(&mut unit, member, before, request.fetch()).await?;
        Ok(list.page(request, rows, |run| run.id))
    }

    /// Whose import it is: for the shell, where the operator acts for its owner.
    pub async fn import_owner(&self, id: ImportId) -> Result<Handle> {
        let mut unit = self.store().read().await?;
        let handle = imports::owner(&mut unit, id).await?;
        handle.map(Handle::from_stored).ok_or(Refused::NotFound)
    }

    /// One of the actor's imports with its report.
    pub async fn own_import(&self, actor: &Actor, id: ImportId) -> Result<ImportPapers> {
        let member = actor.signed_in(Scope::Read)?.id;
        let mut unit = self.store().read().await?;
        let run = imports::by_id(&mut unit, id, member)
            .await?
            .ok_or(Refused::NotFound)?;
        let (report, _) = imports::papers(&mut unit, id)
            .await?
            .ok_or(Refused::NotFound)?;
        let report = serde_json::from_str(&report).map_err(|error| {
            Refused::Store(quire_store::Error::Corrupt(format!("import {id}: {error}")))
        })?;
        Ok(ImportPapers { run, report })
    }
}
