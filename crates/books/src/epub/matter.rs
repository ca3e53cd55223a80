//! Front and back matter: what stands around a story and is not part of it.
//!
//! What the book says about itself (`epub:type`, landmarks, guide) is believed anywhere. Names,
//! titles and content only count at the two ends of the book, where matter lives: a chapter called
//! "Notes" in the middle is a chapter.

use std::collections::HashMap;

use super::document::Document;
use super::navigation::Navigation;
use super::package::Package;
use crate::title;

/// Beyond this many words a page that a guide calls a cover or title page holds more than that.
const SHORT_PAGE_WORDS: usize = 1_500;

/// Beyond this many words a page is not judged by its content.
const LONGEST_MATTER_WORDS: usize = 3_000;

/// The reason to skip each document, in spine order; none for the story.
pub(super) fn classify(
    documents: &[Document],
    package: &Package,
    navigation: &Navigation,
    titles: &HashMap<String, String>,
) -> Vec<Option<String>> {
    let mut reasons: Vec<Option<String>> = documents
        .iter()
        .map(|document| certain(document, package, navigation, titles).map(str::to_owned))
        .collect();
    let count = documents.len();
    for order in [(0..count).collect::<Vec<_>>(), (0..count).rev().collect()] {
        for at in order {
            let (Some(document), Some(reason)) = (documents.get(at), reasons.get_mut(at)) else {
                break;
            };
            if reason.is_none() {
                *reason = probable(document, package, titles).map(str::to_owned);
            }
            if reason.is_none() {
                break;
            }
        }
    }
    reasons
}

/// Whether a document may be the text of notes: then chapters take their notes from it.
pub(super) fn is_notes(reason: &str) -> bool {
    reason.starts_with("notes")
}

fn certain(
    document: &Document,
    package: &Package,
    navigation: &Navigation,
    titles: &HashMap<String, String>,
) -> Option<&'static str> {
    if document.words == 0 {
        return Some("a page without text");
    }
    let types = document.types();
    if let Some(reason) = types.iter().find_map(|word| by_type(word)) {
        return Some(reason);
    }
    if types.iter().any(|word| is_story_type(word)) {
        return None;
    }
    if package.navigation.as_deref() == Some(document.path.as_str()) {
        return Some("table of contents");
    }
    let landmarks = navigation.landmarks.iter().chain(&package.guide);
    let said = landmarks
        .filter(|(path, _)| *path == document.path)
        .flat_map(|(_, types)| types.split_whitespace())
        .find_map(by_type);
    if said.is_some() && document.words <= SHORT_PAGE_WORDS {
        return said;
    }
    if !document.linear && !titles.contains_key(&document.path) {
        return Some("outside the reading order");
    }
    types.iter().find_map(|word| match *word {
        "frontmatter" => Some("front matter"),
        "backmatter" => Some("back matter"),
        _ => None,
    })
}

fn by_type(word: &str) -> Option<&'static str> {
    Some(match word {
        "cover" | "cover-page" | "coverpage" => "cover",
        "titlepage" | "title-page" | "halftitlepage" | "seriespage" => "title page",
        "imprint" | "copyright-page" | "copyright" | "other-credits" | "revision-history" => {
            "copyright page"
        }
        "toc" | "landmarks" | "toc-brief" => "table of contents",
        "loi" => "list of illustrations",
        "lot" => "list of tables",
        "colophon" => "colophon",
        "endnotes" | "rearnotes" | "footnotes" | "notes" => {
            "notes (kept as footnotes of their chapters)"
        }
        "index" => "index",
        "bibliography" => "bibliography",
        "dedication" => "dedication",
        "epigraph" => "epigraph",
        "acknowledgments" | "acknowledgements" => "acknowledgments",
        "foreword" => "foreword",
        "preface" => "preface",
        "contributors" => "contributors",
        _ => return None,
    })
}

fn is_story_type(word: &str) -> bool {
    matches!(
        word,
        "bodymatter"
            | "chapter"
            | "prologue"
            | "epilogue"
            | "part"
            | "volume"
            | "division"
            | "short-story"
            | "subchapter"
            | "conclusion"
            | "afterword"
            | "appendix"
            | "text"
    )
}

