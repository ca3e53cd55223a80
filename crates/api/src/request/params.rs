//! Query parameters.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use quire_app::{Cursor, PageRequest};
use quire_edge::Failure;
use quire_edge::problem::{Problem, catalogue};

/// The parameters of a query, taken one by one; what is left over at the end is refused, so that a
/// misspelled filter is noticed.
#[derive(Debug)]
pub struct Params(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map(|Query(pairs)| Self(pairs))
            .map_err(|_unreadable| invalid("", "the query could not be read"))
    }
}

/// The problem of one parameter.
pub fn invalid(name: &str, message: impl Into<String>) -> Failure {
    Failure(Problem::new(&catalogue::INVALID_PARAMETER).at(
        name.to_owned(),
        &catalogue::INVALID_PARAMETER,
        message.into(),
    ))
}

impl Params {
    /// Every value of a parameter that may stand several times.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|(key, _)| key == name);
        self.0 = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// A parameter that stands once at most.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let mut values = self.texts(name);
        if values.len() > 1 {
            return Err(invalid(name, "give it once"));
        }
        Ok(values.pop())
    }

    /// A parameter of another type.
    pub fn parsed<T>(&mut self, name: &str) -> Result<Option<T>, Failure>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        self.text(name)?
            .map(|text| {
                text.parse()
                    .map_err(|wrong: T::Err| invalid(name, wrong.to_string()))
            })
            .transpose()
    }

    /// Every value of a parameter of another type that may stand several times.
    pub fn all<T>(&mut self, name: &str) -> Result<Vec<T>, Failure>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        self.texts(name)
            .iter()
            .map(|text| {
                text.parse()
                    .map_err(|wrong: T::Err| invalid(name, wrong.to_string()))
            })
            .collect()
    }

    /// `limit` and `cursor`: how much of a list is asked for, and from where.
    pub fn page(&mut self) -> Result<PageRequest, Failure> {
        let limit = self.parsed("limit")?;
        let cursor = self.text("cursor")?.map(Cursor::given);
        PageRequest::new(limit, cursor)
            .map_err(|_out_of_range| invalid("limit", "a number from 1 to 100"))
    }

    /// Ends the reading.
    pub fn end(self) -> Result<(), Failure> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(invalid(&name, "there is no such parameter here")),
        }
    }
}
