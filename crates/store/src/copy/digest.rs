//! What a table holds, in one number that does not depend on the order of its rows: the engines
//! sort texts differently.

use std::fmt::{self, Write as _};

use aws_lc_rs::digest::{SHA256, digest};

use super::value::Value;

/// The number of rows and the sum of their SHA-256 digests in four lanes of 64 bits.
///
/// A sum and not an exclusive or, in which two equal rows would cancel out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Digest {
    /// How many rows there are.
    pub rows: u64,
    lanes: [u64; 4],
}

impl Digest {
    pub(super) fn add(&mut self, row: &[Value]) {
        let mut bytes = Vec::with_capacity(256);
        for value in row {
            value.spell(&mut bytes);
        }
        let hash = digest(&SHA256, &bytes);
        for (lane, piece) in self.lanes.iter_mut().zip(hash.as_ref().chunks_exact(8)) {
            let mut eight = [0; 8];
            eight.copy_from_slice(piece);
            *lane = lane.wrapping_add(u64::from_be_bytes(eight));
        }
        self.rows += 1;
    }

    /// The sum in hexadecimal digits.
    pub fn sum(&self) -> String {
        let mut text = String::with_capacity(64);
        for lane in self.lanes {
            // Writing to a String cannot fail.
            let _ = write!(text, "{lane:016x}");
        }
        text
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = self.sum();
        write!(f, "{} rows ({}…)", self.rows, sum.get(..12).unwrap_or(&sum))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[&[Value]]) -> Digest {
        let mut digest = Digest::default();
        for row in rows {
            digest.add(row);
        }
        digest
    }

    #[test]
    fn the_order_of_rows_does_not_count_and_everything_else_does() {
        let (one, two) = (Value::Int(1), Value::Text("two".to_owned()));
        let a = [one.clone(), two.clone()];
        let b = [two, one];
        assert_eq!(of(&[&a, &b]), of(&[&b, &a]));
        assert_ne!(of(&[&a, &a]), of(&[&b, &b]));
        assert_ne!(of(&[&a, &a]), of(&[]));
        // Where one value ends and the next begins counts too.
        let text = |text: &str| Value::Text(text.to_owned());
        assert_ne!(
            of(&[&[text("ab"), text("c")]]),
            of(&[&[text("a"), text("bc")]])
        );
        assert_ne!(of(&[&[Value::Null]]), of(&[&[text("")]]));
    }
}