fn probable(
    document: &Document,
    package: &Package,
    titles: &HashMap<String, String>,
) -> Option<&'static str> {
    if document.types().iter().any(|word| is_story_type(word)) {
        return None;
    }
    let file = document.path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if let Some(reason) = by_file_name(&letters(stem)) {
        return Some(reason);
    }
    let heading = document.first_heading();
    let titles = titles
        .get(&document.path)
        .into_iter()
        .chain(heading.as_ref());
    if let Some(reason) = titles
        .into_iter()
        .find_map(|title| by_title(&letters(title)))
    {
        return Some(reason);
    }
    by_content(document, package)
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

fn by_file_name(stem: &str) -> Option<&'static str> {
    Some(match stem {
        "cover" | "coverpage" | "wrap" | "jacket" => "cover",
        "title" | "titlepage" | "halftitle" | "halftitlepage" | "tp" => "title page",
        "copyright" | "imprint" | "uncopyright" | "license" | "licence" | "legal" | "cop"
        | "copy" => "copyright page",
        "toc" | "contents" | "nav" | "tableofcontents" => "table of contents",
        "colophon" => "colophon",
        "endnotes" | "footnotes" | "notes" => "notes (kept as footnotes of their chapters)",
        "loi" | "illustrations" => "list of illustrations",
        "about" | "aboutbook" | "aboutauthor" | "abouttheauthor" | "author" => {
            "about the author or the book"
        }
        "ads" | "adcard" | "advert" | "adverts" | "advertisement" | "alsoby" | "backads"
        | "similar" | "feedbooks" | "newsletter" | "teaser" | "nextreads" => "advertisement",
        "dedication" | "ded" => "dedication",
        "epigraph" | "epi" => "epigraph",
        "acknowledgments" | "acknowledgements" | "ack" => "acknowledgments",
        "preface" => "preface",
        "foreword" => "foreword",
        _ => return None,
    })
}

fn by_title(title: &str) -> Option<&'static str> {
    Some(match title {
        "cover" | "frontcover" => "cover",
        "titlepage" | "halftitle" => "title page",
        "copyright" | "copyrightpage" | "imprint" | "uncopyright" | "license"
        | "copyrightnotice" | "legalnotice" => "copyright page",
        "contents" | "tableofcontents" | "toc" | "inhalt" | "inhaltsverzeichnis"
        | "tabledesmatières" => "table of contents",
        "colophon" => "colophon",
        "endnotes" | "footnotes" | "notes" => "notes (kept as footnotes of their chapters)",
        "listofillustrations" | "illustrations" => "list of illustrations",
        "abouttheauthor" | "abouttheauthors" | "aboutthisbook" | "about" | "aboutthepublisher"
        | "überdenautor" => "about the author or the book",
        "alsoby" | "alsobytheauthor" | "bythesameauthor" | "otherbooksby" | "advertisement"
        | "advertisements" | "newsletter" | "similarbooks" | "youmightalsolike" => "advertisement",
        "dedication" => "dedication",
        "epigraph" => "epigraph",
        "acknowledgments" | "acknowledgements" => "acknowledgments",
        "preface" => "preface",
        "foreword" => "foreword",
        "index" => "index",
        "bibliography" => "bibliography",
        title if title.starts_with("thefullprojectgutenberglicense") => "license",
        title if title.starts_with("alsoby") && title.len() < 40 => "advertisement",
        _ => return None,
    })
}

fn by_content(document: &Document, package: &Package) -> Option<&'static str> {
    if document.words > LONGEST_MATTER_WORDS {
        return None;
    }
    let text = document.tree.text(document.body).to_lowercase();
    let has = |words: &str| text.contains(words);
    if document.words <= 400
        && (has("all rights reserved") || has("isbn") || has("copyright ©") || has("© "))
    {
        return Some("copyright page");
    }
    if document.words <= 600 && has("project gutenberg") {
        return Some("license");
    }
    if document
        .headings()
        .any(|(_, _, heading)| title::is_chapter_heading(&heading))
    {
        return None;
    }
    let author = package
        .authors
        .iter()
        .any(|author| has(&author.to_lowercase()));
    if document.words <= 40
        && !package.title.is_empty()
        && has(&package.title.to_lowercase())
        && (author || document.words <= 12)
    {
        return Some("title page");
    }
    let links: usize = document
        .tree
        .elements(document.body, "a")
        .filter(|(_, link)| {
            link.attribute("href")
                .is_some_and(|href| !href.contains("://"))
        })
        .map(|(id, _)| document.tree.text(id).split(' ').count())
        .sum();
    let many = document.tree.elements(document.body, "a").count() >= 5;
    (many && links * 10 >= document.words * 7).then_some("table of contents")
}
