//! XHTML as books contain it: a tree that survives dirt, and the way from it to Markdown.
//!
//! [`tree`] reads well-formed XML, [`lenient`] repairs the rest, [`blocks`] turns a stretch of a
//! document into paragraphs, quotes, lists and so on, and [`render`] writes those as Markdown.

pub(crate) mod blocks;
mod emphasis;
pub(crate) mod entities;
pub(crate) mod inline;
pub(crate) mod lenient;
mod marks;
pub(crate) mod render;
pub(crate) mod tree;
