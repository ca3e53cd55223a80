//! The pages of an edition.

use super::{escape, fragment, language, shown};
use crate::edition::{Edition, EditionChapter, Note};

/// A whole XHTML document around a body.
fn page(edition: &Edition, title: &str, body_type: &str, body: &str) -> String {
    let language = language(edition);
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n\
         <head>\n<title>{}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n\
         <body epub:type=\"{body_type}\">\n{body}\n</body>\n</html>\n",
        shown(title)
    )
}

/// Title, authors, and how far the story is.
pub(super) fn title_page(edition: &Edition) -> String {
    let mut lines = vec![edition.authors.join(", ")];
    if let Some(series) = &edition.series {
        lines.push(format!("{}, {}", series.title, series.position));
    }
    lines.extend(edition.status.clone());
    lines.extend(edition.publisher.clone());
    lines.extend(edition.rights.clone());
    let mut body = format!(
        "<section class=\"plain\" epub:type=\"titlepage\">\n<h1>{}</h1>\n",
        shown(&edition.title)
    );
    for line in lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
    {
        body.push_str("<p>");
        body.push_str(&escape(line));
        body.push_str("</p>\n");
    }
    if let Some(url) = edition
        .url
        .as_deref()
        .filter(|url| fragment::is_web_address(url))
    {
        let url = escape(url);
        body.push_str("<p><a href=\"");
        body.push_str(&url);
        body.push_str("\">");
        body.push_str(&url);
        body.push_str("</a></p>\n");
    }
    body.push_str("</section>");
    page(edition, &edition.title, "frontmatter", &body)
}

/// A volume's heading.
pub(super) fn volume(edition: &Edition, title: &str) -> String {
    let body = format!(
        "<section class=\"plain\" epub:type=\"part\">\n<h1>{}</h1>\n</section>",
        shown(title)
    );
    page(edition, title, "bodymatter", &body)
}

/// One chapter. Depends on the chapter and the story's language and nothing else.
pub(super) fn chapter(edition: &Edition, chapter: &EditionChapter) -> String {
    let mut ids = fragment::Ids::reserved(["text", "note-before", "note-after"]);
    let mut note = |id: &str, note: Option<&Note>| {
        note.map_or_else(String::new, |note| {
            format!(
                "<aside id=\"{id}\" class=\"note\">\n{}\n</aside>\n",
                fragment::clean(&note.xhtml, &mut ids)
            )
        })
    };
    let before = note("note-before", chapter.note_before.as_ref());
    let after = note("note-after", chapter.note_after.as_ref());
    let text = fragment::clean(&chapter.xhtml, &mut ids);
    let kind = match chapter.kind {
        crate::ChapterKind::Prologue => "prologue",
        crate::ChapterKind::Epilogue => "epilogue",
        _ => "chapter",
    };
    let body = format!(
        "<section epub:type=\"{kind}\">\n<h2>{}</h2>\n{before}<div id=\"text\">\n{text}\n</div>\n{after}</section>",
        shown(&chapter.title)
    );
    page(edition, &chapter.title, "bodymatter", &body)
}
