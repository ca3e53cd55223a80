//! What a token may do: a set of scopes, written as words with spaces between.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use quire_domain::Invalid;
use quire_domain::account::Scope;

/// At least one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// The scopes given; `None` when there are none: a token that may do nothing is a mistake.
    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Option<Self> {
        let scopes: BTreeSet<Scope> = scopes.into_iter().collect();
        (!scopes.is_empty()).then_some(Self(scopes))
    }

    /// Every scope: what a person has who signed in.
    pub fn all() -> Self {
        Self(Scope::ALL.iter().copied().collect())
    }

    /// Whether a scope is among them.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// The scopes.
    pub fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    /// `read write`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, scope) in self.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

impl FromStr for Scopes {
    type Err = Invalid;

    /// Words with spaces or commas between.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let words = text.split([' ', ',']).filter(|word| !word.is_empty());
        let scopes: Result<Vec<Scope>, Invalid> = words.map(str::parse).collect();
        Self::of(scopes?).ok_or(Invalid::Empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_read_back_as_they_were_written() {
        let scopes: Scopes = "write,read write".parse().unwrap();
        assert_eq!(scopes.to_string(), "read write");
        assert_eq!(scopes.to_string().parse(), Ok(scopes.clone()));
        assert!(scopes.contains(Scope::Read) && !scopes.contains(Scope::Admin));
        assert_eq!(Scopes::all().iter().count(), Scope::ALL.len());
    }

    #[test]
    fn unknown_and_missing_scopes_are_refused() {
        assert_eq!(" ,".parse::<Scopes>(), Err(Invalid::Empty));
        let refused = "read everything".parse::<Scopes>();
        assert!(
            matches!(refused, Err(Invalid::NotOneOf { .. })),
            "{refused:?}"
        );
    }
}
