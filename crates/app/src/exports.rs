//! Stories go out as books: EPUB 3 and Markdown.
//!
//! Every chapter of a book passes the one predicate that decides who may read it. The same story
//! gives the same bytes, and a chapter keeps its file and its bytes when others are added, so that
//! a reading device finds its place again.

mod bind;
mod collect;
mod digest;
mod verbs;

pub use verbs::{Export, ExportAsk, Exported};
