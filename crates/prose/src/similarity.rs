//! How much of one paragraph is in another, in thousandths.
//!
//! The greater of two measures, both linear in the length of the texts:
//! * the share of their letters that stand in words they have in common (each word as often as it
//!   stands in both), which survives edits in many places;
//! * the share of their characters in what they begin and end with alike, which survives one edit
//!   in a text too short for the first.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation as _;

/// From this on, a block is the old one edited rather than a new one.
pub(crate) const RESEMBLING: usize = 600;

/// Words of several texts as numbers, equal where the words are.
#[derive(Default)]
pub(crate) struct Vocabulary<'a> {
    numbers: HashMap<&'a str, usize>,
}

/// A text prepared for comparison.
pub(crate) struct Sketch<'a> {
    text: &'a str,
    characters: usize,
    /// The words in reading order.
    pub words: Vec<usize>,
    /// (number, letters) of each word, sorted.
    sorted: Vec<(usize, usize)>,
    letters: usize,
}

impl<'a> Vocabulary<'a> {
    pub fn sketch(&mut self, text: &'a str) -> Sketch<'a> {
        let mut words = Vec::new();
        let mut sorted = Vec::new();
        for word in text.unicode_words() {
            let next = self.numbers.len();
            let number = *self.numbers.entry(word).or_insert(next);
            words.push(number);
            sorted.push((number, word.chars().count()));
        }
        sorted.sort_unstable();
        let letters = sorted.iter().map(|(_, letters)| letters).sum();
        Sketch {
            text,
            characters: text.chars().count(),
            words,
            sorted,
            letters,
        }
    }
}

impl Sketch<'_> {
    /// 0 for nothing in common (or not enough to matter), 1000 for the same.
    pub fn similarity(&self, other: &Self) -> usize {
        let shorter = self.characters.min(other.characters);
        let both = self.characters + other.characters;
        // Most pairs end here: the measures cannot exceed what the lengths allow.
        if both == 0 || 2000 * shorter / both < RESEMBLING && self.letters_bound(other) < RESEMBLING
        {
            return 0;
        }
        self.by_ends(other).max(self.by_words(other))
    }

    fn letters_bound(&self, other: &Self) -> usize {
        let both = self.letters + other.letters;
        (2000 * self.letters.min(other.letters))
            .checked_div(both)
            .unwrap_or_default()
    }

    fn by_words(&self, other: &Self) -> usize {
        let (mut mine, mut theirs) = (
            self.sorted.iter().peekable(),
            other.sorted.iter().peekable(),
        );
        let mut common = 0;
        while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(mine.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    common += a.1;
                    mine.next();
                    theirs.next();
                }
            }
        }
        (2000 * common)
            .checked_div(self.letters + other.letters)
            .unwrap_or_default()
    }

    fn by_ends(&self, other: &Self) -> usize {
        let alike = |(a, b): &(char, char)| a == b;
        let start = self
            .text
            .chars()
            .zip(other.text.chars())
            .take_while(alike)
            .count();
        let rest = self.characters.min(other.characters) - start;
        let backwards = self.text.chars().rev().zip(other.text.chars().rev());
        let end = backwards.take(rest).take_while(alike).count();
        (2000 * (start + end))
            .checked_div(self.characters + other.characters)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> usize {
        let mut vocabulary = Vocabulary::default();
        let (a, b) = (vocabulary.sketch(a), vocabulary.sketch(b));
        assert_eq!(a.similarity(&b), b.similarity(&a), "it has no direction");
        a.similarity(&b)
    }

    #[test]
    fn edits_resemble_and_other_paragraphs_do_not() {
        assert_eq!(similarity("The same.", "The same."), 1000);
        assert!(
            similarity("Teh end", "The end") >= RESEMBLING,
            "a typo in two words"
        );
        assert!(
            similarity(
                "Pip ran down the lane to the forge, and Pip was late for supper again.",
                "Bob ran down the lane to the forge, and Bob was late for his supper.",
            ) >= RESEMBLING,
            "several edits"
        );
        assert!(
            similarity(
                "The rain came down on the roofs of the town and ran in the gutters all night.",
                "On the morning of the fair the smith was the first to see the riders on the hill.",
            ) < RESEMBLING,
            "small words in common are not enough"
        );
        assert_eq!(similarity("", ""), 0);
        assert_eq!(similarity("***", "---"), 0);
    }
}
