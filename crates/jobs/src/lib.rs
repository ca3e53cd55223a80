//! Work without a caller: the publication scheduler and the outbox.
