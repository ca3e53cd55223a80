//! The demonstration is taken away again.

use quire_domain::id::{AccountId, StoryId, TagId};
use quire_store::{Writing, demo, follows, transact};
use uuid::Uuid;

use super::load::DemoStep;
use super::{ACCOUNT, ITEMS, STORY, TAG};
use crate::imports::hide;
use crate::search::index_person;
use crate::{App, Refused, Result};

/// Rows removed in one unit.
const ROWS: i64 = 500;

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DemoCleared {
    /// Stories.
    pub stories: usize,
    /// People.
    pub accounts: usize,
    /// People who stay because somebody works with their account: it owns other stories, or ran
    /// imports. They are no longer counted as part of the demonstration.
    pub kept: usize,
}

impl App {
    /// Removes what [`App::load_demo`] made, and nothing else.
    pub async fn clear_demo(&self, step: &mut (dyn FnMut(DemoStep) + Send)) -> Result<DemoCleared> {
        let items = {
            let mut unit = self.store().read().await?;
            demo::items(&mut unit, ITEMS).await?
        };
        let of = |wanted: &'static str| {
            let items = items.iter().filter(move |(_, kind)| kind == wanted);
            items.map(|(id, _)| *id).collect::<Vec<Uuid>>()
        };
        let mut cleared = DemoCleared::default();
        let stories = of(STORY);
        for (done, id) in stories.iter().enumerate() {
            step(DemoStep::Removing {
                done,
                of: stories.len(),
            });
            self.clear_story(StoryId::from(*id)).await?;
            cleared.stories += 1;
        }
        for id in of(ACCOUNT) {
            if self.clear_account(AccountId::from(id)).await? {
                cleared.accounts += 1;
            } else {
                cleared.kept += 1;
            }
        }
        let tags = of(TAG);
        let forgotten: Result<()> = transact!(self.store(), unit => {
            for id in &tags {
                demo::tag(unit, TagId::from(*id)).await?;
            }
            for (id, _) in &items {
                demo::forget(unit, *id).await?;
            }
            Ok::<_, Refused>(())
        });
        forgotten.map(|()| cleared)
    }

    async fn clear_story(&self, story: StoryId) -> Result<()> {
        let hidden: Result<()> = transact!(self.store(), unit => { hide(unit, story).await });
        hidden?;
        self.remove_story(story).await
    }

    /// Removes somebody; false when their account is used for something else.
    async fn clear_account(&self, account: AccountId) -> Result<bool> {
        {
            let mut unit = self.store().read().await?;
            if demo::imported(&mut unit, account).await?
                || !demo::own_stories(&mut unit, account, 1).await?.is_empty()
            {
                return Ok(false);
            }
        }
        loop {
            let left: Result<u64> = transact!(self.store(), unit => {
                Ok::<_, Refused>(demo::followers(unit, account, ROWS).await?)
            });
            if left? == 0 {
                break;
            }
        }
        transact!(self.store(), unit => {
            unfollow_all(unit, account).await?;
            demo::collaborations(unit, account).await?;
            demo::sessions(unit, account).await?;
            demo::tokens(unit, account).await?;
            demo::profile(unit, account).await?;
            index_person(unit, account).await?;
            demo::account(unit, account).await?;
            Ok::<_, Refused>(true)
        })
    }
}

/// Somebody follows nobody any more, and is not counted by those they followed.
async fn unfollow_all(unit: &mut Writing, account: AccountId) -> Result<()> {
    loop {
        let followed = follows::users_of(unit, account, AccountId::from(Uuid::max()), ROWS).await?;
        if followed.is_empty() {
            return Ok(());
        }
        for followee in followed {
            follows::unfollow_user(unit, account, followee).await?;
            follows::count_user(unit, followee, -1).await?;
        }
    }
}
