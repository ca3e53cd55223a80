//! The way round broken XHTML: an HTML parser repairs it, then it is read as usual.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::tree::{Flaw, Tree};

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
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
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];
const VOID: &[&str] = &[
    "br", "hr", "img", "input", "link", "meta", "col", "area", "base", "embed", "source", "wbr",
];

/// Reads any HTML. Fails only when it is nested too deeply.
pub(crate) fn parse(text: &str, max_depth: usize) -> Result<Tree, Flaw> {
    if open_tags(text) > max_depth.saturating_mul(2) {
        return Err(Flaw::TooDeep);
    }
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(["script", "style", "title", "head"].into_iter().collect())
        .generic_attributes(
            [
                "id",
                "class",
                "epub:type",
                "role",
                "lang",
                "href",
                "name",
                "src",
                "alt",
                "start",
                "colspan",
                "rowspan",
            ]
            .into_iter()
            .collect::<HashSet<_>>(),
        )
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    let cleaned = builder.clean(&expand_empty_tags(text)).to_string();
    Tree::parse(&close_void_tags(&cleaned), max_depth)
}

/// The most tags open at once. An HTML parser carries open tags along from paragraph to paragraph,
/// so many of them cost it quadratic time; tags that end by themselves do not count.
fn open_tags(text: &str) -> usize {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut total, mut most) = (0_usize, 0_usize);
    for piece in text.split('<').skip(1) {
        let name = tag_name(piece.strip_prefix('/').unwrap_or(piece));
        let ends_itself = matches!(
            name.as_str(),
            "" | "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "option"
        );
        if ends_itself || VOID.contains(&name.as_str()) {
            continue;
        }
        let count = open.entry(name).or_default();
        if piece.starts_with('/') {
            total -= usize::from(*count > 0);
            *count = count.saturating_sub(1);
        } else if !piece
            .split('>')
            .next()
            .is_some_and(|tag| tag.ends_with('/'))
        {
            *count += 1;
            total += 1;
            most = most.max(total);
        }
    }
    most
}

/// `<a id="x"/>` is an open tag to an HTML parser; XHTML means an empty one.
fn expand_empty_tags(text: &str) -> String {
    map_tags(text, |tag| {
        let inner = tag.strip_suffix('/')?;
        let name = tag_name(inner);
        (!name.is_empty() && !VOID.contains(&name.as_str())).then(|| format!("<{inner}></{name}>"))
    })
}

/// `<br>` is complete to an HTML parser; XML wants it closed.
fn close_void_tags(text: &str) -> String {
    map_tags(text, |tag| {
        (VOID.contains(&tag_name(tag).as_str()) && !tag.ends_with('/')).then(|| format!("<{tag}/>"))
    })
}

fn tag_name(tag: &str) -> String {
    tag.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == ':')
        .collect::<String>()
        .to_lowercase()
}

/// Rewrites each tag (`<` and `>` not included) for which the closure has another text.
fn map_tags(text: &str, rewrite: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let Some(end) = tag_end(after) else {
            out.push('<');
            rest = after;
            continue;
        };
        let (tag, tail) = after.split_at(end);
        if let Some(rewritten) = rewrite(tag) {
            out.push_str(&rewritten);
        } else {
            out.push('<');
            out.push_str(tag);
            out.push('>');
        }
        rest = tail.strip_prefix('>').unwrap_or(tail);
    }
    out.push_str(rest);
    out
}

/// Where a tag ends, quotes respected; none when the next tag begins before that.
fn tag_end(after: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in after.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(at),
            (None, '<') => return None,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclosed_tags_and_empty_anchors_lose_no_word() {
        let tree = parse(
            "<html><head><title/></head><body><p>One <i>two<p>three<br>four<a id='x'/> five & six &ltimes; <title>no</title>",
            50,
        )
        .unwrap();
        assert_eq!(tree.text(0), "One two three four five & six ⋉");
        assert!(tree.by_id("x").is_some());
    }
}
