//! Ids, names, states, rules and ranking of serial fiction; no I/O, no async, no clock.
