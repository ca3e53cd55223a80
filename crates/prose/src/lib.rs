//! Chapter text: Markdown to safe HTML blocks with stable ids, words, excerpts, diffs.
//!
//! Pure functions: no I/O, no clock, no chance, and the author's text is only ever read. The same
//! input gives the same output on every machine, so what is rendered may be cached under
//! ([revision](fn@align), [`RENDER_VERSION`]).
//!
//! What a saved revision needs from here is four calls:
//!
//! ```
//! let old_source = "It was a dark night.\n\nNobody came.";
//! let old_marks = quire_prose::align(&[], "", old_source);
//!
//! let source = "It was a dark night.\n\nThen, at last, *somebody* knocked.\n\nNobody came.";
//! let marks = quire_prose::align(&old_marks, old_source, source);
//! assert_eq!(marks[2].bid, old_marks[1].bid, "edits elsewhere move nothing");
//!
//! let blocks = quire_prose::render(source, &marks);
//! assert_eq!(blocks[1].text, "Then, at last, somebody knocked.");
//! assert_eq!(quire_prose::words(source).words, 12);
//! assert_eq!(quire_prose::excerpt(source, 80), "It was a dark night.");
//! ```

mod align;
mod block;
mod diff;
mod document;
mod escape;
mod excerpt;
mod link;
mod pairing;
mod render;
mod script;
mod search;
mod similarity;
mod small;
mod words;
mod writer;

pub use align::align;
pub use block::{Bid, Block, BlockKind, BlockMark, Digest, UnreadableMark};
pub use diff::{Change, DiffBlock, Span, diff, diff_html};
pub use excerpt::excerpt;
pub use render::{RENDER_VERSION, plain, render, render_xhtml};
pub use search::{Term, fold, fts5, query_terms, tsquery};
pub use small::small;
pub use words::{Words, words};
