//! What every request passes: one tower layer per file.
