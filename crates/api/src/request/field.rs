//! Fields of a body: each read by itself, so that all faults are told at once.

use std::borrow::Cow;

use jiff::civil::Date;
use quire_domain::account::{
    AccountStatus, ProfileVisibility, RegistrationMode, Role, Scope, SessionKind,
};
use quire_domain::chapter::ChapterKind;
use quire_domain::language::Language;
use quire_domain::release_plan::ZoneName;
use quire_domain::slug::Slug;
use quire_domain::story::{
    AiUse, Audience, CollaboratorRole, Rating, SerialStatus, Warning, WarningsAnswer,
};
use quire_domain::tag::TagKind;
use quire_domain::text::{self, Invalid};
use quire_domain::{Timestamp, id};
use quire_edge::problem::{FieldError, Problem, catalogue};
use quire_identity::password::{self, Password};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};

/// Why one value was not accepted: a code and words.
pub type Fault = (&'static str, Cow<'static, str>);

/// A type that a JSON value can become.
pub trait FromJson: Sized {
    /// The value, or what is wrong with it.
    fn from_json(value: Value) -> Result<Self, Fault>;
    /// How the API's document describes it.
    fn schema() -> Schema;
}

/// A field as it was sent: nothing, `null`, a good value, or a fault that has been noted.
/// Give it `#[serde(default)]`.
#[derive(Debug, Clone, Default)]
pub enum Field<T> {
    /// The body does not have it.
    #[default]
    Absent,
    /// It is `null`.
    Null,
    /// A value.
    Value(T),
    /// Something else.
    Wrong(&'static str, Cow<'static, str>),
}

impl<'de, T: FromJson> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Null,
            value => match T::from_json(value) {
                Ok(value) => Self::Value(value),
                Err((code, message)) => Self::Wrong(code, message),
            },
        })
    }
}

/// The schema of a field with its description.
pub fn described<T: FromJson>(description: &str) -> RefOr<Schema> {
    let description = Some(description.trim().to_owned());
    RefOr::T(match T::schema() {
        Schema::Object(mut object) => {
            object.description = description;
            Schema::Object(object)
        }
        Schema::Array(mut array) => {
            array.description = description;
            Schema::Array(array)
        }
        other => other,
    })
}

