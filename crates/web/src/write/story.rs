//! `/write/{story}`

use askama::Template;
use axum::extract::{Path, Query, State};
use quire_app::chapters::{ChapterLine, Contents};
use quire_app::{App, Refused};
use quire_domain::Timestamp;
use quire_domain::chapter::ChapterState;
use quire_domain::story::{CollaboratorRole, StoryState};

use super::{Then, own_contents};
use crate::chapter_name;
use crate::chosen::Shown;
use crate::moment::{Counted, Day, Moment};
use crate::view::{Answer, View, show};
use crate::visit::{Chrome, Visit};

/// A story as its authors have it.
#[derive(Template)]
#[template(path = "write/story.html")]
pub struct WriteStoryPage {
    chrome: Chrome,
    done: &'static str,
    title: String,
    path: String,
    public: String,
    state: StoryState,
    role: CollaboratorRole,
    /// A chapter is published or will be.
    coming: bool,
    published: Counted,
    scheduled: usize,
    queued: usize,
    drafts: usize,
    next: Option<Coming>,
    chapters: Vec<Row>,
}

/// The chapter that comes out next.
struct Coming {
    name: String,
    at: Moment,
}

/// One chapter.
struct Row {
    id: String,
    name: String,
    state: &'static str,
    when: Option<Moment>,
    since: Option<Day>,
    remark: &'static str,
    words: Counted,
    first: bool,
    last: bool,
}

impl Row {
    fn of(line: &ChapterLine, place: usize, count: usize) -> Self {
        Self {
            id: line.id.to_string(),
            name: chapter_name::name(line.number, &line.title),
            state: line.state.shown(),
            when: line.publish_at.map(Moment),
            since: line.published_at.map(Day),
            remark: match line.state {
                ChapterState::Published if line.pending => ", newer text not shown to readers",
                ChapterState::Draft if line.queued => ", in the queue",
                _ => "",
            },
            words: Counted(line.word_count, "word"),
            first: place == 0,
            last: place + 1 == count,
        }
    }
}

const fn advice(state: StoryState, coming: bool) -> &'static str {
    match (state, coming) {
        (StoryState::Published, true) => "",
        (StoryState::Published, false) => "No chapter is published or scheduled: readers see none.",
        (StoryState::Draft, true) => "Only its authors see it. Publish the story to show it.",
        (StoryState::Draft, false) => {
            "Only its authors see it. Publish or schedule a chapter, then publish the story."
        }
        (StoryState::Withdrawn, _) => "Readers do not see it. Publish the story to show it again.",
    }
}

impl WriteStoryPage {
    fn of(chrome: Chrome, contents: &Contents, role: CollaboratorRole) -> Self {
        let story = &contents.readable.story;
        let lines = &contents.chapters;
        let count = |state| lines.iter().filter(|line| line.state == state).count();
        let coming = count(ChapterState::Published) + count(ChapterState::Scheduled) > 0;
        let rows = lines.iter().enumerate();
        let queued = lines.iter().filter(|line| line.queued).count();
        Self {
            chrome,
            done: "",
            title: story.title.to_string(),
            path: format!("/write/{}", story.id),
            public: format!("/s/{}", story.slug),
            state: story.state,
            role,
            coming,
            published: Counted(story.chapter_count, "chapter"),
            scheduled: count(ChapterState::Scheduled),
            queued,
            drafts: count(ChapterState::Draft).saturating_sub(queued),
            next: next(lines),
            chapters: rows
                .map(|(place, line)| Row::of(line, place, lines.len()))
                .collect(),
        }
    }

    fn shown(&self) -> &'static str {
        self.state.shown()
    }

    /// What the state means to readers, and what to do next.
    fn advice(&self) -> &'static str {
        advice(self.state, self.coming)
    }

    fn publishes(&self) -> bool {
        self.role.may_publish()
    }

    fn owns(&self) -> bool {
        self.role.may_own()
    }

    fn can_publish(&self) -> bool {
        self.publishes() && self.coming && self.state != StoryState::Published
    }

    fn can_withdraw(&self) -> bool {
        self.publishes() && self.state == StoryState::Published
    }
}

fn next(lines: &[ChapterLine]) -> Option<Coming> {
    let waiting = lines
        .iter()
        .filter_map(|line| Some((line.publish_at?, line)));
    let (at, line) = waiting.min_by_key(|(at, line)| (*at, line.position))?;
    Some(Coming {
        name: chapter_name::name(line.number, &line.title),
        at: Moment(at),
    })
}

impl View for WriteStoryPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let at = Timestamp::from_seconds(1_795_305_600);
        let row = |id: &str, state: ChapterState, first, last| Row {
            id: id.to_owned(),
            name: "1. The <Lamp>".to_owned(),
            state: state.shown(),
            when: (state == ChapterState::Scheduled).then_some(Moment(at)),
            since: (state == ChapterState::Published).then_some(Day(at)),
            remark: ", in the queue",
            words: Counted(1, "word"),
            first,
            last,
        };
        let empty = Self {
            chrome: Chrome::of_reader("ada", false),
            done: "",
            title: "The <Long> Way".to_owned(),
            path: "/write/sto_1".to_owned(),
            public: "/s/the-long-way".to_owned(),
            state: StoryState::Draft,
            role: CollaboratorRole::Beta,
            coming: false,
            published: Counted(0, "chapter"),
            scheduled: 0,
            queued: 0,
            drafts: 0,
            next: None,
            chapters: Vec::new(),
        };
        let full = |state| Self {
            chrome: Chrome::of_reader("ada", false),
            done: "Saved.",
            title: "The <Long> Way".to_owned(),
            path: "/write/sto_1".to_owned(),
            public: "/s/the-long-way".to_owned(),
            state,
            role: CollaboratorRole::Owner,
            coming: true,
            published: Counted(1, "chapter"),
            scheduled: 1,
            queued: 1,
            drafts: 0,
            next: Some(Coming {
                name: "2. The Road".to_owned(),
                at: Moment(at),
            }),
            chapters: vec![
                row("chp_1", ChapterState::Published, true, false),
                row("chp_2", ChapterState::Scheduled, false, false),
                row("chp_3", ChapterState::Draft, false, true),
            ],
        };
        vec![empty, full(StoryState::Draft), full(StoryState::Published)]
    }
}

/// `GET /write/{story}`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Query(asked): Then,
) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let role = contents.readable.viewer.collaborator;
    let mut page = WriteStoryPage::of(visit.chrome, &contents, role.ok_or(Refused::NotFound)?);
    page.done = asked.done();
    show(&page)
}
