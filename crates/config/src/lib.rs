//! Settings: defaults, file, environment and flags, each value with its origin.