/// The struct of a JSON body: every field is read leniently as a [`Field`], unknown ones are
/// refused, and the API's document describes it from the same lines.
macro_rules! body {
    ($(#[doc = $about:literal])* pub struct $name:ident {
        $($(#[doc = $doc:literal])* $need:ident $field:ident: $ty:ty,)*
    }) => {
        $(#[doc = $about])*
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name { $($(#[doc = $doc])* $field: $crate::request::Field<$ty>,)* }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let object = utoipa::openapi::schema::ObjectBuilder::new()
                    .description(Some(concat!($($about),*).trim()));
                $(
                    let object = object.property(
                        stringify!($field),
                        $crate::request::described::<$ty>(concat!($($doc),*)),
                    );
                    let object = if stringify!($need) == "required" {
                        object.required(stringify!($field))
                    } else {
                        object
                    };
                )*
                object.into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed(stringify!($name))
            }
        }
    };
}

pub(crate) use body;

/// The faults of one body.
#[derive(Debug, Default)]
pub struct Faults(Vec<FieldError>);

impl Faults {
    /// Notes a fault.
    pub fn add(
        &mut self,
        pointer: &'static str,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.0.push(FieldError {
            pointer: Cow::Borrowed(pointer),
            code,
            message: message.into(),
        });
    }

    /// A field that may be left out or `null`.
    pub fn optional<T>(&mut self, pointer: &'static str, field: Field<T>) -> Option<T> {
        match field {
            Field::Value(value) => Some(value),
            Field::Absent | Field::Null => None,
            Field::Wrong(code, message) => {
                self.add(pointer, code, message);
                None
            }
        }
    }

    /// A field of a merge patch (RFC 7396): left out means unchanged, `null` means none.
    #[expect(
        clippy::option_option,
        reason = "left out, null and a value are three different wishes"
    )]
    pub fn patch<T>(&mut self, pointer: &'static str, field: Field<T>) -> Option<Option<T>> {
        match field {
            Field::Absent => None,
            Field::Null => Some(None),
            Field::Value(_) | Field::Wrong(..) => self.optional(pointer, field).map(Some),
        }
    }

    /// A field with a value for when it is left out.
    pub fn or<T>(&mut self, pointer: &'static str, field: Field<T>, otherwise: T) -> T {
        self.optional(pointer, field).unwrap_or(otherwise)
    }

    /// A field that has to be there; `None` when it is not, or has a fault.
    pub fn required<T>(&mut self, pointer: &'static str, field: Field<T>) -> Option<T> {
        if matches!(field, Field::Absent | Field::Null) {
            self.add(
                pointer,
                catalogue::MISSING_FIELD.code,
                "this field is needed",
            );
        }
        self.optional(pointer, field)
    }

    /// A field of a patch that may be left out but not `null`.
    pub fn some<T>(&mut self, pointer: &'static str, field: Field<T>) -> Option<T> {
        if matches!(field, Field::Null) {
            self.add(
                pointer,
                catalogue::WRONG_TYPE.code,
                "may be left out, but not null",
            );
        }
        self.optional(pointer, field)
    }

    /// Ends the reading: the problem with every fault, if there is one.
    pub fn end(self) -> Result<(), Problem> {
        match self.0.first().map(|error| error.code) {
            None => Ok(()),
            Some(first) => {
                let same = self.0.iter().all(|error| error.code == first);
                // One kind of fault has a problem of its own; several are "not valid".
                let entry = match catalogue::find(first) {
                    Some(entry) if same && entry.status == 422 => entry,
                    _ => &catalogue::INVALID_FIELD,
                };
                Err(Problem::new(entry).fields(self.0))
            }
        }
    }

    /// Ends the reading with the fields that had to be there.
    pub fn all<T: Required>(self, required: T) -> Result<T::Values, Problem> {
        self.end()?;
        required
            .values()
            .ok_or_else(|| Problem::new(&catalogue::MISSING_FIELD))
    }
}

/// Several fields that have to be there.
pub trait Required {
    /// Their values.
    type Values;
    /// The values when all are there.
    fn values(self) -> Option<Self::Values>;
}

macro_rules! required {
    ($(($($name:ident)*))*) => {$(
        impl<$($name),*> Required for ($(Option<$name>,)*) {
            type Values = ($($name,)*);

            #[expect(non_snake_case, reason = "the names of the types serve for their values")]
            fn values(self) -> Option<Self::Values> {
                let ($($name,)*) = self;
                Some(($($name?,)*))
            }
        }
    )*};
}

required! { (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) }

fn wrong_type(expected: &'static str) -> Fault {
    (catalogue::WRONG_TYPE.code, Cow::Borrowed(expected))
}

fn refused(invalid: &Invalid) -> Fault {
    (invalid.code(), Cow::Owned(invalid.to_string()))
}

fn string(value: Value) -> Result<String, Fault> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(wrong_type("send a text")),
    }
}

fn object(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(kind))
}

impl FromJson for bool {
    fn from_json(value: Value) -> Result<Self, Fault> {
        value
            .as_bool()
            .ok_or_else(|| wrong_type("send true or false"))
    }

    fn schema() -> Schema {
        object(Type::Boolean).into()
    }
}

impl FromJson for i64 {
    fn from_json(value: Value) -> Result<Self, Fault> {
        value
            .as_i64()
            .ok_or_else(|| wrong_type("send a whole number"))
    }

    fn schema() -> Schema {
        object(Type::Integer).into()
    }
}

impl FromJson for f64 {
    fn from_json(value: Value) -> Result<Self, Fault> {
        value.as_f64().ok_or_else(|| wrong_type("send a number"))
    }

    fn schema() -> Schema {
        object(Type::Number).into()
    }
}

impl FromJson for String {
    fn from_json(value: Value) -> Result<Self, Fault> {
        string(value)
    }

    fn schema() -> Schema {
        object(Type::String).into()
    }
}

/// More bytes than any password has, however it is normalised, are not worth reading.
const PASSWORD_BYTES: usize = password::MAX_BYTES * 4;

