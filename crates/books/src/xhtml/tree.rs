//! A document as a flat list of nodes in document order, so a stretch of text is a range of indices.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entities;

/// Index of a node; grows in document order.
pub(crate) type NodeId = usize;

/// What stopped a strict reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Nested deeper than allowed.
    TooDeep,
    /// The document type declares entities.
    Entities,
    /// Not well-formed, or uses a named character this crate does not know.
    Broken(String),
}

/// A parsed document. Node 0 is a root without a name.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    ids: HashMap<String, NodeId>,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) parent: Option<NodeId>,
    pub(crate) children: Vec<NodeId>,
    /// One past the last descendant.
    pub(crate) end: NodeId,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Element(Element),
    Text(String),
}

/// A tag without its namespace prefix, in lower case, and its attributes with theirs.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute by its full name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// An attribute by the part of its name after the prefix.
    pub(crate) fn local_attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known.rsplit(':').next() == Some(name))
            .map(|(_, value)| value.as_str())
    }

    /// The words of `epub:type` and of the DPUB `role`, without vocabulary prefixes.
    pub(crate) fn types(&self) -> impl Iterator<Item = &str> {
        let types = self
            .attribute("epub:type")
            .unwrap_or_default()
            .split_whitespace();
        let roles = self
            .attribute("role")
            .unwrap_or_default()
            .split_whitespace();
        let types = types.map(|word| word.rsplit(':').next().unwrap_or(word));
        types.chain(roles.filter_map(|word| word.strip_prefix("doc-")))
    }

    /// Whether `epub:type` or `role` contains the word.
    pub(crate) fn is_type(&self, word: &str) -> bool {
        self.types().any(|known| known == word)
    }

    /// Whether a class contains one of the words, in any case.
    pub(crate) fn class_contains(&self, words: &[&str]) -> bool {
        let class = self.attribute("class").unwrap_or_default().to_lowercase();
        words.iter().any(|word| class.contains(word))
    }
}

impl Tree {
    /// Reads well-formed XML. Entities of the document's own are never expanded.
    pub(crate) fn parse(text: &str, max_depth: usize) -> Result<Self, Flaw> {
        Self::parse_with(text, max_depth, true)
    }

    /// As [`Tree::parse`], but leaves unknown named characters as they are written.
    pub(crate) fn parse_package(text: &str, max_depth: usize) -> Result<Self, Flaw> {
        Self::parse_with(text, max_depth, false)
    }

    fn parse_with(text: &str, max_depth: usize, strict: bool) -> Result<Self, Flaw> {
        let mut reader = Reader::from_str(text);
        let mut growth = Growth::new();
        loop {
            let event = reader
                .read_event()
                .map_err(|error| Flaw::Broken(error.to_string()))?;
            match event {
                Event::Start(tag) => {
                    growth.open(element(&tag));
                    if growth.depth() > max_depth {
                        return Err(Flaw::TooDeep);
                    }
                }
                Event::Empty(tag) => {
                    growth.open(element(&tag));
                    growth.close();
                }
                Event::End(_) => growth.close(),
                Event::Text(text) => growth.text(&text.xml10_content()),
                Event::CData(text) => growth.text(&text.xml10_content()),
                Event::GeneralRef(reference) => match entities::resolve(&reference) {
                    Some(character) => growth.text(character.encode_utf8(&mut [0; 4])),
                    None if strict => {
                        return Err(Flaw::Broken(format!("&{}; is not known", &*reference)));
                    }
                    None => growth.text(&format!("&{};", &*reference)),
                },
                Event::DocType(declaration) if declaration.to_uppercase().contains("<!ENTITY") => {
                    return Err(Flaw::Entities);
                }
                Event::Eof => break,
                Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if growth.depth() > 0 {
            return Err(Flaw::Broken("a tag is not closed".to_owned()));
        }
        Ok(growth.finish())
    }

    /// The node at an index.
    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The element at an index, unless it is text.
    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes.get(id)?.content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        }
    }

    /// Children of a node.
    pub(crate) fn children(&self, id: NodeId) -> &[NodeId] {
        self.nodes.get(id).map_or(&[], |node| &node.children)
    }

    /// One past the last descendant of a node.
    pub(crate) fn end(&self, id: NodeId) -> NodeId {
        self.nodes.get(id).map_or(id, |node| node.end)
    }

    /// One past the last node of the document.
    pub(crate) fn len(&self) -> NodeId {
        self.nodes.len()
    }

    /// The node whose `id` (or an anchor's `name`) is this.
    pub(crate) fn by_id(&self, id: &str) -> Option<NodeId> {
        self.ids.get(id).copied()
    }

