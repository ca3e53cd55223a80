//! A stretch of a document as blocks: paragraphs, headings, quotes, lists, verse, tables.

use std::ops::Range;
use std::rc::Rc;

use super::inline::{Line, Style};
use super::tree::{Content, Element, NodeId, Tree, is_block};
use crate::manuscript::Cleaned;

/// What a heading line is to its chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// "Chapter IV", "IV".
    Ordinal,
    /// The chapter's own name.
    Title,
    /// A second line of the name.
    Subtitle,
    /// A summary or attribution under the heading ("In which…").
    Bridgehead,
}

/// One block of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    Heading {
        level: u8,
        line: Line,
        place: Place,
    },
    Paragraph {
        line: Line,
        place: Place,
    },
    Quote(Vec<Block>),
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table(Vec<Vec<Line>>),
    Code(String),
    Break,
}

/// Where a line stands, as far as telling headings from text needs it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) role: Option<Role>,
    /// The `header` or `hgroup` around it.
    pub(crate) group: Option<NodeId>,
    /// How many `section`s and `article`s are around it.
    pub(crate) section: usize,
}

/// What the marks of notes refer to; the book knows, a document alone does not.
pub(crate) trait Notes {
    /// What to do with a link inside the book.
    fn mark(&mut self, href: &str, link: &Element, text: &str) -> NoteMark;
    /// Whether this node is a note's own text, which is moved to where the chapter ends.
    fn is_note_text(&self, node: NodeId) -> bool;
}

/// The answer about one link.
pub(crate) enum NoteMark {
    /// The mark of a note that is in the book; its number in this chapter.
    Note(usize),
    /// The mark of a note that is not in the book.
    Lost,
    /// The way back from a note to its mark.
    Back,
    /// No note.
    Link,
}

/// Reads blocks from a tree.
pub(crate) struct BlockReader<'a, N> {
    pub(crate) tree: &'a Tree,
    pub(crate) range: Range<NodeId>,
    pub(crate) notes: &'a mut N,
    pub(crate) cleaned: &'a mut Cleaned,
    pub(crate) warnings: &'a mut Vec<String>,
    pub(crate) group: Option<NodeId>,
    pub(crate) section: usize,
}

