//! Events to markup. Every tag and attribute name this crate can produce is a literal in this file;
//! what the author wrote only ever passes through [`escape`] or [`Link`].

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{Alignment, Event, HeadingLevel, Tag};

use crate::block::Bid;
use crate::document::{Document, Section};
use crate::escape;
use crate::link::Link;

/// How deep elements may stand in each other. Browsers stop at 512, some readers of books at far
/// less; what is deeper keeps its text and loses its tags.
const DEPTH: usize = 64;

/// Who will read the markup.
#[derive(Clone, Copy)]
pub(crate) enum Face<'f> {
    /// A chapter's page.
    Page,
    /// A biography, blurb or note: no ids, no images, no headings.
    Small,
    /// An EPUB file. The function gives the path an image has inside it.
    Book(&'f dyn Fn(&str) -> Option<String>),
}

/// A section as markup and as text.
pub(crate) struct Written {
    pub html: String,
    pub text: String,
}

pub(crate) struct Writer<'d, 'f> {
    face: Face<'f>,
    document: &'d Document<'d>,
    bids: &'d [Bid],
    /// Footnote number to how often it was linked to so far.
    links_to: HashMap<usize, usize>,
    html: String,
    text: String,
    frames: Vec<Frame>,
    /// The outer element's id, until it is written.
    id: Option<Bid>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    links: usize,
    image: Option<Image>,
}

/// An open element.
struct Frame {
    end: &'static str,
    /// Whether text after it starts a new line.
    block: bool,
    link: bool,
    /// It and what is in it are too deep to have tags.
    flat: bool,
}

/// An image whose description is being read.
struct Image {
    source: String,
    title: String,
    alt: String,
    /// Images inside the description.
    inner: usize,
}

impl<'d, 'f> Writer<'d, 'f> {
    /// `bids` has one id for each section; none at all where no ids are wanted.
    pub fn new(face: Face<'f>, document: &'d Document<'d>, bids: &'d [Bid]) -> Self {
        Self {
            face,
            document,
            bids,
            links_to: HashMap::new(),
            html: String::new(),
            text: String::new(),
            frames: Vec::new(),
            id: None,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            links: 0,
            image: None,
        }
    }

    /// Writes the section with this index. Sections are written in order: a footnote links back to
    /// the places that were written before it.
    pub fn section(&mut self, index: usize, section: &Section<'_>) -> Written {
        self.id = self.bids.get(index).copied();
        for event in &section.events {
            self.event(index, event);
        }
        let html = std::mem::take(&mut self.html);
        let mut text = std::mem::take(&mut self.text);
        text.truncate(text.trim_end().len());
        Written { html, text }
    }