    /// The node and everything above it, nearest first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |id| {
            self.nodes.get(*id).and_then(|node| node.parent)
        })
    }

    /// Elements below a node (or it itself) with a name, in document order.
    pub(crate) fn elements<'t>(
        &'t self,
        below: NodeId,
        name: &'t str,
    ) -> impl Iterator<Item = (NodeId, &'t Element)> {
        (below..self.end(below)).filter_map(move |id| {
            Some((id, self.element(id)?)).filter(|(_, found)| found.name == name)
        })
    }

    /// The first element with a name.
    pub(crate) fn first(&self, name: &str) -> Option<NodeId> {
        (0..self.len()).find(|id| self.element(*id).is_some_and(|found| found.name == name))
    }

    /// All text below a node, white space collapsed.
    pub(crate) fn text(&self, below: NodeId) -> String {
        self.text_in(below, below..self.end(below))
    }

    /// The text below a node that lies within a range, white space collapsed.
    pub(crate) fn text_in(&self, below: NodeId, range: std::ops::Range<NodeId>) -> String {
        let mut text = String::new();
        for id in range.start.max(below)..range.end.min(self.end(below)) {
            match self.nodes.get(id).map(|node| &node.content) {
                Some(Content::Text(piece)) => text.push_str(piece),
                Some(Content::Element(element))
                    if is_block(&element.name) || element.name == "br" =>
                {
                    text.push(' ');
                }
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Elements that stand on lines of their own.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "aside"
            | "header"
            | "footer"
            | "hgroup"
            | "main"
            | "nav"
            | "figure"
            | "figcaption"
            | "blockquote"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "pre"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "body"
            | "address"
            | "center"
            | "details"
            | "summary"
            | "fieldset"
            | "form"
    )
}

fn element(tag: &BytesStart<'_>) -> Element {
    let name = tag.local_name().as_ref().to_lowercase();
    let attributes = tag
        .html_attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            (
                attribute.key.0.to_owned(),
                entities::unescape(&attribute.value),
            )
        })
        .collect();
    Element { name, attributes }
}

/// A tree being built from a stream of tags.
struct Growth {
    nodes: Vec<Node>,
    ids: HashMap<String, NodeId>,
    open: Vec<NodeId>,
}

impl Growth {
    fn new() -> Self {
        let root = Node {
            parent: None,
            children: Vec::new(),
            end: 0,
            content: Content::Element(Element::default()),
        };
        Self {
            nodes: vec![root],
            ids: HashMap::new(),
            open: vec![0],
        }
    }

    /// Open elements, the root not counted.
    fn depth(&self) -> usize {
        self.open.len().saturating_sub(1)
    }

    fn push(&mut self, content: Content) -> NodeId {
        let id = self.nodes.len();
        let parent = self.open.last().copied();
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent)) {
            parent.children.push(id);
        }
        self.nodes.push(Node {
            parent,
            children: Vec::new(),
            end: id + 1,
            content,
        });
        id
    }

    fn open(&mut self, element: Element) {
        let anchor = element
            .attribute("id")
            .or_else(|| element.attribute("xml:id"))
            .or_else(|| element.attribute("name").filter(|_| element.name == "a"));
        let anchor = anchor.map(str::to_owned);
        let id = self.push(Content::Element(element));
        if let Some(anchor) = anchor {
            self.ids.entry(anchor).or_insert(id);
        }
        self.open.push(id);
    }

    fn close(&mut self) {
        if self.open.len() > 1
            && let Some(id) = self.open.pop()
        {
            self.end_at(id);
        }
    }

    fn end_at(&mut self, id: NodeId) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(id) {
            node.end = end;
        }
    }

    fn text(&mut self, text: &str) {
        let last = self.nodes.len() - 1;
        if let Some(Node {
            content: Content::Text(piece),
            parent,
            ..
        }) = self.nodes.get_mut(last)
            && *parent == self.open.last().copied()
        {
            piece.push_str(text);
            return;
        }
        if !text.is_empty() {
            self.push(Content::Text(text.to_owned()));
        }
    }

    fn finish(mut self) -> Tree {
        while self.open.len() > 1 {
            self.close();
        }
        self.end_at(0);
        Tree {
            nodes: self.nodes,
            ids: self.ids,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_keeps_order_ids_and_named_characters() {
        let tree = Tree::parse("<a><b id='x'>1&nbsp;&amp;</b>2<c/></a>", 9).unwrap();
        let b = tree.by_id("x").unwrap();
        assert_eq!(tree.text(b), "1 &");
        assert_eq!(tree.text(0), "1 &2");
        assert_eq!(tree.len(), 6);
        assert_eq!(tree.end(b), b + 2);
    }

    #[test]
    fn entities_depth_and_open_tags_are_flaws() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        assert_eq!(Tree::parse(bomb, 9).unwrap_err(), Flaw::Entities);
        assert_eq!(
            Tree::parse("<a><b><c/></b></a>", 1).unwrap_err(),
            Flaw::TooDeep
        );
        assert!(matches!(
            Tree::parse("<a><b></a>", 9).unwrap_err(),
            Flaw::Broken(_)
        ));
        assert!(matches!(
            Tree::parse("<a>", 9).unwrap_err(),
            Flaw::Broken(_)
        ));
        assert!(matches!(
            Tree::parse("<a>&frobnicate;</a>", 9).unwrap_err(),
            Flaw::Broken(_)
        ));
    }
}
