//! The package document.

use std::fmt::Write;

use jiff::tz::TimeZone;

use super::{Page, escape, language, shown, source_file};
use crate::edition::Edition;
use crate::epub::own::RECORD;

/// `package.opf`.
pub(super) fn document(edition: &Edition, pages: &[Page]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    // Writing to a string cannot fail; the result says so only for other writers.
    let _ = writeln!(
        out,
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"uid\" xml:lang=\"{}\">",
        language(edition)
    );
    metadata(&mut out, edition);
    manifest(&mut out, pages);
    out.push_str("<spine toc=\"ncx\">\n");
    for page in pages {
        let _ = writeln!(out, "<itemref idref=\"{}\"/>", page.id);
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(out: &mut String, edition: &Edition) {
    out.push_str("<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n");
    let mut element = |tag: &str, attributes: &str, text: &str| {
        if !text.trim().is_empty() {
            let _ = writeln!(out, "<{tag}{attributes}>{}</{}>", escape(text.trim()), tag);
        }
    };
    element("dc:identifier", " id=\"uid\"", &edition.identifier());
    element("dc:language", "", &language(edition));
    for (at, author) in edition.authors.iter().enumerate() {
        element("dc:creator", &format!(" id=\"author-{}\"", at + 1), author);
        if !author.trim().is_empty() {
            element(
                "meta",
                &format!(
                    " refines=\"#author-{}\" property=\"role\" scheme=\"marc:relators\"",
                    at + 1
                ),
                "aut",
            );
        }
    }
    element("dc:description", "", &description(edition));
    element(
        "dc:publisher",
        "",
        edition.publisher.as_deref().unwrap_or_default(),
    );
    element(
        "dc:rights",
        "",
        edition.rights.as_deref().unwrap_or_default(),
    );
    element("dc:source", "", edition.url.as_deref().unwrap_or_default());
    if let Some(series) = edition
        .series
        .as_ref()
        .filter(|series| !series.title.trim().is_empty())
    {
        element(
            "meta",
            " id=\"series\" property=\"belongs-to-collection\"",
            &series.title,
        );
        element(
            "meta",
            " refines=\"#series\" property=\"collection-type\"",
            "series",
        );
        element(
            "meta",
            " refines=\"#series\" property=\"group-position\"",
            &series.position.to_string(),
        );
    }
    let modified = TimeZone::UTC
        .to_datetime(edition.modified)
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string();
    element("meta", " property=\"dcterms:modified\"", &modified);
    let _ = writeln!(out, "<dc:title>{}</dc:title>", shown(&edition.title));
    out.push_str("</metadata>\n");
}

/// The blurb, and how far the story is: most readers show no other field for that.
fn description(edition: &Edition) -> String {
    let parts = [edition.description.as_deref(), edition.status.as_deref()];
    let parts = parts
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

fn manifest(out: &mut String, pages: &[Page]) {
    out.push_str("<manifest>\n");
    let mut item = |id: &str, href: &str, media_type: &str, properties: &str| {
        let _ = writeln!(
            out,
            "<item id=\"{id}\" href=\"{href}\" media-type=\"{media_type}\"{properties}/>"
        );
    };
    item(
        "nav",
        "nav.xhtml",
        "application/xhtml+xml",
        " properties=\"nav\"",
    );
    item("ncx", "toc.ncx", "application/x-dtbncx+xml", "");
    item("style", "style.css", "text/css", "");
    item("record", RECORD, "application/json", "");
    for page in pages {
        item(&page.id, &page.file, "application/xhtml+xml", "");
        if page.chapter.is_some() {
            item(
                &format!("source-{}", page.id),
                &source_file(page),
                "text/markdown",
                "",
            );
        }
    }
    out.push_str("</manifest>\n");
}
