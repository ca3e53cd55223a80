//! One document of the spine, read strictly if possible and leniently if not.

use super::refuse_flaw;
use crate::archive::Archive;
use crate::refusal::Refusal;
use crate::source::Reading;
use crate::text_encoding::decode;
use crate::xhtml::lenient;
use crate::xhtml::tree::{Content, Flaw, NodeId, Tree, is_block};

/// A document and what is known about it at a glance.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) path: String,
    pub(super) linear: bool,
    pub(super) tree: Tree,
    /// The `body`, or the root.
    pub(super) body: NodeId,
    /// Words in the body.
    pub(super) words: usize,
    /// The first node of the body that is visible text.
    pub(super) first_text: NodeId,
}

/// Reads a document that the spine lists.
pub(super) fn read(
    archive: &Archive<'_>,
    path: &str,
    linear: bool,
    reading: &Reading,
    warnings: &mut Vec<String>,
) -> Result<Document, Refusal> {
    let bytes = archive.read(path)?.unwrap_or_default();
    let decoded = decode(&bytes);
    if decoded.guessed {
        warnings.push(format!(
            "\"{path}\" is not in the encoding it claims; it was read as Windows-1252"
        ));
    }
    let depth = reading.limits.max_xml_depth;
    let tree = match Tree::parse(&decoded.text, depth) {
        Err(Flaw::Broken(error)) => {
            warnings.push(format!(
                "\"{path}\" is not well-formed ({error}); it was repaired"
            ));
            lenient::parse(&decoded.text, depth)
        }
        other => other,
    };
    let tree = tree.map_err(|flaw| refuse_flaw(path, flaw))?;
    let body = tree.first("body").unwrap_or(0);
    let words = tree
        .text(body)
        .split(' ')
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    Ok(Document {
        path: path.to_owned(),
        linear,
        first_text: first_text(&tree, body),
        tree,
        body,
        words,
    })
}

fn first_text(tree: &Tree, body: NodeId) -> NodeId {
    (body..tree.end(body))
        .find(|id| matches!(tree.node(*id).map(|node| &node.content), Some(Content::Text(text)) if !text.trim().is_empty()))
        .unwrap_or(tree.len())
}

impl Document {
    /// Semantic types of the body and of the sections that wrap all of it.
    pub(super) fn types(&self) -> Vec<&str> {
        let mut types = Vec::new();
        let mut at = self.body;
        loop {
            if let Some(element) = self.tree.element(at) {
                types.extend(element.types());
            }
            let mut inner = self
                .tree
                .children(at)
                .iter()
                .filter(|id| self.tree.element(**id).is_some());
            match (inner.next(), inner.next()) {
                (Some(only), None)
                    if self.tree.element(*only).is_some_and(|e| {
                        matches!(e.name.as_str(), "section" | "article" | "div" | "main")
                    }) =>
                {
                    at = *only;
                }
                _ => return types,
            }
        }
    }

    /// The first heading's text.
    pub(super) fn first_heading(&self) -> Option<String> {
        self.headings().next().map(|(_, _, text)| text)
    }

    /// Headings in order: node, level, text.
    pub(super) fn headings(&self) -> impl Iterator<Item = (NodeId, u8, String)> {
        (self.body..self.tree.end(self.body)).filter_map(|id| {
            let level = match self.tree.element(id)?.name.as_str() {
                "h1" => 1,
                "h2" => 2,
                "h3" => 3,
                "h4" => 4,
                "h5" => 5,
                "h6" => 6,
                _ => return None,
            };
            let text = self.tree.text(id);
            (!text.is_empty()).then_some((id, level, text))
        })
    }

    /// Where a chapter that a fragment points at begins: at the whole heading or paragraph around it.
    pub(super) fn start_of(&self, fragment: Option<&str>) -> NodeId {
        let Some(target) = fragment.and_then(|fragment| self.tree.by_id(fragment)) else {
            return 0;
        };
        if target <= self.body {
            return 0;
        }
        let mut start = target;
        for ancestor in self
            .tree
            .ancestors(target)
            .take_while(|id| *id != self.body)
        {
            let Some(element) = self.tree.element(ancestor) else {
                continue;
            };
            let heading = matches!(
                element.name.as_str(),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hgroup" | "header"
            );
            let small = is_block(&element.name)
                && !matches!(
                    element.name.as_str(),
                    "section" | "article" | "div" | "main" | "body" | "blockquote" | "ol" | "ul"
                );
            if heading || small {
                start = ancestor;
            }
        }
        start
    }
}
