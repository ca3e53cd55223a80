//! `/s/{slug}/{number}-{chapter}` and `/c/{chapter}`

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::chapters::{Block, ChapterAddress, ChapterAt, ChapterPage as Found};
use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::id::ChapterId;
use quire_edge::Problem;
use quire_edge::problem::catalogue;

use crate::chapter_name;
use crate::moment::Moment;
use crate::parts::{AgeGate, Link, Warnings};
use crate::story::slug;
use crate::view::{Answer, View, moved, show};
use crate::visit::{Chrome, Visit};

/// The reading page.
#[derive(Template)]
#[template(path = "chapter.html")]
pub struct ChapterPage {
    chrome: Chrome,
    name: String,
    path: String,
    language: String,
    listed: bool,
    story: Link,
    author: Link,
    notice: Option<&'static str>,
    edit: Option<String>,
    warnings: Warnings,
    gate: Option<AgeGate>,
    note_before: String,
    blocks: Text,
    note_after: String,
    upcoming: Option<Moment>,
    keeps_place: Option<String>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// The text as it is kept rendered: the page borrows it.
struct Text(Arc<[Block]>);

impl<'a> IntoIterator for &'a Text {
    type Item = &'a str;
    type IntoIter = std::iter::Map<std::slice::Iter<'a, Block>, fn(&'a Block) -> &'a str>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|block| block.html.as_str())
    }
}

const fn notice(state: ChapterState) -> Option<&'static str> {
    match state {
        ChapterState::Published => None,
        ChapterState::Draft => Some("This chapter is a draft: nobody but its authors sees it."),
        ChapterState::Scheduled => {
            Some("This chapter waits for its moment: nobody but its authors sees it.")
        }
        ChapterState::Withdrawn => {
            Some("This chapter is withdrawn: nobody but its authors sees it.")
        }
    }
}

impl ChapterPage {
    fn of(chrome: Chrome, found: Found) -> Self {
        let readable = &found.readable;
        let (story, chapter) = (&readable.story, &readable.chapter);
        let path = readable.address().to_string();
        let is_author = readable.viewer.collaborator.is_some();
        let link = |line| chapter_name::link(&story.slug, line);
        let counts = chrome.signed_in()
            && found.blocks.is_some()
            && chapter.state == ChapterState::Published;
        Self {
            name: chapter_name::name(chapter.number, &chapter.title),
            language: story.language.to_string(),
            listed: readable.is_listed(),
            story: Link::new(story.title.to_string(), format!("/s/{}", story.slug)),
            author: Link::person(&story.owner_name, &story.owner_handle),
            notice: notice(chapter.state),
            edit: is_author.then(|| format!("/write/{}/{}", story.id, chapter.id)),
            warnings: Warnings::of(story, &chapter.warnings),
            gate: found.blocks.is_none().then(|| AgeGate {
                signed_in: chrome.signed_in(),
                back: path.clone(),
            }),
            note_before: quire_prose::small(chapter.note_before.as_str()),
            note_after: quire_prose::small(chapter.note_after.as_str()),
            upcoming: found.upcoming.map(Moment),
            keeps_place: counts.then(|| chapter.id.to_string()),
            previous: found.previous.as_ref().map(link),
            next: found.next.as_ref().map(link),
            blocks: Text(found.blocks.unwrap_or_default()),
            path,
            chrome,
        }
    }
}

impl View for ChapterPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let text = "# A part\n\n“It was *late*,” she said.\n\n***\n\n> Quoted & <b>escaped</b>.\n\n\
                    | a | b |\n|---|---|\n| 1 | 2 |";
        let link = |label: &str| Link::new(label, "/s/the-long-way/2-the-road");
        let read = |chrome| Self {
            chrome,
            name: "1. The <Lamp>".to_owned(),
            path: "/s/the-long-way/1-the-lamp".to_owned(),
            language: "de".to_owned(),
            listed: true,
            story: Link::new("The Long Way", "/s/the-long-way"),
            author: Link::person("Ada", "ada"),
            notice: None,
            edit: None,
            warnings: Warnings::default(),
            gate: None,
            note_before: String::new(),
            blocks: Text(quire_prose::render(text, &[]).into()),
            note_after: String::new(),
            upcoming: None,
            keeps_place: None,
            previous: None,
            next: Some(link("2. The Road")),
        };
        let gated = |chrome: Chrome| Self {
            gate: Some(AgeGate {
                signed_in: chrome.signed_in(),
                back: "/s/the-long-way/1-the-lamp".to_owned(),
            }),
            blocks: Text(Arc::default()),
            ..read(chrome)
        };
        vec![
            read(Chrome::neutral()),
            Self {
                listed: false,
                notice: notice(ChapterState::Draft),
                edit: Some("/write/sto_1/chp_1".to_owned()),
                warnings: Warnings::sample(),
                note_before: quire_prose::small("Thanks to *all*."),
                note_after: quire_prose::small("[More](https://example.org) soon."),
                upcoming: Some(Moment(Timestamp::from_seconds(1_795_305_600))),
                keeps_place: Some("chp_1".to_owned()),
                previous: Some(link("0. Before")),
                next: None,
                ..read(Chrome::of_reader("ada", false))
            },
            Self {
                keeps_place: Some("chp_1".to_owned()),
                ..read(Chrome::of_reader("ben", false))
            },
            gated(Chrome::neutral()),
            gated(Chrome::of_reader("ben", false)),
        ]
    }
}

/// `GET /s/{slug}/{number}-{chapter}`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path((story, part)): Path<(String, String)>,
) -> Answer {
    let not_found = || Problem::new(&catalogue::NOT_FOUND);
    let (number, chapter) = ChapterAddress::parse_part(&part).ok_or_else(not_found)?;
    let story = slug(&story)?;
    match app
        .chapter_at(&visit.actor, &story, number, &chapter)
        .await?
    {
        ChapterAt::Moved(address) => Ok(moved(&address.to_string())),
        ChapterAt::Here(readable) => {
            let found = app.page_of_found(*readable).await?;
            show(&ChapterPage::of(visit.chrome, found))
        }
    }
}

/// `GET /c/{chapter}`: the address that never changes.
pub async fn permanent(
    State(app): State<App>,
    visit: Visit,
    Path(chapter): Path<String>,
) -> Answer {
    let id: ChapterId = chapter
        .parse()
        .map_err(|_form| Problem::new(&catalogue::NOT_FOUND))?;
    let readable = app.chapter(&visit.actor, id).await?;
    Ok(moved(&readable.address().to_string()))
}
