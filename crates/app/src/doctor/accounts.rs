//! What is derived of accounts.

use quire_domain::id::AccountId;
use quire_store::{repair, transact};
use uuid::Uuid;

use super::{Finding, STRETCH};
use crate::{App, Result};

impl App {
    pub(super) async fn examine_accounts(&self, repair: bool) -> Result<Finding> {
        let mut finding = Finding::new("account followers");
        let mut after: AccountId = Uuid::nil().into();
        loop {
            let mut unit = self.store().read_long().await?;
            let stretch = repair::accounts_after(&mut unit, after, STRETCH).await?;
            let Some(last) = stretch.last() else {
                return Ok(finding);
            };
            let wrong = repair::wrong_accounts(&mut unit, after, *last).await?;
            drop(unit);
            finding.saw(stretch.len());
            for (id, handle) in wrong {
                finding.found(handle.as_str());
                if repair {
                    let repaired: Result<u64> = transact!(self.store(), unit => {
                        Result::Ok(repair::recount_account_followers(unit, id).await?)
                    });
                    finding.repaired += repaired?;
                }
            }
            after = *last;
        }
    }
}
