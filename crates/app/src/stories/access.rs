//! Which story is meant, and whether the actor may have it.

use quire_domain::account::AccountStatus;
use quire_domain::id::StoryId;
use quire_domain::slug::Slug;
use quire_domain::story::CollaboratorRole;
use quire_domain::visibility::{Access, Deletion, StoryFacts, Viewer, can_read};
use quire_store::stories::{self, Story};
use quire_store::{Unit, Writing};

use crate::{Actor, App, Page, PageRequest, Refused, Result};

/// A story as a caller names it.
#[derive(Debug, Clone)]
pub enum StoryRef {
    /// By its id.
    Id(StoryId),
    /// By its address.
    Slug(Slug),
}

impl StoryRef {
    /// Reads an id or a slug; a text with the prefix of an id must be one.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse()
            .map(Self::Id)
            .ok()
            .or_else(|| Slug::parse(text).ok().map(Self::Slug))
    }
}

/// A story that the actor may have, and how much of it.
#[derive(Debug, Clone)]
pub struct Readable {
    /// The story.
    pub story: Story,
    /// Who asks, in relation to it.
    pub viewer: Viewer,
    /// How much of it.
    pub access: Access,
}

impl Readable {
    /// What decides about the story's chapters.
    pub fn facts(&self) -> StoryFacts {
        facts(&self.story)
    }
}

/// What is found at an address.
#[derive(Debug, Clone)]
pub enum StoryAt {
    /// The story.
    Here(Box<Readable>),
    /// The story moved to another slug.
    Moved(Slug),
}

pub(crate) fn facts(story: &Story) -> StoryFacts {
    StoryFacts {
        state: story.state,
        audience: story.audience,
        moderation: story.mod_state,
        deletion: match story.deleted_at {
            None => Deletion::None,
            Some(_) if story.deleted_by == Some(story.owner_id) => Deletion::ByAuthor,
            Some(_) => Deletion::ByOther,
        },
        owner: if story.owner_banned {
            AccountStatus::Banned
        } else {
            AccountStatus::Active
        },
        rating: story.rating,
    }
}

pub(crate) async fn find(unit: &mut impl Unit, which: &StoryRef) -> Result<Option<Story>> {
    Ok(match which {
        StoryRef::Id(id) => stories::by_id(unit, *id).await?,
        StoryRef::Slug(slug) => stories::by_slug(unit, slug).await?,
    })
}

/// Who asks, in relation to a story.
pub(crate) async fn viewer(unit: &mut impl Unit, actor: &Actor, story: &Story) -> Result<Viewer> {
    let Some(member) = actor.member() else {
        return Ok(Viewer::ANONYMOUS);
    };
    let relation = stories::relation(unit, story.id, story.owner_id, member.id).await?;
    Ok(Viewer {
        account: Some(member.id),
        on_case: false,
        collaborator: relation.role,
        follows: relation.follows,
        age_confirmed: member.age_confirmed,
    })
}

/// The story when the actor may have at least its description; the fitting refusal otherwise.
pub(crate) async fn readable(
    unit: &mut impl Unit,
    actor: &Actor,
    which: &StoryRef,
) -> Result<Readable> {
    let story = find(unit, which).await?.ok_or(Refused::NotFound)?;
    let viewer = viewer(unit, actor, &story).await?;
    let access = can_read(&viewer, facts(&story), None);
    refuse_unless_shown(access)?;
    Ok(Readable {
        story,
        viewer,
        access,
    })
}

/// The refusal that fits an access which shows nothing.
pub(crate) const fn refuse_unless_shown(access: Access) -> Result<()> {
    match access {
        Access::Full | Access::Interstitial => Ok(()),
        Access::NotFound => Err(Refused::NotFound),
        Access::Gone => Err(Refused::Gone),
        Access::Legal => Err(Refused::Legal),
    }
}

/// A story with the actor's role in it: the proof a writing verb works with.
pub(crate) struct Held {
    pub(crate) story: Story,
    pub(crate) role: CollaboratorRole,
}

impl Held {
    /// Holds the actor to a right of the role; what they may see decides which refusal they get.
    pub(crate) fn may(self, right: fn(CollaboratorRole) -> bool) -> Result<Story> {
        if right(self.role) {
            Ok(self.story)
        } else {
            Err(Refused::Forbidden(
                "your role in this story does not allow this",
            ))
        }
    }
}

/// The story with the actor's role in it. Whoever has no role and may not read it learns nothing of
/// it. Stories in the trash are not held; [`held_in_trash`] is for those.
pub(crate) async fn held(unit: &mut Writing, actor: &Actor, which: &StoryRef) -> Result<Held> {
    let held = held_in_trash(unit, actor, which).await?;
    if held.story.deleted_at.is_some() {
        return Err(Refused::Gone);
    }
    Ok(held)
}

/// [`held`], also for stories in the trash.
pub(crate) async fn held_in_trash(
    unit: &mut impl Unit,
    actor: &Actor,
    which: &StoryRef,
) -> Result<Held> {
    actor.signed_in(quire_domain::account::Scope::Write)?;
    let story = find(unit, which).await?.ok_or(Refused::NotFound)?;
    let viewer = viewer(unit, actor, &story).await?;
    if let Some(role) = viewer.collaborator {
        return Ok(Held { story, role });
    }
    refuse_unless_shown(can_read(&viewer, facts(&story), None))?;
    Err(Refused::Forbidden("only its authors may change a story"))
}

impl App {
    /// The story somebody asks for by its id.
    pub async fn story(&self, actor: &Actor, id: StoryId) -> Result<Readable> {
        let mut unit = self.store().read().await?;
        readable(&mut unit, actor, &StoryRef::Id(id)).await
    }

    /// The story somebody asks for by its address, or where it moved. A story that moved is only
    /// told of to those who may have it.
    pub async fn story_at(&self, actor: &Actor, slug: &Slug) -> Result<StoryAt> {
        let mut unit = self.store().read().await?;
        match readable(&mut unit, actor, &StoryRef::Slug(slug.clone())).await {
            Ok(readable) => Ok(StoryAt::Here(Box::new(readable))),
            Err(Refused::NotFound) => {
                let id = stories::by_old_slug(&mut unit, slug)
                    .await?
                    .ok_or(Refused::NotFound)?;
                let moved = readable(&mut unit, actor, &StoryRef::Id(id)).await?;
                Ok(StoryAt::Moved(moved.story.slug))
            }
            Err(other) => Err(other),
        }
    }

    /// The stories the actor writes, newest first.
    pub async fn own_stories(&self, actor: &Actor, request: &PageRequest) -> Result<Page<Story>> {
        let member = actor.signed_in(quire_domain::account::Scope::Read)?;
        let list = self.list("stories.own", &member.id).await?;
        let before = list
            .after(request)?
            .unwrap_or(StoryId::from(uuid::Uuid::max()));
        let mut unit = self.store().read().await?;
        let rows = stories::of_collaborator(&mut unit, member.id, before, request.fetch()).await?;
        Ok(list.page(request, rows, |story| story.id))
    }
}
