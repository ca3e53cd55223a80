//! `/@{handle}`

use askama::Template;
use axum::extract::{Path, State};
use quire_app::profiles::ProfileAt;
use quire_app::{App, Refused};
use quire_domain::Timestamp;
use quire_domain::text::Handle;

use crate::discover::request;
use crate::form::{Asked, Filled, form};
use crate::moment::{Counted, Day};
use crate::parts::{Pager, StoryCard};
use crate::view::{Answer, View, moved, see_other, show};
use crate::visit::{Chrome, Visit};

/// Stories on a page.
const STORIES: u32 = 20;

form! {
    /// Which part of somebody's stories. Sent with GET.
    pub struct ProfileQuery to "/@{handle}" {
        /// Where the list goes on.
        text cursor,
    }
}

form! {
    /// Whether to follow somebody.
    pub struct FollowUserForm to "/@{handle}/follow" {
        /// `yes` or `no`.
        text follow,
    }
}

/// Somebody with what they wrote.
#[derive(Template)]
#[template(path = "profile.html")]
pub struct ProfilePage {
    chrome: Chrome,
    handle: String,
    name: String,
    own: bool,
    following: Option<bool>,
    details: Option<Details>,
    cards: Vec<StoryCard>,
    next: Option<String>,
}

/// What its owner may hide.
struct Details {
    bio: String,
    joined: Day,
    followers: Counted,
}

impl View for ProfilePage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |chrome, following, own, details, cards| Self {
            chrome,
            handle: "ada".to_owned(),
            name: "Ada <Lovelace>".to_owned(),
            own,
            following,
            details,
            cards,
            next: None,
        };
        let details = || {
            Some(Details {
                bio: quire_prose::small("I *write*.\n\n[More](https://example.org)"),
                joined: Day(Timestamp::from_seconds(1_795_305_600)),
                followers: Counted(1, "follower"),
            })
        };
        let ada = || Chrome::of_reader("ada", false);
        vec![
            of(Chrome::neutral(), None, false, None, vec![]),
            of(ada(), None, true, details(), vec![StoryCard::sample()]),
            of(
                Chrome::of_reader("ben", false),
                Some(true),
                false,
                details(),
                vec![],
            ),
        ]
    }
}

fn handle(text: &str) -> Result<Handle, Refused> {
    Handle::parse(text).map_err(|_form| Refused::NotFound)
}

/// `GET /@{handle}`. An old handle leads to the present one, another spelling to the owner's.
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(asked): Path<String>,
    Asked(query): Asked<ProfileQuery>,
) -> Answer {
    let profile = match app.profile(&visit.actor, &handle(&asked)?).await? {
        ProfileAt::Here(profile) => profile,
        ProfileAt::Moved(handle) => return Ok(moved(&format!("/@{handle}"))),
    };
    if profile.handle.as_str() != asked {
        return Ok(moved(&format!("/@{}", profile.handle)));
    }
    let own = visit.actor.account() == Some(profile.id);
    let following = if own || !visit.chrome.signed_in() {
        None
    } else {
        Some(app.follows_user(&visit.actor, profile.id).await?)
    };
    let request = request(STORIES, &query.cursor)?;
    let list = app.stories_of(&visit.actor, profile.id, &request).await?;
    let pager = Pager::at(format!("/@{}", profile.handle));
    show(&ProfilePage {
        chrome: visit.chrome,
        handle: profile.handle.to_string(),
        name: profile.display_name.to_string(),
        own,
        following,
        details: profile.details.map(|details| Details {
            bio: quire_prose::small(details.bio.as_str()),
            joined: Day(details.joined_at),
            followers: Counted(details.follower_count, "follower"),
        }),
        cards: list.items.iter().map(StoryCard::from).collect(),
        next: pager.next(list.next.as_ref()),
    })
}

/// `POST /@{handle}/follow`
pub async fn follow(
    State(app): State<App>,
    visit: Visit,
    Path(asked): Path<String>,
    Filled(form): Filled<FollowUserForm>,
) -> Answer {
    let ProfileAt::Here(profile) = app.profile(&visit.actor, &handle(&asked)?).await? else {
        return Err(Refused::NotFound.into());
    };
    if form.follow == "no" {
        app.unfollow_user(&visit.actor, profile.id).await?;
    } else {
        app.follow_user(&visit.actor, profile.id).await?;
    }
    Ok(see_other(&format!("/@{}", profile.handle)))
}
