//! Licence expressions (SPDX 2.3, annex D) against a list of accepted licences.

use std::collections::BTreeSet;

/// Whether a choice exists under which only accepted licences apply. `A WITH B` counts as one
/// licence that the list must name in full; the old `A/B` means `A OR B`.
pub fn satisfied(expression: &str, accepted: &BTreeSet<String>) -> Result<bool, String> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace();
    let mut reader = Reader {
        next: words.next(),
        rest: words.collect(),
        accepted,
    };
    reader.rest.reverse();
    let outcome = reader.either();
    match (outcome, reader.next) {
        (Some(outcome), None) => Ok(outcome),
        _ => Err(format!("`{expression}` is no licence expression")),
    }
}

struct Reader<'a> {
    next: Option<&'a str>,
    /// What follows, last word first.
    rest: Vec<&'a str>,
    accepted: &'a BTreeSet<String>,
}

impl<'a> Reader<'a> {
    fn take(&mut self) -> Option<&'a str> {
        std::mem::replace(&mut self.next, self.rest.pop())
    }

    fn take_if(&mut self, word: &str) -> bool {
        let found = self.next == Some(word);
        if found {
            self.take();
        }
        found
    }

    fn either(&mut self) -> Option<bool> {
        let mut outcome = self.both()?;
        while self.take_if("OR") {
            outcome |= self.both()?;
        }
        Some(outcome)
    }

    fn both(&mut self) -> Option<bool> {
        let mut outcome = self.one()?;
        while self.take_if("AND") {
            outcome &= self.one()?;
        }
        Some(outcome)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take_if("(") {
            let outcome = self.either()?;
            return self.take_if(")").then_some(outcome);
        }
        let name = self
            .take()
            .filter(|word| !["AND", "OR", "WITH", ")"].contains(word))?;
        if self.take_if("WITH") {
            let whole = format!("{name} WITH {}", self.take()?);
            return Some(self.accepted.contains(&whole));
        }
        Some(self.accepted.contains(name))
    }
}

#[test]
fn expressions_are_weighed_as_the_standard_says() {
    let accepted = BTreeSet::from(["MIT".to_owned(), "ISC".to_owned()]);
    let weigh = |expression| satisfied(expression, &accepted);
    for good in [
        "MIT",
        "GPL-3.0-only OR MIT",
        "GPL-3.0-only/MIT",
        "MIT AND ISC",
        "GPL-3.0-only AND ISC OR MIT",
        "MIT AND (ISC OR GPL-3.0-only)",
        "Apache-2.0 WITH LLVM-exception OR MIT",
    ] {
        assert_eq!(weigh(good), Ok(true), "{good}");
    }
    for bad in [
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "MIT AND (GPL-3.0-only OR Apache-2.0)",
        "MIT WITH GPL-exception",
    ] {
        assert_eq!(weigh(bad), Ok(false), "{bad}");
    }
    for nonsense in ["", "MIT OR", "(MIT", "MIT ISC"] {
        assert!(weigh(nonsense).is_err(), "{nonsense}");
    }
}
