//! `/s/{slug}`

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use quire_app::chapters::{ChapterLine, Contents};
use quire_app::reading::StoryProgress;
use quire_app::stories::{Story, StoryAt, StoryRef};
use quire_app::{App, Refused};
use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::slug::Slug;
use quire_domain::story::{Audience, Rating, SerialStatus, StoryState};
use quire_domain::visibility::is_listed;
use quire_edge::problem::catalogue;
use quire_edge::{Failure, Problem};

use crate::book;
use crate::chapter_name;
use crate::chosen::Shown;
use crate::moment::{Counted, Day, Moment};
use crate::parts::{AgeGate, Link, StoryCard, Warnings};
use crate::view::{Answer, View, moved, show};
use crate::visit::{Chrome, Visit};

/// A story's own page.
#[derive(Template)]
#[template(path = "story.html")]
pub struct StoryPage {
    chrome: Chrome,
    title: String,
    path: String,
    language: String,
    listed: bool,
    author: Link,
    notice: Option<String>,
    edit: Option<String>,
    facts: String,
    warnings: Warnings,
    hiatus: String,
    blurb: String,
    tags: Vec<Link>,
    start: Option<Link>,
    following: Option<bool>,
    epub: Option<String>,
    upcoming: Option<Moment>,
    gate: Option<AgeGate>,
    parts: Vec<Part>,
}

/// The chapters of one volume, or those in none.
struct Part {
    title: String,
    chapters: Vec<Row>,
}

/// A chapter in the contents.
struct Row {
    name: String,
    path: String,
    state: &'static str,
    words: Counted,
    published: Option<Day>,
}

impl Row {
    fn of(story: &Story, line: &ChapterLine) -> Self {
        Self {
            name: chapter_name::name(line.number, &line.title),
            path: chapter_name::path(&story.slug, line),
            state: match line.state {
                ChapterState::Published => "",
                other => other.shown(),
            },
            words: Counted(line.word_count, "word"),
            published: line.published_at.map(Day),
        }
    }
}

/// What only its authors see of a story that readers do not see, or not all of them.
fn notice(story: &Story) -> Option<String> {
    let text = match (story.state, story.audience) {
        (StoryState::Draft, _) => "This story is a draft: nobody but its authors sees it.",
        (StoryState::Withdrawn, _) => "This story is withdrawn: nobody but its authors sees it.",
        (StoryState::Published, Audience::Public) => return None,
        (StoryState::Published, Audience::Unlisted) => {
            "This story is in no list: everybody who has the link can read it."
        }
        (StoryState::Published, Audience::Members) => "This story is for those who are signed in.",
        (StoryState::Published, Audience::Followers) => "This story is for followers.",
        (StoryState::Published, Audience::Private) => {
            "This story is private: nobody but its authors sees it."
        }
    };
    Some(text.to_owned())
}

fn facts(story: &Story) -> String {
    let length = StoryCard::facts(
        story.serial_status,
        story.rating,
        story.chapter_count,
        story.word_count,
    );
    let license = match story.license.as_str() {
        "" => "all rights reserved",
        license => license,
    };
    format!(
        "{length} · part of machines: {} · {license}",
        story.ai_use.shown().to_lowercase()
    )
}

