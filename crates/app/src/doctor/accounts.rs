//! What is derived of accounts.

use quire_domain::id::AccountId;
use quire_store::repair::{self, AccountFaults};
use quire_store::{search, transact};
use uuid::Uuid;

use super::{Finding, STRETCH};
use crate::search::index_person;
use crate::{App, Result};

impl App {
    pub(super) async fn examine_accounts(&self, repair: bool) -> Result<[Finding; 2]> {
        let mut followers = Finding::new("account followers");
        let mut indexed = Finding::new("search for people");
        let mut after: AccountId = Uuid::nil().into();
        loop {
            let mut unit = self.store().read_long().await?;
            let stretch = search::all_people(&mut unit, after, STRETCH).await?;
            let Some(last) = stretch.last() else {
                return Ok([followers, indexed]);
            };
            let wrong = repair::wrong_accounts(&mut unit, after, *last).await?;
            drop(unit);
            followers.saw(stretch.len());
            indexed.saw(stretch.len());
            for account in wrong {
                if repair {
                    self.repair_account(&account).await?;
                }
                let faults = [
                    (&mut followers, account.followers),
                    (&mut indexed, account.search),
                ];
                for (finding, fault) in faults {
                    if fault {
                        finding.found(account.handle.as_str());
                        finding.repaired += u64::from(repair);
                    }
                }
            }
            after = *last;
        }
    }

    async fn repair_account(&self, account: &AccountFaults) -> Result<()> {
        transact!(self.store(), unit => {
            repair::recount_account_followers(unit, account.id).await?;
            if account.search {
                index_person(unit, account.id).await?;
            }
            Result::Ok(())
        })
    }
}
