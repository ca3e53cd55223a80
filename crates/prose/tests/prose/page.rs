//! A reader of markup that accepts only what a chapter may consist of, and panics at anything else.

use std::collections::BTreeSet;

const ELEMENTS: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "code",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "div",
    "span",
    "sup",
    "em",
    "strong",
    "del",
    "a",
    "br",
    "hr",
    "img",
];
const VOID: &[&str] = &["br", "hr", "img"];
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["id", "href", "title", "rel", "role"]),
    ("img", &["src", "alt", "title", "loading"]),
    ("ol", &["id", "start"]),
    ("div", &["id", "class", "role"]),
    ("span", &["class"]),
    ("sup", &["class"]),
    ("th", &["class"]),
    ("td", &["class"]),
];
const CLASSES: &[&str] = &[
    "footnote",
    "footnote-ref",
    "footnote-number",
    "align-left",
    "align-center",
    "align-right",
];
const ROLES: &[&str] = &["doc-noteref", "doc-backlink", "doc-footnote"];

/// What a browser would make of a piece of markup.
#[derive(Debug, Default)]
pub struct Page {
    pub ids: Vec<String>,
    pub links: Vec<String>,
    pub images: Vec<String>,
    /// Text outside footnote numbers, as `textContent`.
    pub text: String,
    pub deepest: usize,
}

impl Page {
    /// Reads HTML, or XHTML when `xml`.
    pub fn read(markup: &str, xml: bool) -> Self {
        let mut page = Self::default();
        let mut open: Vec<(String, bool)> = Vec::new();
        let mut rest = markup;
        while let Some((text, tail)) = rest.split_once('<') {
            page.say(text, &open);
            let (tag, tail) = tag(tail);
            rest = tail;
            if let Some(name) = tag.strip_prefix('/') {
                let (opened, _) = open.pop().expect("an end without a start");
                assert_eq!(opened, name, "crossed tags");
                continue;
            }
            let (name, hidden) = page.start(tag, xml);
            if !VOID.contains(&name.as_str()) {
                open.push((name, hidden));
                page.deepest = page.deepest.max(open.len());
            }
        }
        page.say(rest, &open);
        assert!(open.is_empty(), "left open: {open:?}");
        let unique: BTreeSet<&String> = page.ids.iter().collect();
        assert_eq!(unique.len(), page.ids.len(), "an id stands twice");
        page
    }

    fn say(&mut self, text: &str, open: &[(String, bool)]) {
        let text = unescaped(text);
        if !open.iter().any(|(_, hidden)| *hidden) {
            self.text.push_str(&text);
        }
    }

    fn start(&mut self, tag: &str, xml: bool) -> (String, bool) {
        let closed = tag.ends_with('/');
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "element {name:?}");
        assert_eq!(closed, xml && VOID.contains(&name), "end of <{tag}>");
        let mut hidden = false;
        let mut seen = BTreeSet::new();
        while !rest.is_empty() {
            let (attribute, tail) = rest.split_once("=\"").expect("an attribute has a value");
            let (value, tail) = tail.split_once('"').expect("a value has an end");
            rest = tail.trim_start();
            assert!(seen.insert(attribute), "{attribute:?} stands twice");
            let allowed = ATTRIBUTES.iter().find(|(element, _)| *element == name);
            let allowed = allowed.map_or(&["id"][..], |(_, attributes)| attributes);
            assert!(
                allowed.contains(&attribute),
                "attribute {attribute:?} of {name:?}"
            );
            let value = unescaped(value);
            match attribute {
                "id" => self.id(value),
                "href" => self.link(value),
                "src" => self.image(value),
                "class" => {
                    assert!(CLASSES.contains(&value.as_str()), "class {value:?}");
                    hidden = matches!(value.as_str(), "footnote-ref" | "footnote-number");
                }
                "role" => assert!(ROLES.contains(&value.as_str()), "role {value:?}"),
                "rel" => assert_eq!(value, "nofollow ugc noopener"),
                "loading" => assert_eq!(value, "lazy"),
                "start" => assert!(value.parse::<u64>().is_ok(), "start {value:?}"),
                _ => {}
            }
        }
        (name.into(), hidden)
    }

    fn id(&mut self, value: String) {
        let mut chars = value.chars();
        assert!(
            chars.next().is_some_and(|c| c.is_ascii_alphabetic()),
            "id {value:?}"
        );
        assert!(
            chars.all(|c| c.is_ascii_alphanumeric() || c == '-'),
            "id {value:?}"
        );
        self.ids.push(value);
    }

    /// Judged as the URL standard does: leading controls and spaces, tabs and line breaks dropped.
    fn link(&mut self, value: String) {
        let seen: String = value
            .trim_start_matches(|c: char| c <= ' ')
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .collect();
        let scheme: String = seen
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "+-.".contains(*c))
            .collect();
        if seen
            .get(scheme.len()..)
            .is_some_and(|rest| rest.starts_with(':'))
        {
            let scheme = scheme.to_lowercase();
            assert!(
                ["http", "https", "mailto"].contains(&scheme.as_str()),
                "link {value:?}"
            );
        }
        self.links.push(value);
    }

    fn image(&mut self, value: String) {
        let outside = value.contains([':', '\\']) && !value.contains('/');
        assert!(
            !outside && !value.starts_with("//") && !value.contains("://"),
            "image {value:?}"
        );
        assert!(
            !value.starts_with('/') || value.starts_with("/media/"),
            "image {value:?}"
        );
        self.images.push(value);
    }
}

