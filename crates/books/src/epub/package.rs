//! The package document: what the book is called, which files it has, in which order they are read.

use std::collections::{HashMap, HashSet};

use super::{read_xml, resolve};
use crate::archive::Archive;
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;
use crate::xhtml::lenient;
use crate::xhtml::tree::{NodeId, Tree};

/// A package, as far as reading a story needs it.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) path: String,
    /// `EPUB 2` or `EPUB 3`.
    pub(super) format: String,
    pub(super) title: String,
    pub(super) authors: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) description: Option<String>,
    pub(super) identifiers: Vec<String>,
    pub(super) license: Option<String>,
    /// Paths of documents in reading order, each once.
    pub(super) spine: Vec<SpineItem>,
    /// The EPUB 3 navigation document.
    pub(super) navigation: Option<String>,
    /// The EPUB 2 table of contents.
    pub(super) ncx: Option<String>,
    /// EPUB 2 guide: semantic type by path.
    pub(super) guide: Vec<(String, String)>,
    pub(super) warnings: Vec<String>,
}

/// One document of the reading order.
#[derive(Debug, Clone)]
pub(super) struct SpineItem {
    pub(super) path: String,
    /// `linear="no"`: beside the story.
    pub(super) linear: bool,
}

#[derive(Debug)]
struct Item {
    path: String,
    media_type: String,
    properties: String,
}

/// Reads the package document.
pub(super) fn read(
    archive: &Archive<'_>,
    path: &str,
    reading: &Reading,
) -> Result<Package, Refusal> {
    let tree = read_xml(archive, path, reading)?.ok_or_else(|| {
        Refusal::new(
            RefusalCode::BrokenPackage,
            format!("The package document \"{path}\" is missing. Make the EPUB again."),
        )
    })?;
    let mut package = Package {
        path: path.to_owned(),
        ..Package::default()
    };
    check_mimetype(archive, &mut package)?;
    metadata(&tree, &mut package, reading);
    let (items, order) = manifest(&tree, path);
    spine(archive, &tree, &items, &order, &mut package);
    if package.spine.is_empty() {
        return Err(Refusal::new(
            RefusalCode::BrokenPackage,
            "The package lists no documents to read (its spine is empty). Repair it with an EPUB editor, such as Sigil.",
        ));
    }
    package.guide = tree
        .elements(0, "reference")
        .filter_map(|(_, reference)| {
            let (target, _) = resolve(path, reference.attribute("href")?);
            Some((target, reference.attribute("type")?.to_lowercase()))
        })
        .collect();
    Ok(package)
}

fn check_mimetype(archive: &Archive<'_>, package: &mut Package) -> Result<(), Refusal> {
    match archive.read("mimetype")? {
        None => package
            .warnings
            .push("the mimetype file is missing".to_owned()),
        Some(bytes) if bytes == b"application/epub+zip" => {}
        Some(bytes) if bytes.trim_ascii() == b"application/epub+zip" => {
            package
                .warnings
                .push("mimetype has white space around it".to_owned());
        }
        Some(_) => package
            .warnings
            .push("mimetype does not say application/epub+zip".to_owned()),
    }
    if archive
        .names()
        .iter()
        .any(|name| name.starts_with(".svn/") || name.contains("/.svn/"))
    {
        package
            .warnings
            .push("leftovers of a version control system (.svn) were ignored".to_owned());
    }
    Ok(())
}

fn metadata(tree: &Tree, package: &mut Package, reading: &Reading) {
    let version = tree
        .first("package")
        .and_then(|id| tree.element(id)?.attribute("version"));
    let is_third = version.is_some_and(|version| version.trim_start().starts_with('3'));
    let format = if is_third { "EPUB 3" } else { "EPUB 2" };
    format.clone_into(&mut package.format);
    let metadata = tree.first("metadata").unwrap_or(0);
    let texts = |name: &'static str| {
        tree.elements(metadata, name)
            .map(|(id, _)| (id, tree.text(id)))
            .filter(|(_, text)| !text.is_empty())
    };
    let refined = refinements(tree, metadata);
    let property = |id: NodeId, name: &str| -> Option<String> {
        let own = tree.element(id)?.attribute("id")?;
        refined.get(&(own.to_owned(), name.to_owned())).cloned()
    };
    let titles: Vec<(NodeId, String)> = texts("title").collect();
    let main = titles
        .iter()
        .find(|(id, _)| property(*id, "title-type").as_deref() == Some("main"));
    package.title = main
        .or(titles.first())
        .map(|(_, title)| title.clone())
        .unwrap_or_default();

    let creators: Vec<(Option<String>, String)> = texts("creator")
        .map(|(id, name)| {
            let role = tree
                .element(id)
                .and_then(|element| element.local_attribute("role").map(str::to_owned));
            (role.or_else(|| property(id, "role")), name)
        })
        .collect();
    let is_author = |role: &Option<String>| role.as_deref().is_none_or(|role| role == "aut");
    let any_author = creators.iter().any(|(role, _)| is_author(role));
    for (role, name) in creators {
        if (is_author(&role) || !any_author) && !package.authors.contains(&name) {
            package.authors.push(name);
        }
    }
    package.language = texts("language").next().map(|(_, language)| language);
    package.license = texts("rights").next().map(|(_, rights)| rights);
    package.identifiers = texts("identifier")
        .map(|(_, identifier)| identifier)
        .collect();
    package.description = texts("description")
        .next()
        .map(|(_, text)| without_markup(&text, reading));
}

