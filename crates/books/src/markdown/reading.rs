//! Markdown files to a manuscript.

use std::path::Path;

use super::front_matter::{self, FrontMatter};
use super::sections::{heading, sections};
use super::{folder, is_markdown, natural};
use crate::archive::Archive;
use crate::manuscript::{ChapterKind, Manuscript, ManuscriptChapter, Origin, Skipped, Volume};
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;
use crate::text_encoding::decode;
use crate::title;

/// Files that describe the story instead of telling it.
const BOOK_FILES: &[&str] = &["story", "_index", "metadata", "book"];
/// Files people keep beside a text.
const SIDE_FILES: &[&str] = &[
    "readme",
    "license",
    "licence",
    "copying",
    "changelog",
    "contributing",
];
/// Folders that hold chapters and are no volume.
const PLAIN_FOLDERS: &[&str] = &[
    "chapters",
    "chapter",
    "text",
    "texts",
    "content",
    "manuscript",
    "src",
    "story",
];

/// A text and its path in the folder or zip, with `/` between names.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

struct Draft {
    order: Option<i64>,
    path: String,
    folder: String,
    volume: Option<String>,
    volume_number: Option<usize>,
    chapter: ManuscriptChapter,
}

/// Reads one Markdown file: one chapter, or one per heading when it has several.
pub(crate) fn read_file(
    name: &str,
    bytes: &[u8],
    _reading: &Reading,
) -> Result<Manuscript, Refusal> {
    let mut manuscript = manuscript("Markdown file");
    let text = text_of(name, bytes, &mut manuscript);
    let (mut matter, body) = split(name, &text)?;
    let sections = sections(body);
    let story = matter.take(&["story", "book"]);
    if sections.chapters.len() > 1 {
        manuscript.title = story
            .or_else(|| matter.take(&["title"]))
            .or(sections.title)
            .unwrap_or_else(|| pretty(name));
        describe(&mut manuscript, matter);
        for (heading, markdown) in sections.chapters {
            manuscript.chapters.push(ManuscriptChapter {
                kind: title::kind_of(&heading),
                title: heading,
                markdown,
                source_path: name.to_owned(),
                ..ManuscriptChapter::default()
            });
        }
        return Ok(manuscript);
    }
    manuscript.authors = matter.take_list(&["authors", "author"]);
    manuscript.language = matter.take(&["language", "lang"]);
    let draft = draft(name, matter, body, &mut manuscript);
    manuscript.title = story.unwrap_or_else(|| draft.chapter.title.clone());
    manuscript
        .volumes
        .extend(draft.volume.map(|title| Volume { title }));
    let volume = manuscript.volumes.len().checked_sub(1);
    manuscript.chapters.push(ManuscriptChapter {
        volume,
        ..draft.chapter
    });
    Ok(manuscript)
}

/// Reads the Markdown files of a zip.
pub(crate) fn read_zip(
    archive: &Archive<'_>,
    name: &str,
    reading: &Reading,
) -> Result<Manuscript, Refusal> {
    let mut manuscript = manuscript("Markdown zip");
    let mut files = Vec::new();
    for path in archive.names().iter().filter(|path| !path.ends_with('/')) {
        if let Some(reason) = unwanted(path) {
            skip(&mut manuscript, path, reason);
        } else if let Some(bytes) = archive.read(path)? {
            let text = text_of(path, &bytes, &mut manuscript);
            files.push(File {
                path: path.replace('\\', "/"),
                text,
            });
        }
    }
    assemble(files, name, manuscript, reading)
}

/// Reads the Markdown files of a folder and its folders. Links are not followed.
pub(crate) fn read_folder(
    folder: &Path,
    name: &str,
    reading: &Reading,
) -> Result<Manuscript, Refusal> {
    let mut manuscript = manuscript("Markdown folder");
    let files = folder::texts(folder, reading, &mut manuscript)?;
    if files.is_empty() {
        return Err(Refusal::new(
            RefusalCode::UnknownFormat,
            format!("{} holds no Markdown files (.md).", folder.display()),
        ));
    }
    assemble(files, name, manuscript, reading)
}

/// Reads Markdown files that are in memory already.
pub(crate) fn read_texts(
    name: &str,
    files: &[(&str, &str)],
    reading: &Reading,
) -> Result<Manuscript, Refusal> {
    let files = files.iter().map(|(path, text)| File {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    });
    assemble(
        files.collect(),
        name,
        manuscript("Markdown folder"),
        reading,
    )
}

fn manuscript(format: &str) -> Manuscript {
    Manuscript {
        source: Origin {
            format: format.to_owned(),
            identifiers: Vec::new(),
        },
        ..Manuscript::default()
    }
}

