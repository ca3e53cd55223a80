//! File names in the order people mean: `2.md` before `10.md`.

use std::cmp::Ordering;

/// Compares two names; runs of digits by their value, the rest by letter, capitals aside.
pub(crate) fn compare(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (left_digits, left_rest) = split_digits(left);
        let (right_digits, right_rest) = split_digits(right);
        if !left_digits.is_empty() && !right_digits.is_empty() {
            let value = |digits: &str| {
                let digits = digits.trim_start_matches('0');
                (digits.len(), digits.to_owned())
            };
            match value(left_digits).cmp(&value(right_digits)) {
                Ordering::Equal => (left, right) = (left_rest, right_rest),
                different => return different,
            }
            continue;
        }
        let (mut left_chars, mut right_chars) = (left.chars(), right.chars());
        match (left_chars.next(), right_chars.next()) {
            (None, None) => return one.cmp(other),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match rank(a).cmp(&rank(b)) {
                Ordering::Equal => (left, right) = (left_chars.as_str(), right_chars.as_str()),
                different => return different,
            },
        }
    }
}

/// A folder's files come before its folders' files: the separator sorts last.
fn rank(character: char) -> (bool, String) {
    (character == '/', character.to_lowercase().collect())
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_by_value_and_equal_names_stay_apart() {
        let mut names = ["10.md", "2.md", "B1.md", "a2.md", "002b.md", "2.md"];
        names.sort_by(|one, other| compare(one, other));
        assert_eq!(
            names,
            ["2.md", "2.md", "002b.md", "10.md", "a2.md", "B1.md"]
        );
        assert_eq!(compare("part1/9.md", "part1/10.md"), Ordering::Less);
    }
}
