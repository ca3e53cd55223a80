//! Forms: what a page asks for by name, what a handler reads by the same names, and what is shown
//! again beside its fault when it was not accepted.

mod faults;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form as Pairs, FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use quire_edge::problem::catalogue;
use quire_edge::{Failure, Problem};

pub use faults::Faults;

/// A form as it is typed: texts, not yet values.
pub trait Form: Default {
    /// The route it is sent to.
    const TO: &'static str;
    /// The names of its fields.
    const FIELDS: &'static [&'static str];

    /// Takes one field; a name it does not know is passed over.
    fn take(&mut self, name: &str, value: String);
}

/// A form with the names of its fields, for the test that compares them with the pages.
#[derive(Debug, Clone, Copy)]
pub struct FormNames {
    /// The route it is sent to.
    pub to: &'static str,
    /// The names of its fields.
    pub fields: &'static [&'static str],
}

impl FormNames {
    /// The names of a form.
    pub const fn of<F: Form>() -> Self {
        Self {
            to: F::TO,
            fields: F::FIELDS,
        }
    }
}

/// A form that somebody sent.
pub struct Filled<F>(pub F);

impl<F: Form, S: Send + Sync> FromRequest<S> for Filled<F> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let Pairs(pairs) = Pairs::<Vec<(String, String)>>::from_request(request, state)
            .await
            .map_err(|rejection| refused(&rejection))?;
        let mut form = F::default();
        for (name, value) in pairs {
            form.take(&name, value);
        }
        Ok(Self(form))
    }
}

/// A form that was sent with GET: its fields stand in the address.
pub struct Asked<F>(pub F);

impl<F: Form, S: Send + Sync> FromRequestParts<S> for Asked<F> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Query(pairs) = Query::<Vec<(String, String)>>::from_request_parts(parts, state)
            .await
            .map_err(|_rejection| Problem::new(&catalogue::INVALID_PARAMETER))?;
        let mut form = F::default();
        for (name, value) in pairs {
            form.take(&name, value);
        }
        Ok(Self(form))
    }
}

fn refused(rejection: &FormRejection) -> Problem {
    match rejection {
        FormRejection::InvalidFormContentType(_) => {
            Problem::new(&catalogue::UNSUPPORTED_MEDIA_TYPE)
                .detail("a form is sent as application/x-www-form-urlencoded")
        }
        FormRejection::BytesRejection(_) => Problem::new(&catalogue::PAYLOAD_TOO_LARGE),
        _ => Problem::new(&catalogue::INVALID_PARAMETER).detail("the form could not be read"),
    }
}

/// A text of several lines with the line ends that `before` has: browsers send every line end as
/// CR LF, whatever the text had, and a chapter must not change where nobody changed it.
pub fn lines_like(before: &str, typed: String) -> String {
    let crlf = before.contains('\n') && !before.replace("\r\n", "").contains('\n');
    if crlf {
        typed
    } else {
        typed.replace("\r\n", "\n")
    }
}

/// Declares a form: `text` is one line or several as typed, `tick` a checkbox, `ticks` several of
/// one name.
macro_rules! form {
    ($(#[$doc:meta])* pub struct $name:ident to $to:literal {
        $($(#[$fdoc:meta])* $kind:ident $field:ident,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Default)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $crate::form::field!($kind),)*
        }

        impl $crate::form::Form for $name {
            const TO: &'static str = $to;
            const FIELDS: &'static [&'static str] = &[$(stringify!($field),)*];

            fn take(&mut self, name: &str, value: String) {
                match name {
                    $(stringify!($field) => $crate::form::put!($kind, self.$field, value),)*
                    _ => {}
                }
            }
        }
    };
}

macro_rules! field {
    (text) => { String };
    (tick) => { bool };
    (ticks) => { Vec<String> };
}

macro_rules! put {
    (text, $place:expr, $value:ident) => {
        $place = $value
    };
    (tick, $place:expr, $value:ident) => {
        $place = !$value.is_empty()
    };
    (ticks, $place:expr, $value:ident) => {
        $place.push($value)
    };
}

pub(crate) use {field, form, put};

#[cfg(test)]
mod tests {
    use super::*;

    form! {
        /// For these tests.
        pub struct Order to "/order" {
            /// One line.
            text dish,
            /// A checkbox.
            tick hot,
            /// Several.
            ticks sides,
        }
    }

    #[tokio::test]
    async fn a_form_is_read_by_its_names() {
        let request = Request::post("/order")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("dish=Pea+soup&hot=yes&sides=bread&sides=salt%26oil&other=1".into())
            .unwrap();
        let Filled(order) = Filled::<Order>::from_request(request, &())
            .await
            .ok()
            .unwrap();
        assert_eq!(order.dish, "Pea soup");
        assert!(order.hot);
        assert_eq!(order.sides, ["bread", "salt&oil"]);
        assert_eq!(Order::FIELDS, ["dish", "hot", "sides"]);
    }

    #[test]
    fn a_text_keeps_the_line_ends_it_had() {
        let typed = || "a\r\nb".to_owned();
        assert_eq!(lines_like("", typed()), "a\nb");
        assert_eq!(lines_like("x\ny", typed()), "a\nb");
        assert_eq!(lines_like("x\r\ny", typed()), "a\r\nb");
        assert_eq!(lines_like("x\r\ny\nz", typed()), "a\nb");
    }
}