impl<N: Notes> BlockReader<'_, N> {
    /// The blocks below a node that lie in the range, the node's own tag aside.
    pub(crate) fn read_below(&mut self, node: NodeId) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.children(node, &mut blocks);
        blocks
    }

    fn outside(&self, node: NodeId) -> bool {
        node >= self.range.end || self.tree.end(node) <= self.range.start
    }

    /// Blocks below a node; text between blocks becomes paragraphs.
    fn children(&mut self, parent: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let mut loose = Line::default();
        for child in tree.children(parent) {
            if self.outside(*child) {
                continue;
            }
            let block = tree
                .element(*child)
                .is_some_and(|element| self.holds_blocks(*child, element));
            if block {
                self.flush(&mut loose, blocks);
                self.block(*child, blocks);
            } else {
                self.inline(*child, &Style::default(), &mut loose);
            }
        }
        self.flush(&mut loose, blocks);
    }

    fn holds_blocks(&self, node: NodeId, element: &Element) -> bool {
        if is_block(&element.name) {
            return true;
        }
        // `<span><p>…</p></span>` and the like: the wrapper vanishes.
        (node + 1..self.tree.end(node)).any(|id| {
            self.tree
                .element(id)
                .is_some_and(|inner| is_block(&inner.name))
        })
    }

    fn place(&self, role: Option<Role>) -> Place {
        Place {
            role,
            group: self.group,
            section: self.section,
        }
    }

    fn flush(&mut self, loose: &mut Line, blocks: &mut Vec<Block>) {
        let mut line = std::mem::take(loose);
        line.trim();
        if !line.is_blank() {
            let place = self.place(None);
            blocks.push(paragraph(line, place));
        }
    }

    fn block(&mut self, node: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let Some(element) = tree.element(node) else {
            return;
        };
        if element.name != "body" && self.notes.is_note_text(node) {
            return;
        }
        match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, element, blocks),
            "hr" => blocks.push(Block::Break),
            "blockquote" => {
                let mut inner = Vec::new();
                self.children(node, &mut inner);
                if !inner.is_empty() {
                    blocks.push(Block::Quote(inner));
                }
            }
            "ul" | "ol" => self.list(node, element, blocks),
            "table" => self.table(node, blocks),
            "pre" => blocks.push(Block::Code(self.raw_text(node))),
            "section" | "article" => {
                self.section += 1;
                self.children(node, blocks);
                self.section -= 1;
            }
            "header" | "hgroup" if self.group.is_none() => {
                self.group = Some(node);
                self.children(node, blocks);
                self.group = None;
            }
            "nav"
                if element.is_type("toc")
                    || element.is_type("page-list")
                    || element.is_type("landmarks") => {}
            _ if self.has_block_below(node) => self.children(node, blocks),
            _ => {
                let mut line = Line::default();
                self.inline_children(node, &Style::default(), &mut line);
                line.trim();
                if !line.is_blank() {
                    let place = self.place(role(element));
                    blocks.push(paragraph(line, place));
                }
            }
        }
    }

    fn has_block_below(&self, node: NodeId) -> bool {
        (node + 1..self.tree.end(node)).any(|id| {
            self.tree
                .element(id)
                .is_some_and(|inner| is_block(&inner.name))
        })
    }

    fn heading(&mut self, node: NodeId, element: &Element, blocks: &mut Vec<Block>) {
        let mut line = Line::default();
        self.inline_children(node, &Style::default(), &mut line);
        line.trim();
        if line.is_blank() {
            return;
        }
        let level = element
            .name
            .chars()
            .nth(1)
            .and_then(|digit| digit.to_digit(10))
            .unwrap_or(2);
        let place = self.place(role(element));
        blocks.push(Block::Heading {
            level: u8::try_from(level).unwrap_or(2),
            line,
            place,
        });
    }

    fn list(&mut self, node: NodeId, element: &Element, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let mut items = Vec::new();
        for child in tree.children(node) {
            if self.outside(*child) || self.notes.is_note_text(*child) {
                continue;
            }
            let mut inner = Vec::new();
            if tree.element(*child).is_some() {
                self.children(*child, &mut inner);
            } else {
                let mut line = Line::default();
                self.inline(*child, &Style::default(), &mut line);
                self.flush(&mut line, &mut inner);
            }
            if !inner.is_empty() {
                items.push(inner);
            }
        }
        if items.is_empty() {
            return;
        }
        let start = (element.name == "ol").then(|| {
            element
                .attribute("start")
                .and_then(|start| start.parse().ok())
                .unwrap_or(1)
        });
        blocks.push(Block::List { start, items });
    }

    /// A table of plain cells stays a table; one with spans, a caption, lists or several paragraphs
    /// in a cell becomes its text, cell by cell.
    fn table(&mut self, node: NodeId, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        if !self.is_simple_table(node) {
            return self.children(node, blocks);
        }
        let rows: Vec<NodeId> = tree
            .elements(node, "tr")
            .map(|(id, _)| id)
            .filter(|id| !self.outside(*id))
            .collect();
        let mut lines = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for cell in tree
                .children(row)
                .iter()
                .filter(|id| tree.element(**id).is_some())
            {
                let mut line = Line::default();
                self.inline_children(*cell, &Style::default(), &mut line);
                line.trim();
                cells.push(line);
            }
            lines.push(cells);
        }
        if lines.iter().flatten().any(|cell| !cell.is_blank()) {
            blocks.push(Block::Table(lines));
        }
    }

    fn is_simple_table(&self, table: NodeId) -> bool {
        let tree = self.tree;
        let below = (table + 1..tree.end(table)).filter_map(|id| Some((id, tree.element(id)?)));
        below
            .into_iter()
            .all(|(id, element)| match element.name.as_str() {
                "table" | "caption" | "ul" | "ol" | "blockquote" | "pre" | "hr" | "h1" | "h2"
                | "h3" | "h4" | "h5" | "h6" => false,
                "td" | "th" => {
                    let paragraphs =
                        tree.elements(id, "p").count() + tree.elements(id, "div").count();
                    let spans = |name| {
                        element
                            .attribute(name)
                            .is_some_and(|value| value.trim() != "1")
                    };
                    paragraphs <= 1 && !spans("colspan") && !spans("rowspan")
                }
                _ => true,
            })
    }

    fn raw_text(&self, node: NodeId) -> String {
        let range = node.max(self.range.start)..self.tree.end(node).min(self.range.end);
        range
            .filter_map(|id| match self.tree.node(id).map(|node| &node.content) {
                Some(Content::Text(text)) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    fn inline_children(&mut self, node: NodeId, style: &Style, line: &mut Line) {
        let tree = self.tree;
        for child in tree.children(node) {
            if !self.outside(*child) {
                self.inline(*child, style, line);
            }
        }
    }

    fn inline(&mut self, node: NodeId, style: &Style, line: &mut Line) {
        let tree = self.tree;
        let element = match tree.node(node).map(|node| &node.content) {
            Some(Content::Text(text)) => {
                if self.range.contains(&node) {
                    line.push_text(text, style);
                }
                return;
            }
            Some(Content::Element(element)) => element,
            None => return,
        };
        let mut style = style.clone();
        match element.name.as_str() {
            "br" => return line.push_break(&style),
            "em" | "i" | "cite" | "dfn" | "var" => style.em = true,
            "strong" | "b" => style.strong = true,
            "s" | "strike" | "del" => style.strike = true,
            "img" | "image" => return self.image(element),
            "script" => {
                self.cleaned.scripts += 1;
                return;
            }
            "style" => {
                self.cleaned.styles += 1;
                return;
            }
            "head" | "title" | "meta" | "link" | "rt" | "rp" => return,
            "iframe" | "object" | "embed" | "audio" | "video" | "form" | "input" | "button"
            | "select" | "textarea" => {
                self.cleaned.embeds += 1;
            }
            "a" => {
                if let Some(href) = element.local_attribute("href")
                    && !self.link(node, element, href, &mut style, line)
                {
                    return;
                }
            }
            "span" => self.drop_cap(node, element),
            _ => {}
        }
        if element.attribute("style").is_some() {
            self.cleaned.styles += 1;
        }
        if element.name == "q" {
            line.push_text("“", &style);
        }
        self.inline_children(node, &style, line);
        if element.name == "q" {
            line.push_text("”", &style);
        }
    }

    /// Whether the link's text is to be read on.
    fn link(
        &mut self,
        node: NodeId,
        element: &Element,
        href: &str,
        style: &mut Style,
        line: &mut Line,
    ) -> bool {
        let external = ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| href.to_lowercase().starts_with(scheme));
        if external {
            let target: String = href
                .trim()
                .chars()
                .filter(|c| !c.is_control())
                .map(|c| match c {
                    '<' => "%3C".to_owned(),
                    '>' => "%3E".to_owned(),
                    ' ' => "%20".to_owned(),
                    '\\' => "%5C".to_owned(),
                    other => other.to_string(),
                })
                .collect();
            style.link = Some(Rc::from(target));
            return true;
        }
        match self.notes.mark(href, element, &self.tree.text(node)) {
            NoteMark::Note(number) => {
                line.push_note(number);
                false
            }
            NoteMark::Lost => {
                self.cleaned.lost_note_marks += 1;
                false
            }
            NoteMark::Back => false,
            NoteMark::Link => {
                self.cleaned.internal_links += 1;
                true
            }
        }
    }

    fn image(&mut self, element: &Element) {
        let source = element
            .local_attribute("src")
            .or_else(|| element.local_attribute("href"))
            .unwrap_or_default();
        if source.contains("://") {
            self.cleaned.external_images += 1;
        } else {
            self.cleaned.images += 1;
        }
        if let Some(alt) = element
            .attribute("alt")
            .filter(|alt| !alt.trim().is_empty())
        {
            self.warnings
                .push(format!("a picture was left out: {}", alt.trim()));
        }
    }

    fn drop_cap(&mut self, node: NodeId, element: &Element) {
        let named = element.class_contains(&[
            "dropcap",
            "drop-cap",
            "drop_cap",
            "lettrine",
            "first-letter",
            "firstletter",
            "initial",
        ]);
        if named && self.tree.text(node).chars().count() <= 3 {
            self.cleaned.drop_cap_spans += 1;
        }
    }
}

fn paragraph(line: Line, place: Place) -> Block {
    if is_scene_break(&line.plain()) {
        return Block::Break;
    }
    Block::Paragraph { line, place }
}

/// A paragraph of ornaments only: `***`, `* * *`, `⁂`, `#`, `~ ~ ~`.
fn is_scene_break(text: &str) -> bool {
    let signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let ornament = |c: &char| {
        matches!(
            c,
            '*' | '⁂'
                | '•'
                | '·'
                | '~'
                | '#'
                | '◆'
                | '◇'
                | '❖'
                | '❦'
                | '❧'
                | '✻'
                | '✽'
                | '✦'
                | '※'
                | '∗'
        )
    };
    let rule = |c: &char| matches!(c, '-' | '—' | '–' | '_' | '=');
    let few = (1..=15).contains(&signs.len());
    few && (signs.iter().all(ornament) || (signs.len() >= 3 && signs.iter().all(rule)))
}

/// The role a line has by its semantic type or its class.
fn role(element: &Element) -> Option<Role> {
    for word in element.types() {
        match word {
            "ordinal" => return Some(Role::Ordinal),
            "title" | "fulltitle" | "halftitle" => return Some(Role::Title),
            "subtitle" => return Some(Role::Subtitle),
            "bridgehead" => return Some(Role::Bridgehead),
            _ => {}
        }
    }
    if element.class_contains(&[
        "chapter-number",
        "chapternumber",
        "chapter_number",
        "chapnum",
    ]) {
        return Some(Role::Ordinal);
    }
    if element.class_contains(&["subtitle", "sub-title"]) {
        return Some(Role::Subtitle);
    }
    element
        .class_contains(&[
            "chapter-title",
            "chaptertitle",
            "chapter_title",
            "chapter-name",
            "chapter-head",
        ])
        .then_some(Role::Title)
}
