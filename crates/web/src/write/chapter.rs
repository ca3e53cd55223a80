//! `/write/{story}/{chapter}`: the editor.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use quire_app::chapters::{Chapter, ChapterChange, ChapterSource, Edition};
use quire_app::stories::{StoryRef, split_words};
use quire_app::volumes::Volume;
use quire_app::{App, Refused};
use quire_domain::account::Scope;
use quire_domain::chapter::{ChapterKind, ChapterState};
use quire_domain::id::{ChapterId, VolumeId};
use quire_domain::story::Warning;
use quire_domain::text::{AuthorNote, ChapterTitle};
use quire_edge::Failure;

use super::{Asked, Then, id};
use crate::chapter_name;
use crate::chosen::{Choice, Shown};
use crate::form::{Faults, Filled, form, lines_like};
use crate::moment::Counted;
use crate::parts::Link;
use crate::view::{Answer, View, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

form! {
    /// A chapter as it is written.
    pub struct ChapterForm to "/write/{story}/{chapter}" {
        /// The version that was read; empty for a new chapter.
        text version,
        /// Its title.
        text title,
        /// Its text.
        text markdown,
        /// What it is in its story.
        text kind,
        /// The volume it stands in; empty for none.
        text volume,
        /// What stands before it.
        text note_before,
        /// What stands after it.
        text note_after,
        /// The warnings it adds.
        ticks warnings,
        /// What to do: `save`, `pending`, `publish` or `preview`.
        text then,
    }
}

/// What was typed, read.
pub(super) struct Typed {
    pub(super) title: ChapterTitle,
    pub(super) kind: ChapterKind,
    pub(super) volume: Option<VolumeId>,
    pub(super) note_before: AuthorNote,
    pub(super) note_after: AuthorNote,
    pub(super) warnings: Vec<Warning>,
}

impl ChapterForm {
    fn of(source: &ChapterSource) -> Self {
        let chapter = &source.readable.chapter;
        let warnings = split_words(&chapter.warnings).into_iter();
        Self {
            version: chapter.version.to_string(),
            title: chapter.title.to_string(),
            markdown: source.markdown.clone(),
            kind: chapter.kind.to_string(),
            volume: chapter
                .volume_id
                .map_or_else(String::new, |id| id.to_string()),
            note_before: chapter.note_before.to_string(),
            note_after: chapter.note_after.to_string(),
            warnings: warnings.map(|warning| warning.to_string()).collect(),
            then: String::new(),
        }
    }

    pub(super) fn read(&self) -> Result<Typed, Faults> {
        let mut faults = Faults::default();
        let lines = |text: &str| lines_like("", text.to_owned());
        let title = faults.read("title", &self.title);
        let kind = faults.read("kind", &self.kind);
        let volume = faults.read_optional("volume", &self.volume);
        let before = faults.read("note_before", &lines(&self.note_before));
        let after = faults.read("note_after", &lines(&self.note_after));
        let warnings = faults.read_all("warnings", &self.warnings);
        match (title, kind, before, after) {
            (Some(title), Some(kind), Some(note_before), Some(note_after)) if faults.is_empty() => {
                Ok(Typed {
                    title,
                    kind,
                    volume,
                    note_before,
                    note_after,
                    warnings,
                })
            }
            _ => Err(faults),
        }
    }

    /// How the text looks to readers.
    pub(super) fn preview(&self) -> String {
        let blocks = quire_prose::render(&self.markdown, &[]);
        let html: Vec<String> = blocks.into_iter().map(|block| block.html).collect();
        html.join("\n")
    }
}

/// The editor.
#[derive(Template)]
#[template(path = "write/chapter.html")]
pub struct EditorPage {
    chrome: Chrome,
    pub(super) done: &'static str,
    story: Link,
    /// Where the form is sent to.
    path: String,
    heading: String,
    /// Where the chapter stands; nothing for a new one.
    standing: Option<Standing>,
    form: ChapterForm,
    pub(super) faults: Faults,
    pub(super) preview: String,
    conflict: Option<Conflict>,
    kinds: &'static [Choice],
    warnings: &'static [Choice],
    volumes: Vec<VolumeChoice>,
}

struct Standing {
    state: ChapterState,
    shown: &'static str,
    words: Counted,
    pending: bool,
    reader: String,
}

/// The text that somebody saved meanwhile.
struct Conflict {
    saved: String,
    /// From that text to what was typed, as HTML.
    difference: String,
}

struct VolumeChoice {
    value: String,
    label: String,
}

impl EditorPage {
    fn bare(chrome: Chrome, story: Link, path: String, form: ChapterForm) -> Self {
        Self {
            chrome,
            done: "",
            story,
            path,
            heading: "New chapter".to_owned(),
            standing: None,
            form,
            faults: Faults::default(),
            preview: String::new(),
            conflict: None,
            kinds: ChapterKind::CHOICES,
            warnings: Warning::CHOICES,
            volumes: choices(&[]),
        }
    }

    pub(super) fn new_chapter(
        chrome: Chrome,
        story: Link,
        volumes: &[Volume],
        form: ChapterForm,
    ) -> Self {
        let path = format!("{}/new", story.path);
        Self {
            volumes: choices(volumes),
            ..Self::bare(chrome, story, path, form)
        }
    }

    fn of(chrome: Chrome, source: &ChapterSource, volumes: &[Volume], form: ChapterForm) -> Self {
        let (story, chapter) = (&source.readable.story, &source.readable.chapter);
        let link = Link::new(story.title.to_string(), format!("/write/{}", story.id));
        let path = format!("{}/{}", link.path, chapter.id);
        Self {
            heading: chapter_name::name(chapter.number, &chapter.title),
            standing: Some(Standing {
                state: chapter.state,
                shown: chapter.state.shown(),
                words: Counted(chapter.word_count, "word"),
                pending: is_pending(chapter),
                reader: source.readable.address().to_string(),
            }),
            volumes: choices(volumes),
            ..Self::bare(chrome, link, path, form)
        }
    }

    fn is_published(&self) -> bool {
        let standing = self.standing.as_ref();
        standing.is_some_and(|standing| standing.state == ChapterState::Published)
    }

    fn can_publish(&self) -> bool {
        let standing = self.standing.as_ref();
        standing.is_some_and(|standing| standing.state != ChapterState::Published)
    }
}

fn is_pending(chapter: &Chapter) -> bool {
    chapter.live_revision_id.is_some() && chapter.live_revision_id != chapter.head_revision_id
}

fn choices(volumes: &[Volume]) -> Vec<VolumeChoice> {
    let none = VolumeChoice {
        value: String::new(),
        label: "None".to_owned(),
    };
    let volumes = volumes.iter().map(|volume| VolumeChoice {
        value: volume.id.to_string(),
        label: volume.title.to_string(),
    });
    std::iter::once(none).chain(volumes).collect()
}

impl View for EditorPage {
    fn chrome(&self) -> &Chrome {
        &self.chrome
    }

    fn samples() -> Vec<Self> {
        let form = || ChapterForm {
            version: "3".to_owned(),
            title: "The <Lamp>".to_owned(),
            markdown: "\n# One\n\n</textarea><b>&amp;".to_owned(),
            kind: "chapter".to_owned(),
            warnings: vec!["gore".to_owned()],
            ..ChapterForm::default()
        };
        let chrome = || Chrome::of_reader("ada", false);
        let story = || Link::new("The <Long> Way", "/write/sto_1");
        let edit = |state| Self {
            standing: Some(Standing {
                state,
                shown: state.shown(),
                words: Counted(1_234, "word"),
                pending: true,
                reader: "/s/the-long-way/1-the-lamp".to_owned(),
            }),
            done: "Saved.",
            ..Self::bare(chrome(), story(), "/write/sto_1/chp_1".to_owned(), form())
        };
        let empty = ChapterForm::default();
        let faults = empty.read().err().unwrap_or_default();
        vec![
            Self {
                faults,
                ..Self::new_chapter(chrome(), story(), &[], empty)
            },
            edit(ChapterState::Draft),
            Self {
                preview: form().preview(),
                ..edit(ChapterState::Published)
            },
            Self {
                conflict: Some(Conflict {
                    saved: "# One & only".to_owned(),
                    difference: difference("# One & only", &form().markdown),
                }),
                ..edit(ChapterState::Draft)
            },
        ]
    }
}

fn difference(saved: &str, typed: &str) -> String {
    quire_prose::diff_html(&quire_prose::diff(saved, typed))
}

async fn source(app: &App, visit: &Visit, chapter: ChapterId) -> Result<ChapterSource, Failure> {
    visit.actor.signed_in(Scope::Read)?;
    let head = Some(Edition::Head);
    let source = app.chapter_source(&visit.actor, chapter, head).await?;
    if source.readable.chapter.deleted_at.is_some() {
        return Err(Refused::Gone.into());
    }
    Ok(source)
}

/// `GET /write/{story}/{chapter}`
pub async fn page(
    State(app): State<App>,
    visit: Visit,
    Path((_story, chapter)): Path<(String, String)>,
    Query(asked): Then,
) -> Answer {
    let source = source(&app, &visit, id(&chapter)?).await?;
    let story = StoryRef::Id(source.readable.story.id);
    let volumes = app.volumes(&visit.actor, &story).await?;
    let form = ChapterForm::of(&source);
    let mut page = EditorPage::of(visit.chrome, &source, &volumes, form);
    page.done = asked.done();
    show(&page)
}

/// `POST /write/{story}/{chapter}`. Whatever happens, what was typed is not lost.
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path((story, chapter)): Path<(String, String)>,
    Filled(mut form): Filled<ChapterForm>,
) -> Answer {
    let path = format!("/write/{story}/{chapter}");
    if !visit.chrome.signed_in() {
        let page = EditorPage::bare(
            visit.chrome,
            Link::new("Your stories", "/write"),
            path,
            form,
        );
        return signed_out(page);
    }
    let id = id(&chapter)?;
    let before = source(&app, &visit, id).await?;
    form.markdown = lines_like(&before.markdown, form.markdown);
    let saved = if form.then == "preview" {
        None
    } else {
        Some(save(&app, &visit, id, &form).await)
    };
    if let Some(Ok(done)) = saved {
        return Ok(see_other(&Asked::after(path, done)));
    }
    let volumes = StoryRef::Id(before.readable.story.id);
    let volumes = app.volumes(&visit.actor, &volumes).await?;
    let mut page = EditorPage::of(visit.chrome, &before, &volumes, form);
    let status = match saved {
        None | Some(Ok(_)) => {
            page.preview = page.form.preview();
            StatusCode::OK
        }
        Some(Err(Fault::Typed(faults))) => {
            page.faults = faults;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Some(Err(Fault::Refused(Refused::Stale { current }))) => {
            page.conflict = Some(Conflict {
                difference: difference(&before.markdown, &page.form.markdown),
                saved: before.markdown,
            });
            page.form.version = current.to_string();
            StatusCode::PRECONDITION_FAILED
        }
        Some(Err(Fault::Refused(refused))) => {
            let (status, faults) = Faults::of_refusal(refused).map_err(Failure::from)?;
            page.faults = faults;
            status
        }
    };
    show_as(status, &page)
}

/// What stands in the way of saving.
enum Fault {
    Typed(Faults),
    Refused(Refused),
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

async fn save(
    app: &App,
    visit: &Visit,
    id: ChapterId,
    form: &ChapterForm,
) -> Result<&'static str, Fault> {
    let typed = form.read().map_err(Fault::Typed)?;
    let mut faults = Faults::default();
    let version = faults.read("version", &form.version);
    let version = version.ok_or(Fault::Typed(faults))?;
    let pending = form.then == "pending";
    let change = ChapterChange {
        title: Some(typed.title),
        kind: Some(typed.kind),
        volume: Some(typed.volume),
        note_before: Some(typed.note_before),
        note_after: Some(typed.note_after),
        warnings: Some(typed.warnings),
        markdown: Some(form.markdown.clone()),
        go_live: pending.then_some(false),
    };
    let saved = app.save_chapter(&visit.actor, id, version, &change).await?;
    if form.then == "publish" {
        app.want_published(&visit.actor, id, None, false).await?;
        return Ok("published");
    }
    Ok(match saved.state {
        ChapterState::Published if pending => "pending",
        ChapterState::Published => "live",
        _ => "saved",
    })
}

/// Who was signed out while typing keeps the text and can send it again.
pub(super) fn signed_out(mut page: EditorPage) -> Answer {
    page.faults.whole(
        "You are not signed in any more, so nothing was saved. Sign in on another tab, come back \
         to this one, and save again: your text is still here.",
    );
    show_as(StatusCode::UNAUTHORIZED, &page)
}

/// The page for somebody who was signed out before a new chapter was kept.
pub(super) fn bare(chrome: Chrome, path: String, form: ChapterForm) -> EditorPage {
    EditorPage::bare(chrome, Link::new("Your stories", "/write"), path, form)
}
