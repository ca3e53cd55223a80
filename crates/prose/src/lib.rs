//! Chapter text: Markdown to safe HTML blocks with stable ids, words, excerpts, diffs.
