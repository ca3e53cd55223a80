//! `/search`

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use quire_app::App;
use quire_app::search::{ChapterFound, SnippetPart};
use quire_domain::text::SearchText;

use crate::chapter_name;
use crate::discover::request;
use crate::form::{Asked, Faults, form};
use crate::parts::{Link, Pager, StoryCard};
use crate::view::{Answer, View, show, show_as};
use crate::visit::{Chrome, Visit};

/// Results on a page.
const RESULTS: u32 = 20;

form! {
    /// What somebody looks for. Sent with GET.
    pub struct SearchForm to "/search" {
        /// The words.
        text q,
        /// `stories`, `chapters` or `people`.
        text kind,
        /// Where the results go on.
        text cursor,
    }
}

/// What was found.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    chrome: Chrome,
    query: String,
    faults: Faults,
    kinds: Vec<Link>,
    found: Found,
    next: Option<String>,
}

/// Results of one kind.
enum Found {
    Nothing,
    Stories(Vec<StoryCard>),
    Chapters(Vec<Hit>),
    People(Vec<Link>),
}

/// A chapter with the passage that was looked for.
struct Hit {
    chapter: Link,
    story: Link,
    passage: Vec<SnippetPart>,
}

impl From<ChapterFound> for Hit {
    fn from(found: ChapterFound) -> Self {
        let card = found.chapter;
        let dots = |cut: bool, text: &str| {
            cut.then(|| SnippetPart {
                text: text.to_owned(),
                hit: false,
            })
        };
        let before = dots(found.snippet.cut_before, "… ");
        let after = dots(found.snippet.cut_after, " …");
        Self {
            chapter: Link::new(
                chapter_name::name(card.number, &card.title),
                chapter_name::path_of(&card.story_slug, card.number, &card.slug),
            ),
            story: Link::new(
                card.story_title.to_string(),
                format!("/s/{}", card.story_slug),
            ),
            passage: before
                .into_iter()
                .chain(found.snippet.parts)
                .chain(after)
                .collect(),
        }
    }
}

impl SearchPage {
    fn of(chrome: Chrome, query: String) -> Self {
        let kind = |label: &str, kind: &str| {
            let pager = Pager::at("/search").with("q", &query).with("kind", kind);
            Link::new(label, pager.path())
        };
        Self {
            kinds: vec![
                kind("Stories", "stories"),
                kind("Chapters", "chapters"),
                kind("People", "people"),
            ],
            chrome,
            query,
            faults: Faults::default(),
            found: Found::Nothing,
            next: None,
        }
    }
}

impl View for SearchPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |found| Self {
            found,
            next: Some("/search?q=lamp&cursor=a".to_owned()),
            ..Self::of(Chrome::neutral(), "<lamp>".to_owned())
        };
        let part = |text: &str, hit| SnippetPart {
            text: text.to_owned(),
            hit,
        };
        let hit = Hit {
            chapter: Link::new("1. The Lamp", "/s/the-long-way/1-the-lamp"),
            story: Link::new("The Long Way", "/s/the-long-way"),
            passage: vec![part("a <b> ", false), part("lamp", true)],
        };
        let mut faults = Faults::default();
        faults.at("q", "may have at most 500 characters");
        vec![
            Self::of(Chrome::neutral(), String::new()),
            of(Found::Stories(vec![StoryCard::sample()])),
            of(Found::Chapters(vec![hit])),
            of(Found::People(vec![Link::person("Ada <3", "ada")])),
            Self {
                faults,
                next: None,
                ..of(Found::Stories(vec![]))
            },
        ]
    }
}

/// `GET /search`
pub async fn page(State(app): State<App>, visit: Visit, Asked(form): Asked<SearchForm>) -> Answer {
    let mut page = SearchPage::of(visit.chrome, form.q);
    let Some(text) = page.faults.read::<SearchText>("q", &page.query) else {
        return show_as(StatusCode::BAD_REQUEST, &page);
    };
    if text.as_str().is_empty() {
        return show(&page);
    }
    let request = request(RESULTS, &form.cursor)?;
    let (found, next) = match form.kind.as_str() {
        "chapters" => {
            let list = app.search_chapters(&visit.actor, &text, &request).await?;
            let hits = list.items.into_iter().map(Hit::from);
            (Found::Chapters(hits.collect()), list.next)
        }
        "people" => {
            let list = app.search_people(&text, &request).await?;
            let people = list.items.iter();
            let people = people.map(|one| Link::person(&one.display_name, &one.handle));
            (Found::People(people.collect()), list.next)
        }
        _ => {
            let list = app.search_stories(&visit.actor, &text, &request).await?;
            let cards = list.items.iter().map(StoryCard::from);
            (Found::Stories(cards.collect()), list.next)
        }
    };
    let pager = Pager::at("/search")
        .with("q", &page.query)
        .with("kind", &form.kind);
    page.next = pager.next(next.as_ref());
    page.found = found;
    show(&page)
}
