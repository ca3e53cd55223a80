//! The Quire binary.

fn main() {}
