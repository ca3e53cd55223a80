//! The table of contents: the EPUB 3 navigation document, or the EPUB 2 NCX.

use super::package::Package;
use super::{read_xml, resolve};
use crate::archive::Archive;
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;
use crate::text_encoding::decode;
use crate::xhtml::lenient;
use crate::xhtml::tree::{NodeId, Tree};

/// One line of the table of contents.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) title: String,
    /// The document, empty for a heading that is no link.
    pub(super) path: String,
    pub(super) fragment: Option<String>,
    pub(super) children: Vec<Entry>,
}

/// What navigation a book has.
#[derive(Debug, Default)]
pub(super) struct Navigation {
    pub(super) entries: Vec<Entry>,
    /// Landmarks: path and semantic types.
    pub(super) landmarks: Vec<(String, String)>,
}

/// Reads whichever table of contents is there and has entries; a broken one is a warning.
pub(super) fn read(
    archive: &Archive<'_>,
    package: &mut Package,
    reading: &Reading,
) -> Result<Navigation, Refusal> {
    let mut navigation = Navigation::default();
    if let Some(path) = package.navigation.clone()
        && let Some(tree) = document(archive, &path, package, reading)?
    {
        for (id, nav) in tree.elements(0, "nav") {
            if nav.is_type("landmarks") {
                navigation.landmarks = tree
                    .elements(id, "a")
                    .filter_map(|(_, link)| {
                        Some((
                            resolve(&path, link.attribute("href")?).0,
                            link.attribute("epub:type")?.to_owned(),
                        ))
                    })
                    .collect();
            } else if navigation.entries.is_empty()
                && (nav.is_type("toc") || nav.attribute("epub:type").is_none())
            {
                let list = tree
                    .children(id)
                    .iter()
                    .find(|child| tree.element(**child).is_some_and(|e| e.name == "ol"));
                if let Some(list) = list {
                    navigation.entries = list_entries(&tree, *list, &path);
                }
            }
        }
    }
    if navigation.entries.is_empty()
        && let Some(path) = package.ncx.clone()
        && let Some(tree) = document(archive, &path, package, reading)?
        && let Some(map) = tree.first("navmap")
    {
        navigation.entries = points(&tree, map, &path);
    }
    if count(&navigation.entries) > reading.limits.max_chapters.saturating_mul(4) {
        return Err(Refusal::new(
            RefusalCode::TooLarge,
            "The table of contents has more lines than any book needs. Make the EPUB again with fewer.",
        ));
    }
    if navigation.entries.is_empty() {
        package
            .warnings
            .push("the book has no table of contents; headings were used".to_owned());
    }
    Ok(navigation)
}

fn count(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + count(&entry.children)).sum()
}

fn document(
    archive: &Archive<'_>,
    path: &str,
    package: &mut Package,
    reading: &Reading,
) -> Result<Option<Tree>, Refusal> {
    match read_xml(archive, path, reading) {
        Err(refusal) if refusal.code == RefusalCode::BrokenPackage => {
            package.warnings.push(format!(
                "the table of contents \"{path}\" is broken and was repaired as far as possible"
            ));
            let bytes = archive.read(path)?.unwrap_or_default();
            Ok(lenient::parse(&decode(&bytes).text, reading.limits.max_xml_depth).ok())
        }
        other => other,
    }
}

fn list_entries(tree: &Tree, list: NodeId, base: &str) -> Vec<Entry> {
    let items = tree.children(list).iter().filter(|id| {
        tree.element(**id)
            .is_some_and(|element| element.name == "li")
    });
    items
        .map(|item| {
            let mut entry = Entry::default();
            for child in tree.children(*item) {
                let Some(element) = tree.element(*child) else {
                    continue;
                };
                match element.name.as_str() {
                    "ol" => entry.children = list_entries(tree, *child, base),
                    _ if entry.title.is_empty() => {
                        entry.title = tree.text(*child);
                        let link = tree.elements(*child, "a").next();
                        if let Some(href) = link.and_then(|(_, link)| link.attribute("href")) {
                            (entry.path, entry.fragment) = resolve(base, href);
                        }
                    }
                    _ => {}
                }
            }
            entry
        })
        .collect()
}

/// Points in the order of the file: `playOrder` contradicts itself too often to be believed.
fn points(tree: &Tree, parent: NodeId, base: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    for point in tree.children(parent) {
        if tree
            .element(*point)
            .is_none_or(|element| element.name != "navpoint")
        {
            continue;
        }
        let mut entry = Entry {
            children: points(tree, *point, base),
            ..Entry::default()
        };
        for child in tree.children(*point) {
            match tree
                .element(*child)
                .map(|element| (element.name.as_str(), element))
            {
                Some(("navlabel", _)) => entry.title = tree.text(*child),
                Some(("content", content)) => {
                    if let Some(source) = content.attribute("src") {
                        (entry.path, entry.fragment) = resolve(base, source);
                    }
                }
                _ => {}
            }
        }
        entries.push(entry);
    }
    entries
}
