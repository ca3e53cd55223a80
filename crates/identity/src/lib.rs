//! Who is calling: passwords, sessions, API tokens.