impl FromJson for Password {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let typed = string(value)?;
        if typed.len() > PASSWORD_BYTES {
            let why = format!("use at most {} bytes", password::MAX_BYTES);
            return Err((catalogue::TOO_LONG.code, Cow::Owned(why)));
        }
        Ok(Self::new(&typed))
    }

    fn schema() -> Schema {
        object(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .write_only(true)
            .into()
    }
}

impl FromJson for Timestamp {
    fn from_json(value: Value) -> Result<Self, Fault> {
        string(value)?
            .parse()
            .map_err(|wrong: quire_domain::time::NotAnInstant| {
                (catalogue::INVALID_FIELD.code, Cow::Owned(wrong.to_string()))
            })
    }

    fn schema() -> Schema {
        object(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl FromJson for Date {
    fn from_json(value: Value) -> Result<Self, Fault> {
        let text = string(value)?;
        // Nothing but a plain day: the parser would also take the day out of an instant.
        let plain = text.len() == 10;
        text.parse().ok().filter(|_| plain).ok_or_else(|| {
            let message = "write a day as 2026-11-28";
            (catalogue::INVALID_FIELD.code, Cow::Borrowed(message))
        })
    }

    fn schema() -> Schema {
        object(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .into()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Array(items) => items.into_iter().map(T::from_json).collect(),
            _ => Err(wrong_type("send a list")),
        }
    }

    fn schema() -> Schema {
        ArrayBuilder::new().items(RefOr::T(T::schema())).into()
    }
}

macro_rules! texts {
    ($($ty:ty),* $(,)?) => {$(
        impl FromJson for $ty {
            fn from_json(value: Value) -> Result<Self, Fault> {
                <$ty>::parse(&string(value)?).map_err(|invalid| refused(&invalid))
            }

            fn schema() -> Schema {
                object(Type::String)
                    .min_length(Some(<$ty>::MIN))
                    .max_length(Some(<$ty>::MAX))
                    .into()
            }
        }
    )*};
}

texts! {
    text::Handle, text::EmailAddress, text::DisplayName, text::Bio, text::StoryTitle,
    text::ChapterTitle, text::VolumeTitle, text::Blurb, text::AuthorNote, text::TagName,
    text::Label, text::Remark, text::SearchText, text::SiteName,
}

macro_rules! words {
    ($($ty:ty),* $(,)?) => {$(
        impl FromJson for $ty {
            fn from_json(value: Value) -> Result<Self, Fault> {
                string(value)?.parse().map_err(|invalid: Invalid| refused(&invalid))
            }

            fn schema() -> Schema {
                object(Type::String)
                    .enum_values(Some(<$ty>::WORDS.iter().copied()))
                    .into()
            }
        }
    )*};
}

words! {
    AccountStatus, ProfileVisibility, RegistrationMode, Role, Scope, SessionKind, ChapterKind,
    AiUse, Audience, CollaboratorRole, Rating, SerialStatus, Warning, WarningsAnswer, TagKind,
}

macro_rules! forms {
    ($($ty:ty = $example:literal),* $(,)?) => {$(
        impl FromJson for $ty {
            fn from_json(value: Value) -> Result<Self, Fault> {
                <$ty>::parse(&string(value)?).map_err(|invalid| refused(&invalid))
            }

            fn schema() -> Schema {
                object(Type::String).examples([$example]).into()
            }
        }
    )*};
}

forms! { Slug = "great-expectations", Language = "en", ZoneName = "Europe/London" }

macro_rules! ids {
    ($($ty:ty),* $(,)?) => {$(
        impl FromJson for $ty {
            fn from_json(value: Value) -> Result<Self, Fault> {
                string(value)?.parse().map_err(|wrong: id::NotAnId| {
                    (catalogue::INVALID_ID.code, Cow::Owned(wrong.to_string()))
                })
            }

            fn schema() -> Schema {
                object(Type::String)
                    .pattern(Some(format!("^{}_[0-9a-hjkmnp-tv-z]{{26}}$", <$ty>::PREFIX)))
                    .into()
            }
        }
    )*};
}

ids! {
    id::AccountId, id::SessionId, id::TokenId, id::InviteId, id::StoryId, id::VolumeId,
    id::ChapterId, id::RevisionId, id::TagId, id::ImportId,
}
