//! Tables of contents: the EPUB 3 document and the NCX for readers that know only that.

use std::fmt::Write;

use super::{Page, escape, language, shown};
use crate::edition::Edition;

/// One line of a table of contents and the lines below it.
struct Branch<'a> {
    page: &'a Page,
    below: Vec<&'a Page>,
}

/// Volumes hold the chapters that follow them; the title page is left to the spine.
fn branches(pages: &[Page]) -> Vec<Branch<'_>> {
    let mut branches: Vec<Branch<'_>> = Vec::new();
    for page in pages
        .iter()
        .filter(|page| page.chapter.is_some() || page.heads_volume)
    {
        match branches.last_mut() {
            Some(last)
                if !page.heads_volume
                    && page.volume.is_some()
                    && last.page.heads_volume
                    && last.page.volume == page.volume =>
            {
                last.below.push(page);
            }
            _ => branches.push(Branch {
                page,
                below: Vec::new(),
            }),
        }
    }
    if branches.is_empty()
        && let Some(page) = pages.first()
    {
        branches.push(Branch {
            page,
            below: Vec::new(),
        });
    }
    branches
}

/// `nav.xhtml`.
pub(super) fn document(edition: &Edition, pages: &[Page]) -> String {
    let language = language(edition);
    let mut list = String::new();
    let link = |page: &Page| format!("<a href=\"{}\">{}</a>", page.file, shown(&page.title));
    // Writing to a string cannot fail.
    for branch in branches(pages) {
        let _ = write!(list, "<li>{}", link(branch.page));
        if !branch.below.is_empty() {
            list.push_str("\n<ol>\n");
            for page in &branch.below {
                let _ = writeln!(list, "<li>{}</li>", link(page));
            }
            list.push_str("</ol>\n");
        }
        list.push_str("</li>\n");
    }
    let start = pages
        .iter()
        .find(|page| page.chapter.is_some() || page.heads_volume);
    let body_start = start.map_or(String::new(), |page| {
        format!(
            "<li><a epub:type=\"bodymatter\" href=\"{}\">{}</a></li>\n",
            page.file,
            shown(&page.title)
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\">\n\
         <head>\n<title>{title}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n<body>\n\
         <nav epub:type=\"toc\" id=\"toc\">\n<h1>{title}</h1>\n<ol>\n{list}</ol>\n</nav>\n\
         <nav epub:type=\"landmarks\" id=\"landmarks\" hidden=\"hidden\">\n<ol>\n\
         <li><a epub:type=\"titlepage\" href=\"titlepage.xhtml\">{title}</a></li>\n{body_start}</ol>\n</nav>\n</body>\n</html>\n",
        title = shown(&edition.title)
    )
}

/// `toc.ncx`.
pub(super) fn ncx(edition: &Edition, pages: &[Page]) -> String {
    let mut points = String::new();
    let mut order = 0;
    let mut open = |page: &Page, points: &mut String| {
        order += 1;
        let _ = writeln!(
            points,
            "<navPoint id=\"point-{}\" playOrder=\"{order}\">\n<navLabel><text>{}</text></navLabel>\n<content src=\"{}\"/>",
            page.id,
            shown(&page.title),
            page.file
        );
    };
    for branch in branches(pages) {
        open(branch.page, &mut points);
        for page in &branch.below {
            open(page, &mut points);
            points.push_str("</navPoint>\n");
        }
        points.push_str("</navPoint>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\">\n\
         <head>\n<meta name=\"dtb:uid\" content=\"{}\"/>\n</head>\n\
         <docTitle><text>{}</text></docTitle>\n<navMap>\n{points}</navMap>\n</ncx>\n",
        language(edition),
        escape(&edition.identifier()),
        shown(&edition.title)
    )
}
