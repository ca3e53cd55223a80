//! `/discover`: every filter stands in the address.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use quire_app::listings::{StoryFilter, StoryOrder};
use quire_app::{App, Cursor, Page, PageRequest};
use quire_domain::slug::Slug;
use quire_domain::story::{Rating, SerialStatus, Warning};
use quire_edge::Failure;

use crate::chosen::{Choice, Shown};
use crate::form::{Asked, Faults, form};
use crate::parts::{Pager, StoryCard};
use crate::view::{Answer, View, show, show_as};
use crate::visit::{Chrome, Visit};

/// Stories on a page.
const STORIES: u32 = 20;

/// The orders there are.
pub const ORDERS: &[Choice] = &[
    Choice {
        value: "trending",
        label: "Trending",
    },
    Choice {
        value: "new",
        label: "New",
    },
    Choice {
        value: "updated",
        label: "Updated",
    },
];

form! {
    /// What a reader wants to see. Sent with GET.
    pub struct FilterForm to "/discover" {
        /// The order.
        text sort,
        /// Tags that a story must carry, with commas between.
        text tag,
        /// Tags that it must not carry.
        text not_tag,
        /// One of these ratings.
        ticks rating,
        /// Warnings that must not apply.
        ticks not_warning,
        /// One of these states.
        ticks status,
        /// Its language.
        text language,
        /// The fewest words.
        text words_min,
        /// The most words.
        text words_max,
        /// Where the list goes on.
        text cursor,
    }
}

/// The order a word names; the usual one for any other word.
pub fn order(word: &str) -> StoryOrder {
    match word {
        "new" => StoryOrder::New,
        "updated" => StoryOrder::Updated,
        _ => StoryOrder::Trending,
    }
}

impl FilterForm {
    fn read(&self) -> Result<StoryFilter, Faults> {
        let mut faults = Faults::default();
        let filter = StoryFilter {
            tags: slugs(&mut faults, "tag", &self.tag),
            not_tags: slugs(&mut faults, "not_tag", &self.not_tag),
            ratings: faults.read_all("rating", &self.rating),
            not_warnings: faults.read_all("not_warning", &self.not_warning),
            statuses: faults.read_all("status", &self.status),
            languages: faults
                .read_optional("language", self.language.trim())
                .into_iter()
                .collect(),
            words_min: words(&mut faults, "words_min", &self.words_min),
            words_max: words(&mut faults, "words_max", &self.words_max),
            ..StoryFilter::default()
        };
        if faults.is_empty() {
            Ok(filter)
        } else {
            Err(faults)
        }
    }

    fn pager(&self) -> Pager {
        Pager::at("/discover")
            .with("sort", &self.sort)
            .with("tag", &self.tag)
            .with("not_tag", &self.not_tag)
            .with_all("rating", &self.rating)
            .with_all("not_warning", &self.not_warning)
            .with_all("status", &self.status)
            .with("language", &self.language)
            .with("words_min", &self.words_min)
            .with("words_max", &self.words_max)
    }

    fn is_narrow(&self) -> bool {
        let sorted = Self {
            sort: self.sort.clone(),
            ..Self::default()
        };
        self.pager().path() != sorted.pager().path()
    }
}

/// Tags as people write them: `Slow burn, magic`.
fn slugs(faults: &mut Faults, field: &str, text: &str) -> Vec<Slug> {
    let names = text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let mut slugs = Vec::new();
    for name in names {
        match Slug::from_title(name) {
            Some(slug) => slugs.push(slug),
            None => faults.at(field, format_args!("there is no tag {name}")),
        }
    }
    slugs
}

fn words(faults: &mut Faults, field: &str, text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    if digits.is_empty() {
        return None;
    }
    let number: Option<u32> = digits.parse().ok();
    if number.is_none() {
        faults.at(field, "write a number");
    }
    number.map(i64::from)
}

/// The part of a list that an address asks for.
pub fn request(limit: u32, cursor: &str) -> Result<PageRequest, Failure> {
    let after = (!cursor.is_empty()).then(|| Cursor::given(cursor));
    Ok(PageRequest::new(Some(limit), after)?)
}

/// Stories by what a reader wants to see.
#[derive(Template)]
#[template(path = "discover.html")]
pub struct DiscoverPage {
    chrome: Chrome,
    form: FilterForm,
    faults: Faults,
    lists: FilterLists,
    cards: Vec<StoryCard>,
    next: Option<String>,
}

/// The closed lists of the filter.
pub struct FilterLists {
    orders: &'static [Choice],
    ratings: &'static [Choice],
    warnings: &'static [Choice],
    statuses: &'static [Choice],
}

impl DiscoverPage {
    fn of(chrome: Chrome, form: FilterForm) -> Self {
        Self {
            chrome,
            form,
            faults: Faults::default(),
            lists: FilterLists {
                orders: ORDERS,
                ratings: Rating::CHOICES,
                warnings: Warning::CHOICES,
                statuses: SerialStatus::CHOICES,
            },
            cards: Vec::new(),
            next: None,
        }
    }

    fn is_open(&self) -> bool {
        self.form.is_narrow() || !self.faults.is_empty()
    }
}

impl View for DiscoverPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let wrong = FilterForm {
            rating: vec!["nice".to_owned()],
            words_min: "many".to_owned(),
            tag: "Slow burn, ???".to_owned(),
            ..FilterForm::default()
        };
        let faults = wrong.read().err().unwrap_or_default();
        vec![
            Self {
                cards: vec![StoryCard::sample()],
                next: Some("/discover?cursor=a".to_owned()),
                ..Self::of(Chrome::neutral(), FilterForm::default())
            },
            Self {
                faults,
                ..Self::of(Chrome::of_reader("ada", false), wrong)
            },
        ]
    }
}

/// `GET /discover`
pub async fn page(State(app): State<App>, visit: Visit, Asked(form): Asked<FilterForm>) -> Answer {
    let read = form.read();
    let request = request(STORIES, &form.cursor)?;
    let order = order(&form.sort);
    let pager = form.pager();
    let mut page = DiscoverPage::of(visit.chrome, form);
    let filter = match read {
        Ok(filter) => filter,
        Err(faults) => {
            page.faults = faults;
            return show_as(StatusCode::BAD_REQUEST, &page);
        }
    };
    let Page { items, next } = app.stories(order, &filter, &request).await?;
    page.cards = items.iter().map(StoryCard::from).collect();
    page.next = pager.next(next.as_ref());
    show(&page)
}