pub(super) fn text_of(path: &str, bytes: &[u8], manuscript: &mut Manuscript) -> String {
    let decoded = decode(bytes);
    if decoded.guessed {
        manuscript.warnings.push(format!(
            "\"{path}\" is not UTF-8; it was read as Windows-1252"
        ));
    }
    decoded.text
}

fn split<'t>(path: &str, text: &'t str) -> Result<(FrontMatter, &'t str), Refusal> {
    front_matter::split(text).map_err(|error| bad_front_matter(path, &error))
}

fn bad_front_matter(path: &str, error: &str) -> Refusal {
    Refusal::new(
        RefusalCode::BadFrontMatter,
        format!(
            "The front matter of \"{path}\" cannot be understood: {error}. Correct it and import again."
        ),
    )
}

pub(super) fn skip(manuscript: &mut Manuscript, path: &str, reason: &str) {
    manuscript.skipped.push(Skipped {
        path: path.to_owned(),
        title: None,
        reason: reason.to_owned(),
    });
}

/// Why a file is not even opened.
pub(super) fn unwanted(path: &str) -> Option<&'static str> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if name.starts_with('.')
        || path.starts_with('.')
        || path.contains("/.")
        || path.starts_with("__MACOSX/")
    {
        return Some("a hidden file");
    }
    let stem = stem(name).to_lowercase();
    if SIDE_FILES.contains(&stem.as_str()) {
        return Some("a file about the files");
    }
    let about_book = BOOK_FILES.contains(&stem.as_str());
    let lower = name.to_lowercase();
    let data = [".yaml", ".yml", ".toml"]
        .iter()
        .any(|end| lower.ends_with(end));
    let wanted = is_markdown(name) || (about_book && data);
    (!wanted).then_some("not Markdown")
}

fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Files to a story: the book file describes it, folders and fields make volumes, order and names
/// make the sequence.
fn assemble(
    mut files: Vec<File>,
    name: &str,
    mut manuscript: Manuscript,
    _reading: &Reading,
) -> Result<Manuscript, Refusal> {
    strip_common_folder(&mut files);
    let mut drafts = Vec::new();
    let mut folder_titles: Vec<(String, String)> = Vec::new();
    let mut described = false;
    for file in files {
        let folder = file
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let stem = stem(&file.path).to_lowercase();
        if BOOK_FILES.contains(&stem.as_str()) && (folder.is_empty() || stem == "_index") {
            let (mut matter, body) = if is_markdown(&file.path) {
                split(&file.path, &file.text)?
            } else {
                let is_toml = file.path.to_lowercase().ends_with(".toml");
                let matter = front_matter::whole_file(&file.text, is_toml)
                    .map_err(|error| bad_front_matter(&file.path, &error))?;
                (matter, "")
            };
            if folder.is_empty() {
                described = true;
                manuscript.title = matter.take(&["title", "name"]).unwrap_or_default();
                describe(&mut manuscript, matter);
                if manuscript.description.is_none() && !body.trim().is_empty() {
                    manuscript.description = Some(body.trim().to_owned());
                }
            } else if let Some(title) = matter.take(&["title"]) {
                folder_titles.push((folder, title));
            }
            continue;
        }
        let (matter, body) = split(&file.path, &file.text)?;
        if matter == FrontMatter::default() && body.trim().is_empty() {
            skip(&mut manuscript, &file.path, "empty");
            continue;
        }
        let mut draft = draft(&file.path, matter, body, &mut manuscript);
        draft.folder = folder;
        drafts.push(draft);
    }
    sort(&mut drafts, &mut manuscript.warnings);
    if !described {
        manuscript.title = pretty(name);
        manuscript.warnings.push(
            "no story.md says what the story is called; the name of the file or folder was used"
                .to_owned(),
        );
    }
    for draft in drafts {
        place(draft, &folder_titles, &mut manuscript);
    }
    Ok(manuscript)
}

/// A zip of a folder has the folder's name in front of everything.
fn strip_common_folder(files: &mut [File]) {
    while let Some(prefix) = files
        .first()
        .and_then(|file| file.path.split_once('/'))
        .map(|(folder, _)| format!("{folder}/"))
    {
        if !files.iter().all(|file| file.path.starts_with(&prefix)) {
            return;
        }
        for file in files.iter_mut() {
            file.path = file
                .path
                .strip_prefix(&prefix)
                .unwrap_or(&file.path)
                .to_owned();
        }
    }
}

