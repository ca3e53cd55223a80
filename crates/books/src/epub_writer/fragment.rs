//! A rendered fragment made fit for an EPUB page: well-formed, only elements and attributes every
//! reader knows, ids that are unique on the page, links that lead somewhere.

use std::collections::HashSet;
use std::fmt::Write;

use super::{escape, is_xml};
use crate::xhtml::lenient;
use crate::xhtml::tree::{Content, Element, NodeId, Tree, is_block};

const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "aside",
    "b",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
const DROPPED: &[&str] = &[
    "script", "style", "head", "title", "iframe", "object", "template", "noscript", "svg", "math",
    "input",
];
const MAX_DEPTH: usize = 200;

/// Ids already taken on a page.
pub(super) struct Ids(HashSet<String>);

impl Ids {
    /// Ids the page itself uses.
    pub(super) fn reserved<const N: usize>(ids: [&str; N]) -> Self {
        Self(ids.into_iter().map(str::to_owned).collect())
    }
}

/// Whether a link leads to the web or to mail.
pub(super) fn is_web_address(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let rest = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
        .or_else(|| lower.strip_prefix("mailto:"));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest.chars().all(plain)
            && !bad_percent(rest)
            && rest.matches('#').count() <= 1
    })
}

fn bad_percent(url: &str) -> bool {
    url.split('%')
        .skip(1)
        .any(|part| part.chars().take(2).filter(char::is_ascii_hexdigit).count() < 2)
}

/// Cleans a fragment. What cannot be parsed as XML is repaired as HTML.
pub(super) fn clean(xhtml: &str, ids: &mut Ids) -> String {
    let xhtml: String = xhtml.chars().filter(|c| is_xml(*c)).collect();
    let wrapped = format!("<div>{xhtml}</div>");
    let tree = Tree::parse(&wrapped, MAX_DEPTH).or_else(|_| lenient::parse(&xhtml, MAX_DEPTH));
    let Ok(tree) = tree else { return String::new() };
    let root = tree.first("div").filter(|id| *id == 1).unwrap_or(0);
    let mut own = HashSet::new();
    for id in root..tree.end(root) {
        if let Some(value) = tree
            .element(id)
            .and_then(|element| element.attribute("id"))
            .and_then(valid_id)
        {
            own.insert(value);
        }
    }
    let mut writing = Writing {
        tree: &tree,
        ids,
        own,
        out: String::with_capacity(xhtml.len()),
    };
    writing.blocks(root);
    writing.out.trim().to_owned()
}

struct Writing<'a> {
    tree: &'a Tree,
    ids: &'a mut Ids,
    own: HashSet<String>,
    out: String,
}

impl Writing<'_> {
    /// Children where only blocks may stand: loose text gets a paragraph.
    fn blocks(&mut self, parent: NodeId) {
        let tree = self.tree;
        let mut open = false;
        for child in tree.children(parent) {
            let block = tree.element(*child).is_some_and(|element| {
                is_block(&element.name) || DROPPED.contains(&element.name.as_str())
            });
            let blank = matches!(tree.node(*child).map(|node| &node.content), Some(Content::Text(text)) if text.trim().is_empty());
            if block && open {
                self.out.push_str("</p>");
                open = false;
            } else if !block && !blank && !open {
                self.out.push_str("<p>");
                open = true;
            }
            self.node(*child);
        }
        if open {
            self.out.push_str("</p>");
        }
    }

    fn children(&mut self, node: NodeId) {
        let tree = self.tree;
        for child in tree.children(node) {
            self.node(*child);
        }
    }

    fn node(&mut self, node: NodeId) {
        let tree = self.tree;
        let element = match tree.node(node).map(|node| &node.content) {
            Some(Content::Text(text)) => {
                self.out.push_str(&escape(text));
                return;
            }
            Some(Content::Element(element)) => element,
            None => return,
        };
        let name = match element.name.as_str() {
            "h1" => "h2",
            "strike" => "s",
            name if DROPPED.contains(&name) => return,
            name => name,
        };
        if !KNOWN.contains(&name) {
            return self.children(node);
        }
        if matches!(name, "br" | "hr") {
            // Writing to a string cannot fail, here and below.
            let _ = write!(self.out, "<{name}/>");
            return;
        }
        // An empty list or table is an error to a checker and nothing to a reader.
        if matches!(
            name,
            "ul" | "ol" | "dl" | "table" | "tr" | "thead" | "tbody" | "tfoot"
        ) && !self.has_elements(node)
        {
            return;
        }
        let attributes = self.attributes(name, element);
        if name == "a" && !attributes.contains("href") {
            return self.children(node);
        }
        let _ = write!(self.out, "<{name}{attributes}>");
        if name == "blockquote" {
            self.blocks(node);
        } else {
            self.children(node);
        }
        let _ = write!(self.out, "</{name}>");
    }

    fn has_elements(&self, node: NodeId) -> bool {
        self.tree
            .children(node)
            .iter()
            .any(|child| self.tree.element(*child).is_some())
    }

    fn attributes(&mut self, name: &str, element: &Element) -> String {
        let mut out = String::new();
        let mut push = |name: &str, value: &str| {
            let _ = write!(out, " {name}=\"{}\"", escape(value));
        };
        if let Some(id) = element.attribute("id").and_then(valid_id)
            && self.ids.0.insert(id.clone())
        {
            push("id", &id);
        }
        let class: Vec<&str> = element
            .attribute("class")
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        if !class.is_empty() {
            push("class", &class.join(" "));
        }
        if name == "a"
            && let Some(href) = element.attribute("href")
        {
            if is_web_address(href) {
                push("href", href);
            } else if let Some(target) = href
                .strip_prefix('#')
                .and_then(valid_id)
                .filter(|id| self.own.contains(id))
            {
                push("href", &format!("#{target}"));
            }
        }
        if matches!(name, "td" | "th") {
            for span in ["colspan", "rowspan"] {
                if let Some(value) = element
                    .attribute(span)
                    .and_then(|value| value.parse::<u16>().ok())
                    .filter(|value| *value > 0)
                {
                    push(span, &value.to_string());
                }
            }
        }
        if name == "ol"
            && let Some(start) = element
                .attribute("start")
                .and_then(|value| value.parse::<i32>().ok())
        {
            push("start", &start.to_string());
        }
        out
    }
}

/// An id XML allows; one that begins with a digit, as footnotes have, gets a letter in front.
fn valid_id(id: &str) -> Option<String> {
    let kept: String = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .collect();
    let first = kept.chars().next()?;
    Some(if first.is_ascii_alphabetic() || first == '_' {
        kept
    } else {
        format!("n{kept}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(xhtml: &str) -> String {
        clean(xhtml, &mut Ids::reserved(["text"]))
    }

    #[test]
    fn a_fragment_comes_out_well_formed_and_without_dangling_links() {
        assert_eq!(
            cleaned(
                "<p id='text'>a<br>b <a href='#1'>1</a> <a href='#gone'>x</a></p><div id='1'>n</div><script>bad()</script>loose"
            ),
            "<p>a<br/>b <a href=\"#n1\">1</a> x</p><div id=\"n1\">n</div><p>loose</p>"
        );
        assert_eq!(
            cleaned("<p>a\u{1}\u{b}b &nbsp;</p><img src='x.png'/>"),
            "<p>ab \u{a0}</p><p></p>"
        );
    }
}
