//! The SQL of every noun, written once for SQLite and PostgreSQL.
