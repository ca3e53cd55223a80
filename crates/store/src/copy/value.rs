//! Values between two engines.

use std::borrow::Cow;

use uuid::Uuid;

use crate::column::Cell;
use crate::error::{Error, Result};
use crate::param::Param;

/// What a column holds, whatever each engine calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Bool,
    Int,
    Real,
    Text,
    Bytes,
    Uuid,
}

impl Kind {
    /// By the type's name in the schema, which is the same on both engines.
    pub(super) fn named(declared: &str) -> Option<Self> {
        Some(match declared.to_ascii_lowercase().as_str() {
            "boolean" => Self::Bool,
            "bigint" | "integer" => Self::Int,
            "double precision" => Self::Real,
            "text" => Self::Text,
            "bytea" => Self::Bytes,
            "uuid" => Self::Uuid,
            _ => return None,
        })
    }
}

/// One value, owned.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
}

impl Value {
    /// The value of a cell in a column of this kind.
    pub(super) fn read(cell: Cell<'_>, kind: Kind) -> Result<Self> {
        let value = match (kind, cell) {
            (_, Cell::Null) => Some(Self::Null),
            (Kind::Bool, Cell::Bool(value)) => Some(Self::Bool(value)),
            (Kind::Bool, Cell::Int(value @ (0 | 1))) => Some(Self::Bool(value == 1)),
            (Kind::Int, Cell::Int(value)) => Some(Self::Int(value)),
            (Kind::Real, Cell::Real(value)) => Some(Self::Real(value)),
            (Kind::Text, Cell::Text(value)) => Some(Self::Text(value.to_owned())),
            (Kind::Bytes, Cell::Bytes(value)) => Some(Self::Bytes(value.to_owned())),
            (Kind::Uuid, Cell::Uuid(value)) => Some(Self::Uuid(value)),
            (Kind::Uuid, Cell::Bytes(value)) => Uuid::from_slice(value).ok().map(Self::Uuid),
            _ => None,
        };
        value.ok_or_else(|| Error::Corrupt(format!("a value is no {kind:?}: {cell:?}")))
    }

    /// As a parameter of a column of this kind.
    pub(super) fn param(&self, kind: Kind) -> Param<'_> {
        match self {
            Self::Null => match kind {
                Kind::Bool => Param::Bool(None),
                Kind::Int => Param::Int(None),
                Kind::Real => Param::Real(None),
                Kind::Text => Param::Text(None),
                Kind::Bytes => Param::Bytes(None),
                Kind::Uuid => Param::Uuid(None),
            },
            Self::Bool(value) => Param::Bool(Some(*value)),
            Self::Int(value) => Param::Int(Some(*value)),
            Self::Real(value) => Param::Real(Some(*value)),
            Self::Text(value) => Param::Text(Some(Cow::Borrowed(value))),
            Self::Bytes(value) => Param::Bytes(Some(Cow::Borrowed(value))),
            Self::Uuid(value) => Param::Uuid(Some(*value)),
        }
    }

    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len() + 16,
            Self::Bytes(bytes) => bytes.len() + 16,
            _ => 16,
        }
    }

    /// Its bytes for the digest: a mark of the kind, the length where it varies, the value.
    pub(super) fn spell(&self, out: &mut Vec<u8>) {
        let mut sized = |mark: u8, bytes: &[u8]| {
            out.push(mark);
            out.extend(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            out.extend(bytes);
        };
        match self {
            Self::Null => sized(0, &[]),
            Self::Bool(value) => sized(1, &[u8::from(*value)]),
            Self::Int(value) => sized(2, &value.to_be_bytes()),
            Self::Real(value) => sized(3, &value.to_bits().to_be_bytes()),
            Self::Text(value) => sized(4, value.as_bytes()),
            Self::Bytes(value) => sized(5, value),
            Self::Uuid(value) => sized(6, value.as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engines_keep_differently_is_one_value() {
        let id = Uuid::from_u128(7);
        for (kind, one, other) in [
            (Kind::Bool, Cell::Bool(true), Cell::Int(1)),
            (Kind::Uuid, Cell::Uuid(id), Cell::Bytes(id.as_bytes())),
        ] {
            assert_eq!(
                Value::read(one, kind).unwrap(),
                Value::read(other, kind).unwrap()
            );
        }
        assert!(Value::read(Cell::Int(2), Kind::Bool).is_err());
        assert!(Value::read(Cell::Text("1"), Kind::Int).is_err());
        assert_eq!(Value::read(Cell::Null, Kind::Uuid).unwrap(), Value::Null);
    }

    #[test]
    fn a_type_no_engine_shares_has_no_kind() {
        assert_eq!(Kind::named("DOUBLE PRECISION"), Some(Kind::Real));
        assert_eq!(Kind::named("tsvector"), None);
    }
}