/// A description may be HTML written as text.
fn without_markup(text: &str, reading: &Reading) -> String {
    if !text.contains('<') && !text.contains('&') {
        return text.to_owned();
    }
    lenient::parse(text, reading.limits.max_xml_depth)
        .map_or_else(|_| text.to_owned(), |tree| tree.text(0))
}

/// `meta refines="#id" property="…"` as a table.
fn refinements(tree: &Tree, metadata: NodeId) -> HashMap<(String, String), String> {
    tree.elements(metadata, "meta")
        .filter_map(|(id, meta)| {
            let subject = meta.attribute("refines")?.strip_prefix('#')?.to_owned();
            Some((
                (subject, meta.attribute("property")?.to_owned()),
                tree.text(id),
            ))
        })
        .collect()
}

/// Items by id, and paths of items in their order; an item without an id is still in the second.
fn manifest(tree: &Tree, package_path: &str) -> (HashMap<String, usize>, Vec<Item>) {
    let mut by_id = HashMap::new();
    let mut items = Vec::new();
    let manifest = tree.first("manifest").unwrap_or(0);
    for (_, item) in tree.elements(manifest, "item") {
        let Some(href) = item.attribute("href") else {
            continue;
        };
        if let Some(id) = item.attribute("id") {
            by_id.entry(id.to_owned()).or_insert(items.len());
        }
        items.push(Item {
            path: resolve(package_path, href).0,
            media_type: item
                .attribute("media-type")
                .unwrap_or_default()
                .to_lowercase(),
            properties: item.attribute("properties").unwrap_or_default().to_owned(),
        });
    }
    (by_id, items)
}

fn spine(
    archive: &Archive<'_>,
    tree: &Tree,
    by_id: &HashMap<String, usize>,
    items: &[Item],
    package: &mut Package,
) {
    let is_document = |item: &Item| {
        let path = item.path.to_lowercase();
        item.media_type.contains("html")
            || [".xhtml", ".html", ".htm"]
                .iter()
                .any(|end| path.ends_with(end))
    };
    package.navigation = items
        .iter()
        .find(|item| item.properties.split_whitespace().any(|word| word == "nav"))
        .map(|item| item.path.clone());
    let spine = tree.first("spine");
    let toc = spine.and_then(|id| tree.element(id)?.attribute("toc"));
    let named = toc.and_then(|id| items.get(*by_id.get(id)?));
    let typed = items
        .iter()
        .find(|item| item.media_type == "application/x-dtbncx+xml");
    let by_name = items
        .iter()
        .find(|item| item.path.to_lowercase().ends_with(".ncx"));
    if let (Some(id), None) = (toc, named) {
        package.warnings.push(format!(
            "the spine names a table of contents \"{id}\" that is not in the manifest"
        ));
    }
    package.ncx = named.or(typed).or(by_name).map(|item| item.path.clone());

    let mut seen = HashSet::new();
    let mut push = |path: &str, linear: bool, package: &mut Package| {
        if !seen.insert(path.to_owned()) {
            return;
        }
        if archive.contains(path) {
            package.spine.push(SpineItem {
                path: path.to_owned(),
                linear,
            });
        } else {
            package
                .warnings
                .push(format!("\"{path}\" is listed but not in the file"));
        }
    };
    for (_, reference) in tree.elements(spine.unwrap_or(0), "itemref") {
        let linear = reference
            .attribute("linear")
            .is_none_or(|value| !value.eq_ignore_ascii_case("no"));
        let idref = reference.attribute("idref").unwrap_or_default();
        match by_id.get(idref).and_then(|index| items.get(*index)) {
            Some(item) if is_document(item) => push(&item.path, linear, package),
            Some(_) => {}
            None => package.warnings.push(format!(
                "the spine names \"{idref}\", which is not in the manifest"
            )),
        }
    }
    if package.spine.is_empty() {
        let documents: Vec<&Item> = items
            .iter()
            .filter(|item| is_document(item) && Some(&item.path) != package.navigation.as_ref())
            .collect();
        if !documents.is_empty() {
            package
                .warnings
                .push("the spine is empty; the order of the manifest was used".to_owned());
        }
        for item in documents {
            push(&item.path, true, package);
        }
    }
}
