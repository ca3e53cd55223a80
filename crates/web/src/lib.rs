//! The pages: one file per page, typed templates, no script needed.
