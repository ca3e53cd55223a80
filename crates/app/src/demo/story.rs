//! One story of the demonstration, written like an import: nobody sees a half of it.

use quire_domain::id::TagId;
use quire_domain::slug::Slug;
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_domain::tag::TagKind;
use quire_domain::text::TagName;
use quire_store::{demo, stories, tags, transact};

use super::calendar::Calendar;
use super::{STORY, TAG};
use crate::imports::{CHAPTERS_PER_UNIT, Fresh, Look, Placement, Ready};
use crate::tags::TagChoice;
use crate::{Actor, App, Refused, Result};

/// What is known of a story beside its book.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject {
    /// Its genres, by name.
    pub(super) genres: &'static [&'static str],
    /// What else it is about.
    pub(super) themes: &'static [&'static str],
    pub(super) ai_use: AiUse,
}

impl App {
    /// Writes a story on the calendar of its place.
    pub(super) async fn demo_story(
        &self,
        author: &Actor,
        book: &Ready,
        subject: Subject,
        place: usize,
    ) -> Result<Fresh> {
        let owner = author.account().ok_or(Refused::Unauthenticated)?;
        let calendar = Calendar::shifted(place, book.chapters.len(), self.now())?;
        let fresh = self.fresh(owner, book, &calendar.placements);
        let look = Look {
            audience: Audience::Public,
            rating: Rating::General,
            warnings_answer: WarningsAnswer::AuthorDeclines,
            ai_use: subject.ai_use,
            original: true,
        };
        let begun: Result<()> = transact!(self.store(), unit => {
            demo::note(unit, fresh.story.as_uuid(), STORY, fresh.at).await?;
            self.begin_story(unit, &fresh, book, look).await
        });
        begun?;
        let total = book.chapters.len();
        let mut done = 0;
        while done < total {
            let until = total.min(done + CHAPTERS_PER_UNIT);
            let written: Result<()> = transact!(self.store(), unit => {
                self.write_chapters(unit, &fresh, book, done..until).await
            });
            written?;
            done = until;
        }
        let choices = choices(subject)?;
        let shown: Result<()> = transact!(self.store(), unit => {
            self.reveal(unit, &fresh, calendar.plan.as_ref()).await?;
            for choice in &choices {
                self.demo_tag(unit, choice).await?;
            }
            self.put_tags(unit, fresh.story, &choices).await?;
            stories::spread_keys(unit, fresh.story).await?;
            Ok::<_, Refused>(())
        });
        shown?;
        Ok(fresh)
    }

    /// Makes and notes a tag that is not there yet.
    async fn demo_tag(&self, unit: &mut quire_store::Writing, choice: &TagChoice) -> Result<()> {
        let Some(slug) = Slug::from_title(choice.name.as_str()) else {
            return Ok(());
        };
        if tags::by_slug(unit, &slug).await?.is_none() {
            let (id, now): (TagId, _) = (self.make(), self.now());
            tags::insert(unit, id, choice.kind, &choice.name, &slug, now).await?;
            demo::note(unit, id.as_uuid(), TAG, now).await?;
        }
        Ok(())
    }
}

fn choices(subject: Subject) -> Result<Vec<TagChoice>> {
    let of = |kind: TagKind, names: &'static [&'static str]| {
        names.iter().map(move |name| {
            TagName::parse(name)
                .map(|name| TagChoice { kind, name })
                .map_err(|invalid| Refused::invalid("/tags", &invalid))
        })
    };
    of(TagKind::Genre, subject.genres)
        .chain(of(TagKind::Theme, subject.themes))
        .collect()
}

/// How many chapters of a story readers have.
pub(super) fn published(fresh: &Fresh) -> usize {
    let out = |placement| matches!(placement, Placement::Published(_));
    fresh
        .chapters
        .iter()
        .filter(|chapter| out(chapter.placement))
        .count()
}
