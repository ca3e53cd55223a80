//! Those who asked to become members, where staff decide.

use quire_domain::account::AccountStatus;
use quire_domain::id::AccountId;
use quire_store::accounts::{self, Applicant};
use quire_store::transact;
use serde_json::json;
use uuid::Uuid;

use crate::search::index_person;
use crate::{Actor, App, Page, PageRequest, Refused, Result};

impl App {
    /// Those who wait, the longest first.
    pub async fn applicants(
        &self,
        actor: &Actor,
        request: &PageRequest,
    ) -> Result<Page<Applicant>> {
        actor.admin()?;
        let list = self.list("applicants", &()).await?;
        let oldest = || AccountId::from(Uuid::nil());
        let after = list.after(request)?.unwrap_or_else(oldest);
        let mut unit = self.store().read().await?;
        let rows = accounts::applicants(&mut unit, after, request.fetch()).await?;
        Ok(list.page(request, rows, |applicant| applicant.id))
    }

    /// Lets somebody in who waits.
    pub async fn approve_applicant(&self, actor: &Actor, id: AccountId) -> Result<()> {
        let (admin, now) = (actor.admin()?.id, self.now());
        transact!(self.store(), unit => {
            let (from, to) = (AccountStatus::Pending, AccountStatus::Active);
            if accounts::set_status(unit, id, from, to).await? == 0 {
                return Err(Refused::NotFound);
            }
            index_person(unit, id).await?;
            self.tell(unit, "account.approved", id.as_uuid(), &json!({}), now).await?;
            self.audit(unit, Some(admin), "account.approve", id.as_uuid(), &json!({}))
                .await
        })
    }

    /// Turns somebody away who waits: nothing of the application is kept, and the same person may
    /// ask again.
    pub async fn reject_applicant(&self, actor: &Actor, id: AccountId) -> Result<()> {
        let admin = actor.admin()?.id;
        transact!(self.store(), unit => {
            accounts::delete_applicants_profile(unit, id).await?;
            if accounts::delete_applicant(unit, id).await? == 0 {
                return Err(Refused::NotFound);
            }
            self.audit(unit, Some(admin), "account.reject", id.as_uuid(), &json!({}))
                .await
        })
    }
}
