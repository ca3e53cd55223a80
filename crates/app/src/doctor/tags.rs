//! What is derived of tags.

use quire_domain::id::TagId;
use quire_store::repair::{self, TagFaults};
use quire_store::transact;
use uuid::Uuid;

use super::{Finding, STRETCH};
use crate::{App, Result};

impl App {
    pub(super) async fn examine_tags(&self, repair: bool) -> Result<[Finding; 2]> {
        let mut usage = Finding::new("tag usage");
        let mut chains = Finding::new("synonyms of synonyms");
        let mut after: TagId = Uuid::nil().into();
        loop {
            let mut unit = self.store().read_long().await?;
            let stretch = repair::tags_after(&mut unit, after, STRETCH).await?;
            let Some(last) = stretch.last() else {
                return Ok([usage, chains]);
            };
            let wrong = repair::wrong_tags(&mut unit, after, *last).await?;
            drop(unit);
            usage.saw(stretch.len());
            chains.saw(stretch.len());
            for tag in wrong {
                if repair {
                    self.repair_tag(&tag).await?;
                }
                for (finding, fault) in [(&mut usage, tag.usage), (&mut chains, tag.chain)] {
                    if fault {
                        finding.found(tag.slug.as_str());
                        finding.repaired += u64::from(repair);
                    }
                }
            }
            after = *last;
        }
    }

    async fn repair_tag(&self, tag: &TagFaults) -> Result<()> {
        transact!(self.store(), unit => {
            repair::recount_tag(unit, tag.id).await?;
            if tag.chain {
                repair::shorten_chain(unit, tag.id).await?;
            }
            Result::Ok(())
        })
    }
}