/// The chapters by volumes: those in none stand where they come in the order.
fn parts(contents: &Contents) -> Vec<Part> {
    let story = &contents.readable.story;
    let mut parts: Vec<(_, Part)> = Vec::new();
    for line in &contents.chapters {
        let row = Row::of(story, line);
        match parts.last_mut() {
            Some((volume, part)) if *volume == line.volume_id => part.chapters.push(row),
            _ => {
                let volume = contents
                    .volumes
                    .iter()
                    .find(|volume| Some(volume.id) == line.volume_id);
                let part = Part {
                    title: volume.map_or_else(String::new, |volume| volume.title.to_string()),
                    chapters: vec![row],
                };
                parts.push((line.volume_id, part));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

impl StoryPage {
    fn of(chrome: Chrome, contents: &Contents) -> Self {
        let readable = &contents.readable;
        let story = &readable.story;
        let path = format!("/s/{}", story.slug);
        let is_author = readable.viewer.collaborator.is_some();
        let first = contents
            .chapters
            .iter()
            .find(|line| line.state == ChapterState::Published);
        Self {
            title: story.title.to_string(),
            language: story.language.to_string(),
            listed: is_listed(readable.facts()),
            author: Link::person(&story.owner_name, &story.owner_handle),
            notice: is_author.then(|| notice(story)).flatten(),
            edit: is_author.then(|| format!("/write/{}", story.id)),
            facts: facts(story),
            warnings: Warnings::of(story, ""),
            hiatus: match story.serial_status {
                SerialStatus::Hiatus => story.hiatus_note.to_string(),
                _ => String::new(),
            },
            blurb: quire_prose::small(story.blurb.as_str()),
            tags: Vec::new(),
            start: first
                .map(|line| Link::new("Start reading", chapter_name::path(&story.slug, line))),
            following: None,
            epub: (story.download && readable.access.shows_text() && first.is_some())
                .then(|| format!("{path}.epub")),
            upcoming: contents.upcoming.map(Moment),
            gate: (!readable.access.shows_text()).then(|| AgeGate {
                signed_in: chrome.signed_in(),
                back: path.clone(),
            }),
            parts: parts(contents),
            path,
            chrome,
        }
    }
}

impl StoryPage {
    /// Leads a reader who has begun to where they were, or to the chapter after it.
    fn go_on(&mut self, contents: &Contents, place: Option<&StoryProgress>) {
        let Some(current) = place.map(|place| &place.current) else {
            return;
        };
        let mut readable = contents
            .chapters
            .iter()
            .filter(|line| line.state == ChapterState::Published)
            .skip_while(|line| line.id != current.chapter);
        let (here, next) = (readable.next(), readable.next());
        let slug = &contents.readable.story.slug;
        self.start = match (here, next) {
            (_, Some(next)) if current.completes() => Some(chapter_name::link(slug, next)),
            (Some(here), _) => {
                let mut link = chapter_name::link(slug, here);
                if !current.block.is_empty() {
                    link.path = format!("{}#b-{}", link.path, current.block);
                }
                Some(link)
            }
            (None, _) => return,
        };
        if let Some(link) = &mut self.start {
            link.label = format!("Continue: {}", link.label);
        }
    }
}

impl View for StoryPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let empty = |chrome| Self {
            chrome,
            title: "The <Long> Way".to_owned(),
            path: "/s/the-long-way".to_owned(),
            language: "de".to_owned(),
            listed: false,
            author: Link::person("Ada & Co", "ada"),
            notice: None,
            edit: None,
            facts: StoryCard::facts(SerialStatus::Ongoing, Rating::Teen, 1, 2_345),
            warnings: Warnings::default(),
            hiatus: String::new(),
            blurb: String::new(),
            tags: Vec::new(),
            start: None,
            following: None,
            epub: None,
            upcoming: None,
            gate: None,
            parts: Vec::new(),
        };
        let row = |name: &str, state| Row {
            name: name.to_owned(),
            path: "/s/the-long-way/1-the-lamp".to_owned(),
            state,
            words: Counted(2_345, "word"),
            published: Some(Day(Timestamp::from_seconds(1_795_305_600))),
        };
        let gated = |chrome: Chrome| Self {
            gate: Some(AgeGate {
                signed_in: chrome.signed_in(),
                back: "/s/the-long-way".to_owned(),
            }),
            ..empty(chrome)
        };
        vec![
            empty(Chrome::neutral()),
            Self {
                listed: true,
                notice: Some("This story is for followers.".to_owned()),
                edit: Some("/write/sto_1".to_owned()),
                warnings: Warnings::sample(),
                hiatus: "A rest until spring.".to_owned(),
                blurb: quire_prose::small("A *long* way.\n\n- one\n- two"),
                tags: vec![Link::new("Slow burn", "/t/slow-burn")],
                start: Some(Link::new("Start reading", "/s/the-long-way/1-the-lamp")),
                following: Some(true),
                epub: Some("/s/the-long-way.epub".to_owned()),
                upcoming: Some(Moment(Timestamp::from_seconds(1_795_305_600))),
                parts: vec![
                    Part {
                        title: String::new(),
                        chapters: vec![row("Prologue", "")],
                    },
                    Part {
                        title: "Book <One>".to_owned(),
                        chapters: vec![row("1. The Lamp", ""), row("2. The Road", "Draft")],
                    },
                ],
                ..empty(Chrome::of_reader("ada", false))
            },
            gated(Chrome::neutral()),
            gated(Chrome::of_reader("ben", false)),
        ]
    }
}

/// The part of an address that names a story; what cannot be one is nothing.
pub fn slug(text: &str) -> Result<Slug, Failure> {
    Slug::parse(text).map_err(|_form| Problem::new(&catalogue::NOT_FOUND).into())
}

/// `GET /s/{slug}`, and the story as a book at `GET /s/{slug}.epub`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(story): Path<String>,
) -> Answer {
    if let Some(story) = story.strip_suffix(".epub") {
        return book::epub(&app, &visit, &headers, slug(story)?).await;
    }
    let slug = slug(&story)?;
    match app
        .contents(&visit.actor, &StoryRef::Slug(slug.clone()))
        .await
    {
        Ok(contents) => {
            let id = contents.readable.story.id;
            let mut page = StoryPage::of(visit.chrome, &contents);
            if page.chrome.signed_in() {
                page.following = Some(app.follows_story(&visit.actor, id).await?);
                let place = app.progress(&visit.actor, id).await?;
                page.go_on(&contents, place.as_ref());
            }
            show(&page)
        }
        // It may have had this address before.
        Err(Refused::NotFound) => match app.story_at(&visit.actor, &slug).await? {
            StoryAt::Moved(now) => Ok(moved(&format!("/s/{now}"))),
            StoryAt::Here(_) => Err(Problem::new(&catalogue::NOT_FOUND).into()),
        },
        Err(other) => Err(other.into()),
    }
}
