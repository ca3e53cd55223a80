//! Logs, metrics, request ids and statement counts.