fn describe(manuscript: &mut Manuscript, mut matter: FrontMatter) {
    manuscript.authors = matter.take_list(&["authors", "author", "by"]);
    manuscript.language = matter.take(&["language", "lang"]);
    manuscript.description = matter.take(&["description", "summary", "blurb"]);
    manuscript.license = matter.take(&["license", "licence", "rights"]);
    manuscript.source.identifiers = matter.take_list(&["identifiers", "identifier", "isbn"]);
    manuscript.volumes = matter
        .take_list(&["volumes", "parts"])
        .into_iter()
        .map(|title| Volume { title })
        .collect();
}

fn draft(path: &str, mut matter: FrontMatter, body: &str, manuscript: &mut Manuscript) -> Draft {
    let order = matter.take(&["order", "number", "chapter", "weight"]);
    let order = order.and_then(|order| order.trim().parse().ok());
    let heading = first_heading(body);
    let named = matter.take(&["title", "name"]);
    if named.is_some() && named == heading {
        manuscript.warnings.push(format!(
            "\"{path}\" repeats its title as a heading; the text was left as it is"
        ));
    }
    let title = named
        .filter(|title| !title.trim().is_empty())
        .or(heading)
        .unwrap_or_else(|| pretty(path));
    let kind = matter.take(&["kind", "type"]);
    let known = kind.as_deref().and_then(ChapterKind::from_word);
    if let (Some(word), None) = (&kind, known) {
        manuscript.warnings.push(format!(
            "\"{path}\" says it is a \"{word}\", which is no kind of chapter"
        ));
    }
    let volume = matter.take(&["volume", "part", "book"]);
    let volume_number = matter
        .take(&["volume_number"])
        .and_then(|number| number.parse().ok());
    Draft {
        order,
        path: path.to_owned(),
        folder: String::new(),
        volume,
        volume_number,
        chapter: ManuscriptChapter {
            kind: known.unwrap_or_else(|| title::kind_of(&title)),
            title,
            volume: None,
            markdown: body.to_owned(),
            source_path: path.to_owned(),
            note_before: matter.take(&["note_before", "author_note", "authors_note", "note"]),
            note_after: matter.take(&["note_after"]),
            publish_at: matter.take(&["publish_at", "publish_date", "scheduled"]),
            slug: matter.take(&["slug"]),
            front_matter: matter.rest(),
        },
    }
}

/// By number when every file has one, else by name.
fn sort(drafts: &mut [Draft], warnings: &mut Vec<String>) {
    drafts.sort_by(|one, other| natural::compare(&one.path, &other.path));
    let numbered = drafts.iter().filter(|draft| draft.order.is_some()).count();
    if numbered == drafts.len() {
        drafts.sort_by_key(|draft| draft.order);
    } else if numbered > 0 {
        warnings.push(format!(
            "{numbered} of {} files have a number in their front matter; the order of file names was used",
            drafts.len()
        ));
    }
}

fn place(draft: Draft, folder_titles: &[(String, String)], manuscript: &mut Manuscript) {
    let from_folder = || {
        let last = draft.folder.rsplit('/').next().unwrap_or_default();
        let plain = last.is_empty() || PLAIN_FOLDERS.contains(&last.to_lowercase().as_str());
        let titled = folder_titles
            .iter()
            .find(|(folder, _)| *folder == draft.folder)
            .map(|(_, title)| title.clone());
        titled.or_else(|| (!plain).then(|| pretty(last)))
    };
    let listed = draft
        .volume_number
        .and_then(|number| number.checked_sub(1))
        .filter(|at| *at < manuscript.volumes.len());
    let volume = match draft.volume.clone().or_else(from_folder) {
        None => None,
        Some(_) if listed.is_some() => listed,
        Some(title) => {
            let known = manuscript
                .volumes
                .iter()
                .position(|volume| volume.title == title);
            known.or_else(|| {
                manuscript.volumes.push(Volume { title });
                manuscript.volumes.len().checked_sub(1)
            })
        }
    };
    manuscript.chapters.push(ManuscriptChapter {
        volume,
        ..draft.chapter
    });
}

/// The text of an ATX heading in the first line that is not blank.
fn first_heading(body: &str) -> Option<String> {
    heading(body.lines().find(|line| !line.trim().is_empty())?).map(|(_, text)| text)
}

/// A file name as a title: without number and separators.
fn pretty(path: &str) -> String {
    let stem = stem(path);
    let words =
        stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let words = if words.is_empty() { stem } else { words };
    let text = words.replace(['-', '_'], " ").trim().to_owned();
    let mut letters = text.chars();
    let title: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    if title.is_empty() {
        "Untitled".to_owned()
    } else {
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_make_decent_titles() {
        assert_eq!(pretty("part/003-the_long-night.md"), "The long night");
        assert_eq!(pretty("12.md"), "12");
    }
}
