//! What was not accepted, to be shown beside the field it belongs to.

use std::fmt::Display;
use std::str::FromStr;

use axum::http::StatusCode;
use quire_app::Refused;

/// What was not accepted in a form.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    fields: Vec<(String, String)>,
    whole: Vec<String>,
}

impl Faults {
    /// Whether everything was accepted.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.whole.is_empty()
    }

    /// Notes a fault of a field.
    pub fn at(&mut self, field: &str, message: impl Display) {
        self.fields.push((field.to_owned(), message.to_string()));
    }

    /// Notes a fault of the whole.
    pub fn whole(&mut self, message: impl Display) {
        self.whole.push(message.to_string());
    }

    /// The same faults with one of the whole.
    #[must_use]
    pub fn with(mut self, message: impl Display) -> Self {
        self.whole(message);
        self
    }

    /// The fault of a field, for its place in the page.
    pub fn of(&self, field: &str) -> Option<&str> {
        let mut faults = self.fields.iter();
        faults
            .find(|(name, _)| name == field)
            .map(|(_, message)| message.as_str())
    }

    /// Whether a field has a fault.
    pub fn has(&self, field: &str) -> bool {
        self.of(field).is_some()
    }

    /// All faults in the order they were found, for the list at the top: the field, when it is one's.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let whole = self.whole.iter().map(|message| ("", message.as_str()));
        let fields = self.fields.iter();
        whole.chain(fields.map(|(field, message)| (field.as_str(), message.as_str())))
    }

    /// A field's name for people: `Site name` of `site_name`.
    pub fn named(field: &str) -> String {
        let words = field.replace('_', " ");
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }

    /// Reads a value out of a text; notes the fault when it is none.
    pub fn read<T: FromStr<Err: Display>>(&mut self, field: &str, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(fault) => {
                self.at(field, fault);
                None
            }
        }
    }

    /// Reads a value where nothing may stand.
    pub fn read_optional<T: FromStr<Err: Display>>(
        &mut self,
        field: &str,
        text: &str,
    ) -> Option<T> {
        (!text.is_empty()).then(|| self.read(field, text)).flatten()
    }

    /// Reads several values of one field.
    pub fn read_all<T: FromStr<Err: Display>>(&mut self, field: &str, texts: &[String]) -> Vec<T> {
        texts
            .iter()
            .filter_map(|text| self.read(field, text))
            .collect()
    }

    /// A verb's refusal as faults of the form that asked for it, with the status to answer; other
    /// refusals are no matter of the form and are handed back.
    pub fn of_refusal(refused: Refused) -> Result<(StatusCode, Self), Refused> {
        let mut faults = Self::default();
        let mut status = StatusCode::UNPROCESSABLE_ENTITY;
        match refused {
            Refused::Invalid(errors) => {
                for error in errors {
                    faults.at(error.pointer.trim_start_matches('/'), error.message);
                }
            }
            Refused::Taken { field } => {
                faults.at(
                    field.trim_start_matches('/'),
                    "somebody else has this already",
                );
            }
            Refused::WrongCredentials => {
                faults.whole("The name or the password is wrong.");
            }
            Refused::File { message, .. } => faults.whole(message),
            Refused::Transition(why) | Refused::Conflict(why) => {
                status = StatusCode::CONFLICT;
                faults.whole(why);
            }
            other => return Err(other),
        }
        Ok((status, faults))
    }
}

#[cfg(test)]
mod tests {
    use quire_domain::text::StoryTitle;

    use super::*;

    #[test]
    fn every_fault_is_found_and_has_a_place() {
        let mut faults = Faults::default();
        assert_eq!(faults.read::<StoryTitle>("title", "  "), None);
        assert_eq!(faults.read_optional::<u32>("number", ""), None);
        assert_eq!(faults.of("title"), Some("may not be empty"));
        assert!(!faults.has("number"));
        let faults = faults.with("Nothing was saved.");
        let all: Vec<_> = faults.all().collect();
        assert_eq!(
            all,
            [("", "Nothing was saved."), ("title", "may not be empty")]
        );
    }

    #[test]
    fn a_refusal_of_the_form_is_told_apart_from_others() {
        let refused = Refused::field("/slug", "form", "use a-z");
        let (status, faults) = Faults::of_refusal(refused).ok().unwrap();
        assert_eq!((status.as_u16(), faults.of("slug")), (422, Some("use a-z")));
        assert!(matches!(
            Faults::of_refusal(Refused::NotFound),
            Err(Refused::NotFound)
        ));
    }
}
