//! `/t/{tag}`

use askama::Template;
use axum::extract::{Path, State};
use quire_app::App;
use quire_app::listings::StoryFilter;

use crate::discover::{ORDERS, order, request};
use crate::form::{Asked, form};
use crate::local::escaped;
use crate::parts::{Link, Pager, StoryCard};
use crate::story::slug;
use crate::view::{Answer, View, moved, show};
use crate::visit::{Chrome, Visit};

/// Stories on a page.
const STORIES: u32 = 20;

form! {
    /// Which part of a tag's list. Sent with GET.
    pub struct TagForm to "/t/{tag}" {
        /// The order.
        text sort,
        /// Where the list goes on.
        text cursor,
    }
}

/// The stories that carry a tag.
#[derive(Template)]
#[template(path = "tag.html")]
pub struct TagPage {
    chrome: Chrome,
    name: String,
    synonyms: String,
    orders: Vec<Link>,
    narrow: String,
    cards: Vec<StoryCard>,
    next: Option<String>,
}

impl View for TagPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let of = |cards, next| Self {
            chrome: Chrome::neutral(),
            name: "Slow <burn>".to_owned(),
            synonyms: "slowburn, slow-burning".to_owned(),
            orders: orders("/t/slow-burn"),
            narrow: "/discover?tag=slow-burn".to_owned(),
            cards,
            next,
        };
        let next = || Some("/t/slow-burn?cursor=a".to_owned());
        vec![
            of(vec![], None),
            of(vec![], next()),
            of(vec![StoryCard::sample()], next()),
        ]
    }
}

fn orders(path: &str) -> Vec<Link> {
    let link = |order: &crate::chosen::Choice| {
        Link::new(order.label, format!("{path}?sort={}", order.value))
    };
    ORDERS.iter().map(link).collect()
}

/// `GET /t/{tag}`. A synonym leads to the tag it stands for.
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(tag): Path<String>,
    Asked(form): Asked<TagForm>,
) -> Answer {
    let slug = slug(&tag)?;
    let found = app.tag(&slug).await?;
    if let Some(canonical) = found.canonical {
        return Ok(moved(&format!("/t/{}", canonical.slug)));
    }
    let filter = StoryFilter {
        tags: vec![slug],
        ..StoryFilter::default()
    };
    let request = request(STORIES, &form.cursor)?;
    let list = app.stories(order(&form.sort), &filter, &request).await?;
    let path = format!("/t/{}", found.tag.slug);
    let pager = Pager::at(&*path).with("sort", &form.sort);
    let synonyms = found.synonyms.iter().map(|tag| tag.name.to_string());
    show(&TagPage {
        chrome: visit.chrome,
        synonyms: synonyms.collect::<Vec<_>>().join(", "),
        orders: orders(&path),
        narrow: format!("/discover?tag={}", escaped(found.tag.slug.as_str())),
        name: found.tag.name.to_string(),
        cards: list.items.iter().map(StoryCard::from).collect(),
        next: pager.next(list.next.as_ref()),
    })
}