/// The inside of a tag and what follows it; quoted values may hold anything but their quote and `<`.
fn tag(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '<' => panic!("a tag in a tag: {text:.80}"),
            '>' if quoted => panic!("a bare > in a value: {text:.80}"),
            '>' => return (text.get(..at).unwrap(), text.get(at + 1..).unwrap()),
            _ => {}
        }
    }
    panic!("a tag without end: {text:.80}")
}

/// Only the entities that XML knows, and only well-formed ones.
fn unescaped(text: &str) -> String {
    assert!(!text.contains('>'), "a bare > in {text:.80}");
    let forbidden =
        |c: char| c < ' ' && c != '\n' && c != '\t' || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(
        !text.contains(forbidden),
        "a character XML forbids in {text:.80?}"
    );
    let mut pieces = text.split('&');
    let mut out = String::from(pieces.next().unwrap());
    for piece in pieces {
        let (entity, tail) = piece.split_once(';').expect("a bare &");
        out.push_str(match entity {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#39" => "'",
            other => panic!("entity {other:?}"),
        });
        out.push_str(tail);
    }
    out
}

/// Renders a text in every way there is and reads each result; gives the page.
pub fn read(markdown: &str) -> Page {
    let blocks = quire_prose::render(markdown, &[]);
    assert_eq!(
        blocks,
        quire_prose::render(markdown, &[]),
        "rendering depends on the text alone"
    );
    let mut whole = String::new();
    for block in &blocks {
        whole.push_str(&block.html);
        let alone = Page::read(&block.html, false);
        assert_eq!(
            alone.ids.first(),
            Some(&format!("b-{}", block.bid)),
            "{}",
            block.html
        );
        assert_eq!(alone.text.trim_end(), block.text, "{}", block.html);
    }
    Page::read(&quire_prose::small(markdown), false);
    let book = quire_prose::render_xhtml(markdown, &[], &|source| Some(source.into()));
    let book = Page::read(&book, true);
    let page = Page::read(&whole, false);
    assert_eq!(book.ids, page.ids, "a book has the ids of the page");
    for link in page
        .links
        .iter()
        .filter_map(|link| link.strip_prefix("#r-"))
    {
        assert!(
            page.ids.contains(&format!("r-{link}")),
            "#r-{link} leads nowhere"
        );
    }
    for link in &book.links {
        let inside = link
            .strip_prefix('#')
            .is_some_and(|id| book.ids.iter().any(|known| known == id));
        let outside = link.starts_with("mailto:") || link.contains("://");
        assert!(inside || outside, "{link:?} leads nowhere in a book");
    }
    page
}
