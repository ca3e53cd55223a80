//! A page read as a browser's tokenizer reads it, with every open tag closed where it must be.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, states,
};

/// Elements without content.
const VOID: [&str; 7] = ["meta", "link", "input", "br", "hr", "img", "wbr"];

/// An element with what stands in it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    pub attributes: HashMap<String, String>,
    /// The elements around it, by their places in the page, the outermost first.
    pub around: Vec<usize>,
    /// The text in it, of its descendants too.
    pub text: String,
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }
}

/// A whole page.
#[derive(Debug)]
pub struct Markup {
    pub elements: Vec<Element>,
    /// What a browser would have to put up with.
    pub faults: Vec<String>,
}

#[derive(Default)]
struct Reader {
    elements: RefCell<Vec<Element>>,
    open: RefCell<Vec<usize>>,
    faults: RefCell<Vec<String>>,
    doctype: Cell<bool>,
}

impl Reader {
    fn start(&self, tag: &Tag) -> Option<states::RawKind> {
        let name = tag.name.to_string();
        let mut elements = self.elements.borrow_mut();
        let attributes = tag.attrs.iter();
        let element = Element {
            attributes: attributes
                .map(|one| (one.name.local.to_string(), one.value.to_string()))
                .collect(),
            around: self.open.borrow().clone(),
            name: name.clone(),
            text: String::new(),
        };
        elements.push(element);
        if !VOID.contains(&name.as_str()) {
            self.open.borrow_mut().push(elements.len() - 1);
        }
        match name.as_str() {
            "title" | "textarea" => Some(states::RawKind::Rcdata),
            "script" | "style" => Some(states::RawKind::Rawtext),
            _ => None,
        }
    }

    fn end(&self, tag: &Tag) {
        let Some(place) = self.open.borrow_mut().pop() else {
            self.fault(format!("</{}> closes nothing", tag.name));
            return;
        };
        let open = &self.elements.borrow()[place].name;
        if **open != *tag.name {
            self.fault(format!("</{}> closes <{open}>", tag.name));
        }
    }

    fn text(&self, text: &str) {
        let mut elements = self.elements.borrow_mut();
        for place in self.open.borrow().iter() {
            elements[*place].text.push_str(text);
        }
    }

    fn fault(&self, fault: String) {
        self.faults.borrow_mut().push(fault);
    }
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                if let Some(kind) = self.start(&tag) {
                    return TokenSinkResult::RawData(kind);
                }
            }
            Token::TagToken(tag) => self.end(&tag),
            Token::CharacterTokens(text) => self.text(&text),
            Token::DoctypeToken(_) => self.doctype.set(true),
            Token::ParseError(error) => self.fault(format!("line {line}: {error}")),
            Token::CommentToken(_) | Token::NullCharacterToken | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

impl Markup {
    pub fn read(html: &str) -> Self {
        let queue = BufferQueue::default();
        queue.push_back(html.into());
        let tokenizer = Tokenizer::new(
            Reader::default(),
            html5ever::tokenizer::TokenizerOpts {
                exact_errors: true,
                ..Default::default()
            },
        );
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        let reader = tokenizer.sink;
        if !reader.doctype.get() {
            reader.fault("no doctype".to_owned());
        }
        for place in reader.open.borrow().iter() {
            let name = &reader.elements.borrow()[*place].name;
            reader
                .faults
                .borrow_mut()
                .push(format!("<{name}> stays open"));
        }
        Self {
            elements: reader.elements.into_inner(),
            faults: reader.faults.into_inner(),
        }
    }

    pub fn all<'m>(&'m self, name: &str) -> impl Iterator<Item = &'m Element> {
        let name = name.to_owned();
        self.elements.iter().filter(move |one| one.name == name)
    }

    pub fn one(&self, name: &str) -> &Element {
        let found: Vec<_> = self.all(name).collect();
        assert_eq!(found.len(), 1, "<{name}> stands once in a page");
        found[0]
    }

    /// The elements inside another.
    pub fn inside<'m>(&'m self, outer: &'m Element) -> impl Iterator<Item = &'m Element> {
        let place = self
            .elements
            .iter()
            .position(|one| std::ptr::eq(one, outer));
        let place = place.expect("an element of this page");
        self.elements
            .iter()
            .filter(move |one| one.around.contains(&place))
    }

    /// The text of the page's own part, with single spaces.
    pub fn words(&self) -> String {
        let text = &self.one("main").text;
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
