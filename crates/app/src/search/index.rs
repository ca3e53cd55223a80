//! What keeps the index true. Each of these is called in the unit that changed what readers see,
//! with whatever changed: it looks at how things stand and makes the index say the same.

use std::collections::BTreeSet;

use quire_domain::id::{AccountId, ChapterId, StoryId};
use quire_prose::{fold, plain};
use quire_store::{Many, Writing, search, stories, tags, transact};
use uuid::Uuid;

use super::Kind;
use crate::{App, Result};

/// The most of a folded text that is indexed, in bytes: PostgreSQL keeps no vector above a mebibyte.
const INDEXED_BYTES: usize = 900_000;
/// Chapters of one story that are taken out of the index at once.
const AT_ONCE: i64 = 10_000;
/// Stories of one owner that get the new name at once.
const STORIES_AT_ONCE: i64 = 500;

/// Brings lists and index in line with a story after anything decided anew whether and where it is
/// listed: the sort keys on its tags, how often these are used, and whether it can be found.
pub(crate) async fn relist(unit: &mut Writing, id: StoryId) -> Result<()> {
    tags::count_listed(unit, id).await?;
    stories::spread_keys(unit, id).await?;
    let shown = search::story_text(unit, id)
        .await?
        .is_some_and(|story| story.shown);
    let found = search::document(unit, id.as_uuid()).await?.is_some();
    match (shown, found) {
        (true, false) => index_story(unit, id).await,
        (false, true) => drop_document(unit, id.as_uuid()).await,
        (true, true) | (false, false) => Ok(()),
    }
}

/// Brings the index in line with what is written of a story: title, description, authors, tags.
pub(crate) async fn index_story(unit: &mut Writing, id: StoryId) -> Result<()> {
    let Some(story) = search::story_text(unit, id)
        .await?
        .filter(|story| story.shown)
    else {
        return drop_document(unit, id.as_uuid()).await;
    };
    let tags = tags::of_stories(unit, Many(&[id])).await?;
    let tags: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
    let name = format!("{} {}", story.handle, story.display_name);
    let title = fold(story.title.as_str());
    let short = fold(&format!("{name} {}", tags.join(" ")));
    let body = format!("{short} {}", fold(&plain(story.blurb.as_str())));
    let known = format!("{title} {short}");
    put(
        unit,
        Kind::Story,
        id.as_uuid(),
        Some(id),
        &title,
        &body,
        &known,
    )
    .await
}

/// Brings the index in line with what readers get of a chapter.
pub(crate) async fn index_chapter(unit: &mut Writing, id: ChapterId) -> Result<()> {
    let Some(chapter) = search::chapter_text(unit, id).await? else {
        return drop_document(unit, id.as_uuid()).await;
    };
    let title = fold(chapter.title.as_str());
    let body = fold(&plain(&chapter.source));
    let story = Some(chapter.story_id);
    put(
        unit,
        Kind::Chapter,
        id.as_uuid(),
        story,
        &title,
        &body,
        &title,
    )
    .await
}

/// Brings the index in line with how a member is called, and with the stories that say so.
pub(crate) async fn index_person(unit: &mut Writing, id: AccountId) -> Result<()> {
    let mut after = StoryId::from(Uuid::nil());
    loop {
        let some = search::stories_of(unit, id, after, STORIES_AT_ONCE).await?;
        let Some(last) = some.last() else { break };
        after = *last;
        for story in some {
            index_story(unit, story).await?;
        }
    }
    let Some(person) = search::person_text(unit, id)
        .await?
        .filter(|person| person.shown)
    else {
        return drop_document(unit, id.as_uuid()).await;
    };
    let name = fold(&format!("{} {}", person.handle, person.display_name));
    put(unit, Kind::Person, id.as_uuid(), None, &name, "", &name).await
}

/// Takes a story with all its chapters out of the index, before they are removed for good.
pub(crate) async fn forget_story(unit: &mut Writing, id: StoryId) -> Result<()> {
    for doc in search::documents_of(unit, id, AT_ONCE).await? {
        delete(unit, doc).await?;
    }
    Ok(())
}

async fn delete(unit: &mut Writing, doc: i64) -> Result<()> {
    search::delete_words(unit, doc).await?;
    search::delete_text(unit, doc).await?;
    search::delete_document(unit, doc).await?;
    Ok(())
}

async fn drop_document(unit: &mut Writing, object: Uuid) -> Result<()> {
    if let Some(doc) = search::document(unit, object).await? {
        delete(unit, doc).await?;
    }
    Ok(())
}

/// Writes a document; `known` are the words that a query may end with.
async fn put(
    unit: &mut Writing,
    kind: Kind,
    object: Uuid,
    story: Option<StoryId>,
    title: &str,
    body: &str,
    known: &str,
) -> Result<()> {
    let doc = if let Some(doc) = search::document(unit, object).await? {
        doc
    } else {
        let (low, high) = kind.range();
        search::insert_document(unit, low, high, object, story).await?
    };
    search::put_text(unit, doc, title, within(body)).await?;
    let words: BTreeSet<&str> = known.split(' ').filter(|word| !word.is_empty()).collect();
    let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    search::delete_words(unit, doc).await?;
    search::add_words(unit, doc, Many(&words)).await?;
    Ok(())
}

/// As many whole words of a folded text as are indexed.
fn within(text: &str) -> &str {
    let mut end = text.len().min(INDEXED_BYTES);
    if end < text.len() {
        while end > 0 && text.as_bytes().get(end) != Some(&b' ') {
            end -= 1;
        }
    }
    text.get(..end).unwrap_or_default()
}

impl App {
    /// Writes the index of everything anew, in units of one story, chapter or person each, while
    /// readers search. What has a place among the results keeps it; in an index that was empty,
    /// places follow the age of the stories.
    pub async fn rebuild_search(&self) -> Result<()> {
        let mut after = StoryId::from(Uuid::nil());
        loop {
            let some = {
                let mut unit = self.store().read().await?;
                search::all_stories(&mut unit, after, STORIES_AT_ONCE).await?
            };
            let Some(last) = some.last() else { break };
            after = *last;
            for story in some {
                self.rebuild_story(story).await?;
            }
        }
        let mut after = AccountId::from(Uuid::nil());
        loop {
            let some = {
                let mut unit = self.store().read().await?;
                search::all_people(&mut unit, after, STORIES_AT_ONCE).await?
            };
            let Some(last) = some.last() else { break };
            after = *last;
            for person in some {
                let indexed: Result<()> =
                    transact!(self.store(), unit => { index_person(unit, person).await });
                indexed?;
            }
        }
        Ok(())
    }

    /// The same for one story.
    pub(crate) async fn rebuild_story(&self, story: StoryId) -> Result<()> {
        let indexed: Result<()> = transact!(self.store(), unit => {
            relist(unit, story).await?;
            index_story(unit, story).await
        });
        indexed?;
        let chapters = {
            let mut unit = self.store().read().await?;
            search::chapters_of(&mut unit, story).await?
        };
        for chapter in chapters {
            let indexed: Result<()> =
                transact!(self.store(), unit => { index_chapter(unit, chapter).await });
            indexed?;
        }
        Ok(())
    }
}
