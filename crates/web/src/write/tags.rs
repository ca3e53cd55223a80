//! `/write/{story}/tags`

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_app::tags::{Carried, TagChoice};
use quire_domain::tag::TagKind;
use quire_domain::text::TagName;
use quire_edge::Failure;

use super::{Asked, Then, own_contents};
use crate::form::{Faults, Filled, form};
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// The tags of a story by their kinds, with commas between.
    pub struct TagsForm to "/write/{story}/tags" {
        /// Genres.
        text genre,
        /// Themes.
        text theme,
        /// Fandoms.
        text fandom,
        /// Characters.
        text character,
        /// Relationships.
        text relationship,
        /// Anything else.
        text freeform,
    }
}

impl TagsForm {
    fn of(tags: &[Carried]) -> Self {
        let of = |kind: TagKind| {
            let names = tags.iter().filter(|tag| tag.kind == kind);
            let names: Vec<String> = names.map(|tag| tag.name.to_string()).collect();
            names.join(", ")
        };
        Self {
            genre: of(TagKind::Genre),
            theme: of(TagKind::Theme),
            fandom: of(TagKind::Fandom),
            character: of(TagKind::Character),
            relationship: of(TagKind::Relationship),
            freeform: of(TagKind::Freeform),
        }
    }

    fn read(&self) -> Result<Vec<TagChoice>, Faults> {
        let mut faults = Faults::default();
        let mut choices = Vec::new();
        for (kind, text) in [
            (TagKind::Genre, &self.genre),
            (TagKind::Theme, &self.theme),
            (TagKind::Fandom, &self.fandom),
            (TagKind::Character, &self.character),
            (TagKind::Relationship, &self.relationship),
            (TagKind::Freeform, &self.freeform),
        ] {
            let names = text.split(',').map(str::trim);
            for name in names.filter(|name| !name.is_empty()) {
                let name: Option<TagName> = faults.read(kind.as_str(), name);
                choices.extend(name.map(|name| TagChoice { kind, name }));
            }
        }
        if faults.is_empty() {
            Ok(choices)
        } else {
            Err(faults)
        }
    }
}

/// The tags of a story.
#[derive(Template)]
#[template(path = "write/tags.html")]
pub struct TagsPage {
    chrome: Chrome,
    done: &'static str,
    story: Link,
    form: TagsForm,
    faults: Faults,
}

impl View for TagsPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |form, faults| Self {
            chrome: Chrome::of_reader("ada", false),
            done: "Saved.",
            story: Link::new("The <Long> Way", "/write/sto_1"),
            form,
            faults,
        };
        let mut faults = Faults::default();
        faults.at("genre", "choose one to three genres");
        let form = TagsForm {
            theme: "slow <burn>, magic".to_owned(),
            ..TagsForm::default()
        };
        vec![of(TagsForm::default(), Faults::default()), of(form, faults)]
    }
}

/// `GET /write/{story}/tags`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    show(&TagsPage {
        chrome: visit.chrome,
        done: asked.done(),
        story: Link::new(story.title.to_string(), format!("/write/{}", story.id)),
        form: TagsForm::of(&contents.tags),
        faults: Faults::default(),
    })
}

/// `POST /write/{story}/tags`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(form): Filled<TagsForm>,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(choices) => match app.set_tags(&visit.actor, story.id, &choices).await {
            Ok(_) => {
                let path = format!("/write/{}/tags", story.id);
                return Ok(see_other(&Asked::after(path, "saved")));
            }
            Err(refused) => {
                let (status, refused) = Faults::of_refusal(refused).map_err(Failure::from)?;
                // The verb names a place in its list; the page has a field for each kind.
                let mut faults = Faults::default();
                for (_, message) in refused.all() {
                    faults.whole(message);
                }
                (status, faults)
            }
        },
    };
    let page = TagsPage {
        chrome: visit.chrome,
        done: "",
        story: Link::new(story.title.to_string(), format!("/write/{}", story.id)),
        form,
        faults,
    };
    show_as(status, &page)
}
