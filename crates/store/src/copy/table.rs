//! Which tables there are, in an order in which no row comes before one it refers to.

use std::fmt;

use super::value::Kind;

/// A table that is carried over.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What its rows are sorted by, when they refer to each other.
    pub order: Option<&'static str>,
}

macro_rules! tables {
    ($($name:literal $(by $order:literal)?)*) => {
        /// Every table with rows of its own.
        pub const TABLES: &[Table] = &[$(Table { name: $name, order: tables!(@order $($order)?) }),*];
    };
    (@order) => { None };
    (@order $order:literal) => { Some($order) };
}

tables! {
    "account"
    "profile"
    "handle_history"
    "session"
    "api_token"
    "invite"
    "setup_code"
    "site_setting"
    "story"
    "story_slug_history"
    "volume"
    "chapter"
    "chapter_slug_history"
    "revision"
    "release_plan"
    "collaborator"
    // A synonym refers to its tag, which is no synonym itself.
    "tag" by "canonical_id is not null"
    "story_tag"
    "follow_story"
    "follow_user"
    "reading_progress"
    "chapter_read"
    "engagement"
    "outbox"
    "audit_event"
    "import_run"
    "demo_item"
}

/// Tables that hold nothing of their own: the index of the texts is made anew by the engine that
/// will search it, and the list of migrations belongs to each database itself.
pub const DERIVED: &[&str] = &["search_document", "search_text", "search_word", "migration"];

/// The columns of a table by name, those the engine computes left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns(Vec<(String, Kind)>);

impl Columns {
    /// In any order; both engines get the same one.
    pub(super) fn new(mut columns: Vec<(String, Kind)>) -> Self {
        columns.sort();
        Self(columns)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.0.iter().map(|(_name, kind)| *kind)
    }

    /// `"a", "b"`
    fn names(&self) -> String {
        let names: Vec<String> = self
            .0
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        names.join(", ")
    }

    /// Every row of a table.
    pub(super) fn select(&self, table: &Table) -> String {
        let order = table.order.map(|by| format!(" order by {by}"));
        format!(
            "select {} from {}{}",
            self.names(),
            table.name,
            order.unwrap_or_default()
        )
    }

    /// Rows into a table; `sign` stands before the numbers of parameters.
    pub(super) fn insert(&self, table: &Table, rows: usize, sign: char) -> String {
        let mut text = format!("insert into {} ({}) values ", table.name, self.names());
        for row in 0..rows {
            let numbers: Vec<String> = (1..=self.len())
                .map(|place| format!("{sign}{}", row * self.len() + place))
                .collect();
            text.push_str(if row == 0 { "(" } else { ", (" });
            text.push_str(&numbers.join(", "));
            text.push(')');
        }
        text
    }
}

impl fmt::Display for Columns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<String> = self
            .0
            .iter()
            .map(|(name, kind)| format!("{name} {kind:?}"))
            .collect();
        write!(f, "({})", columns.join(", ").to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_name_every_column_in_one_order() {
        let columns = Columns::new(vec![
            ("b".to_owned(), Kind::Int),
            ("a".to_owned(), Kind::Text),
        ]);
        let table = Table {
            name: "t",
            order: Some("a is not null"),
        };
        assert_eq!(
            columns.select(&table),
            "select \"a\", \"b\" from t order by a is not null"
        );
        assert_eq!(
            columns.insert(&table, 2, '$'),
            "insert into t (\"a\", \"b\") values ($1, $2), ($3, $4)"
        );
    }
}