    fn event(&mut self, section: usize, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => self.begin_image(dest_url, title),
            Event::Start(tag) => self.begin(section, tag),
            Event::End(pulldown_cmark::TagEnd::Image) => self.end_image(),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.say(text),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.code(text);
            }
            Event::FootnoteReference(label) => self.mention(label),
            Event::SoftBreak => self.say("\n"),
            Event::HardBreak if self.image.is_some() => self.say("\n"),
            Event::HardBreak => {
                self.html.push_str(match self.face {
                    Face::Book(_) => "<br/>",
                    Face::Page | Face::Small => "<br>",
                });
                self.say("\n");
            }
            Event::Rule => self.rule(),
            // Not switched on in the parser.
            Event::TaskListMarker(_) => {}
        }
    }

    fn begin(&mut self, section: usize, tag: &Tag<'_>) {
        if self.image.is_some() {
            return self.push("", false, true);
        }
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.open("p", "</p>", 1),
            Tag::Heading { level, .. } => {
                let (name, end) = self.heading(*level);
                self.open(name, end, 2);
                if matches!(self.face, Face::Small) {
                    self.html.push_str("<strong>");
                }
            }
            Tag::BlockQuote(_) => self.open("blockquote", "</blockquote>", 1),
            Tag::CodeBlock(_) => {
                self.open("pre", "</code></pre>", 1);
                self.literal("<code>");
            }
            Tag::List(None) => self.open("ul", "</ul>", 2),
            Tag::List(Some(first)) => {
                self.open_with("ol", "</ol>", 2, |html| {
                    if *first != 1 {
                        escape::attribute(html, "start", &first.to_string());
                    }
                });
            }
            Tag::Item => self.open("li", "</li>", 1),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.open("table", "</tbody></table>", 4);
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.open("thead", "</tr></thead><tbody>", 1);
                self.literal("<tr>");
            }
            Tag::TableRow => {
                self.in_head = false;
                self.column = 0;
                self.open("tr", "</tr>", 1);
            }
            Tag::TableCell => self.cell(),
            Tag::FootnoteDefinition(label) => self.footnote(section, label),
            Tag::Emphasis => self.open_inline("<em>", "</em>"),
            Tag::Strong => self.open_inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.open_inline("<del>", "</del>"),
            Tag::Link {
                dest_url,
                title,
                link_type,
                ..
            } => {
                let email = matches!(link_type, pulldown_cmark::LinkType::Email);
                let scheme = if email { "mailto:" } else { "" };
                self.begin_link(&format!("{scheme}{dest_url}"), title);
            }
            _ => self.push("", false, false),
        }
    }

    /// The chapter's own heading is the page's first, so the author's begin at the second.
    fn heading(&self, level: HeadingLevel) -> (&'static str, &'static str) {
        match (self.face, level) {
            (Face::Small, _) => ("p", "</strong></p>"),
            (_, HeadingLevel::H1) => ("h2", "</h2>"),
            (_, HeadingLevel::H2) => ("h3", "</h3>"),
            (_, HeadingLevel::H3) => ("h4", "</h4>"),
            (_, HeadingLevel::H4) => ("h5", "</h5>"),
            (_, HeadingLevel::H5 | HeadingLevel::H6) => ("h6", "</h6>"),
        }
    }

    fn cell(&mut self) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => Some("align-left"),
            Some(Alignment::Center) => Some("align-center"),
            Some(Alignment::Right) => Some("align-right"),
            Some(Alignment::None) | None => None,
        };
        self.column += 1;
        let (name, end) = if self.in_head {
            ("th", "</th>")
        } else {
            ("td", "</td>")
        };
        self.open_with(name, end, 1, |html| {
            if let Some(class) = class {
                escape::attribute(html, "class", class);
            }
        });
    }

    fn footnote(&mut self, section: usize, label: &str) {
        let outer = self.frames.is_empty();
        self.open_with("div", "</div>", 1, |html| {
            html.push_str(r#" class="footnote" role="doc-footnote""#);
        });
        self.literal(r#"<span class="footnote-number">"#);
        match self.document.footnote_number(section).filter(|_| outer) {
            Some(number) => {
                let mentioned = self.links_to.contains_key(&number);
                let bid = self.bids.get(section).filter(|_| mentioned);
                if let Some(bid) = bid {
                    self.literal(&format!(r##"<a href="#r-{bid}" role="doc-backlink">"##));
                }
                self.literal(&number.to_string());
                if bid.is_some() {
                    self.literal("</a>");
                }
            }
            None if self.flat() => {}
            None => escape::text(&mut self.html, label),
        }
        self.literal("</span>");
    }

    fn mention(&mut self, label: &str) {
        if self.image.is_some() {
            return;
        }
        self.html.push_str(r#"<sup class="footnote-ref">"#);
        match self.document.footnote(label) {
            Some((number, section)) => {
                let bid = self.bids.get(section).filter(|_| self.links == 0);
                if let Some(bid) = bid {
                    let times = self.links_to.entry(number).or_default();
                    *times += 1;
                    let id = match *times {
                        1 => format!("r-{bid}"),
                        times => format!("r-{bid}-{times}"),
                    };
                    // Writing to a String does not fail.
                    let _ = write!(
                        self.html,
                        r##"<a id="{id}" href="#b-{bid}" role="doc-noteref">{number}</a>"##
                    );
                } else {
                    self.html.push_str(&number.to_string());
                }
            }
            None => escape::text(&mut self.html, label),
        }
        self.html.push_str("</sup>");
    }

    fn begin_link(&mut self, address: &str, title: &str) {
        let link = Link::new(address).filter(|link| match self.face {
            Face::Book(_) => link.leaves_a_book(),
            Face::Page | Face::Small => true,
        });
        let Some(link) = link.filter(|_| self.links == 0 && self.has_room(1)) else {
            return self.push("", false, false);
        };
        self.link(&link, title);
        self.links += 1;
        self.frames.push(Frame {
            end: "</a>",
            block: false,
            link: true,
            flat: false,
        });
    }

    fn link(&mut self, link: &Link, title: &str) {
        self.html.push_str("<a");
        escape::attribute(&mut self.html, "href", &link.href);
        if !title.is_empty() {
            escape::attribute(&mut self.html, "title", title);
        }
        if !matches!(self.face, Face::Book(_)) {
            self.html.push_str(r#" rel="nofollow ugc noopener""#);
        }
        self.html.push('>');
    }

    fn begin_image(&mut self, source: &str, title: &str) {
        match &mut self.image {
            Some(image) => image.inner += 1,
            None => {
                self.image = Some(Image {
                    source: source.into(),
                    title: title.into(),
                    alt: String::new(),
                    inner: 0,
                });
            }
        }
    }

    /// Writes the image; one from elsewhere as a link, and where no link may stand, its description.
    fn end_image(&mut self) {
        if let Some(image) = self.image.as_mut().filter(|image| image.inner > 0) {
            image.inner -= 1;
            return;
        }
        let Some(image) = self.image.take() else {
            return;
        };
        let link = Link::new(&image.source);
        let source = link
            .as_ref()
            .filter(|link| link.is_own_image())
            .and_then(|link| match self.face {
                Face::Page => Some(link.href.clone()),
                Face::Book(path) => path(&link.href),
                Face::Small => None,
            });
        if let Some(source) = source {
            self.html.push_str("<img");
            escape::attribute(&mut self.html, "src", &source);
            escape::attribute(&mut self.html, "alt", &image.alt);
            if !image.title.is_empty() {
                escape::attribute(&mut self.html, "title", &image.title);
            }
            self.html.push_str(match self.face {
                Face::Book(_) => "/>",
                Face::Page | Face::Small => r#" loading="lazy">"#,
            });
            return;
        }
        self.begin_link(&image.source, &image.title);
        let linked = self.frames.last().is_some_and(|frame| frame.link);
        if image.alt.trim().is_empty() && linked {
            self.say(&image.source);
        } else {
            self.say(&image.alt);
        }
        self.end();
    }

    fn code(&mut self, code: &str) {
        if self.image.is_some() {
            return self.say(code);
        }
        self.html.push_str("<code>");
        self.say(code);
        self.html.push_str("</code>");
    }

    fn rule(&mut self) {
        if self.flat() {
            return;
        }
        self.new_line();
        self.html.push_str("<hr");
        self.write_id();
        self.html.push_str(match self.face {
            Face::Book(_) => "/>",
            Face::Page | Face::Small => ">",
        });
    }

    /// Text the reader sees, in the description of an image while one is open.
    fn say(&mut self, text: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(text);
            return;
        }
        escape::text(&mut self.html, text);
        self.text.extend(text.chars().map(escape::shown));
    }

    fn open(&mut self, name: &str, end: &'static str, need: usize) {
        self.open_with(name, end, need, |_| {});
    }

    /// Opens a block element that needs room for itself and what must stand in it.
    fn open_with(
        &mut self,
        name: &str,
        end: &'static str,
        need: usize,
        attributes: impl FnOnce(&mut String),
    ) {
        self.new_line();
        if !self.has_room(need) {
            return self.push("", true, true);
        }
        self.html.push('<');
        self.html.push_str(name);
        self.write_id();
        attributes(&mut self.html);
        self.html.push('>');
        self.push(end, true, false);
    }

    fn open_inline(&mut self, start: &str, end: &'static str) {
        if self.has_room(1) {
            self.html.push_str(start);
            self.push(end, false, false);
        } else {
            self.push("", false, true);
        }
    }

    /// A tag that belongs to the element just opened.
    fn literal(&mut self, markup: &str) {
        if !self.flat() {
            self.html.push_str(markup);
        }
    }

    fn push(&mut self, end: &'static str, block: bool, flat: bool) {
        self.frames.push(Frame {
            end,
            block,
            link: false,
            flat,
        });
    }

    fn end(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.html.push_str(frame.end);
        if frame.link {
            self.links = self.links.saturating_sub(1);
        }
        if frame.block && !self.frames.is_empty() {
            self.new_line();
        }
    }

    /// Separates the words of neighbouring blocks, in markup and text alike.
    fn new_line(&mut self) {
        if self.image.is_none() && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.html.push('\n');
            self.text.push('\n');
        }
    }

    fn write_id(&mut self) {
        if let Some(bid) = self.id.take() {
            escape::attribute(&mut self.html, "id", &format!("b-{bid}"));
        }
    }

    fn flat(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.flat)
    }

    fn has_room(&self, need: usize) -> bool {
        !self.flat() && self.frames.len() + need <= DEPTH
    }
}
