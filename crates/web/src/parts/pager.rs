//! From one page of a list to the next.

use quire_app::Cursor;

use crate::local::escaped;

/// The address of a list, to which filters and a cursor are added.
#[derive(Debug, Clone)]
pub struct Pager(String);

impl Pager {
    /// A list at a path.
    pub fn at(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The same list with a filter; an empty one is left out.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        if !value.is_empty() {
            self.0.push(if self.0.contains('?') { '&' } else { '?' });
            self.0.push_str(name);
            self.0.push('=');
            self.0.push_str(&escaped(value));
        }
        self
    }

    /// The same list with every value of a filter.
    #[must_use]
    pub fn with_all(self, name: &str, values: &[String]) -> Self {
        let add = |pager: Self, value: &String| pager.with(name, value);
        values.iter().fold(self, add)
    }

    /// Its address.
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The address of the next page, when there is one.
    pub fn next(&self, cursor: Option<&Cursor>) -> Option<String> {
        let cursor = cursor?;
        Some(self.clone().with("cursor", cursor.as_str()).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_stay_in_the_address() {
        let pager = Pager::at("/discover")
            .with("sort", "new")
            .with("tag", "")
            .with_all("rating", &["teen".to_owned(), "a&b".to_owned()]);
        assert_eq!(pager.path(), "/discover?sort=new&rating=teen&rating=a%26b");
        assert_eq!(pager.next(None), None);
        let next = pager.next(Some(&Cursor::given("x"))).unwrap();
        assert_eq!(next, "/discover?sort=new&rating=teen&rating=a%26b&cursor=x");
    }
}
