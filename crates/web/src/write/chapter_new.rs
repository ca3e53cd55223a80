//! `/write/{story}/new`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use quire_app::App;
use quire_app::chapters::{Contents, NewChapter};
use quire_domain::chapter::ChapterKind;
use quire_edge::Failure;

use super::chapter::{ChapterForm, EditorPage, bare, signed_out};
use super::{Asked, own_contents};
use crate::form::{Faults, Filled, lines_like};
use crate::parts::Link;
use crate::view::{Answer, see_other, show, show_as};
use crate::visit::{Chrome, Visit};

fn editor(chrome: Chrome, contents: &Contents, form: ChapterForm) -> EditorPage {
    let story = &contents.readable.story;
    let link = Link::new(story.title.to_string(), format!("/write/{}", story.id));
    EditorPage::new_chapter(chrome, link, &contents.volumes, form)
}

/// `GET /write/{story}/new`. The chapter begins in the volume of the last one, with the story's
/// notes.
pub async fn page(State(app): State<App>, visit: Visit, Path(story): Path<String>) -> Answer {
    let contents = own_contents(&app, &visit, &story).await?;
    let story = &contents.readable.story;
    let volume = contents.chapters.last().and_then(|last| last.volume_id);
    let form = ChapterForm {
        kind: ChapterKind::Chapter.to_string(),
        volume: volume.map_or_else(String::new, |id| id.to_string()),
        note_before: story.default_note_before.to_string(),
        note_after: story.default_note_after.to_string(),
        ..ChapterForm::default()
    };
    show(&editor(visit.chrome, &contents, form))
}

/// `POST /write/{story}/new`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    Path(story): Path<String>,
    Filled(mut form): Filled<ChapterForm>,
) -> Answer {
    if !visit.chrome.signed_in() {
        let path = format!("/write/{story}/new");
        return signed_out(bare(visit.chrome, path, form));
    }
    let contents = own_contents(&app, &visit, &story).await?;
    form.markdown = lines_like("", form.markdown);
    if form.then == "preview" {
        let preview = form.preview();
        let mut page = editor(visit.chrome, &contents, form);
        page.preview = preview;
        return show(&page);
    }
    let (status, faults) = match form.read() {
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(typed) => {
            let new = NewChapter {
                title: typed.title,
                kind: typed.kind,
                volume: typed.volume,
                markdown: form.markdown.clone(),
                note_before: Some(typed.note_before),
                note_after: Some(typed.note_after),
                warnings: typed.warnings,
                place: None,
            };
            let id = contents.readable.story.id;
            match app.create_chapter(&visit.actor, id, &new).await {
                Ok(chapter) => {
                    let path = format!("/write/{id}/{}", chapter.id);
                    return Ok(see_other(&Asked::after(path, "saved")));
                }
                Err(refused) => Faults::of_refusal(refused).map_err(Failure::from)?,
            }
        }
    };
    let mut page = editor(visit.chrome, &contents, form);
    page.faults = faults;
    show_as(status, &page)
}
