//! How long a text is. One rule for every number a reader or an author sees.
//!
//! Counted is the text as shown, without markup (HTML the author typed is text, as it is shown).
//! Footnotes count; the numbers that refer to them, descriptions of images and the notes before and
//! after a chapter do not.
//! * Words are those of Unicode word segmentation (UAX #29) that hold a letter or digit.
//! * Of Han, Hiragana, Katakana and Thai each letter is a word.
//! * One hyphen (`-`, U+2010, U+2011) or apostrophe (`'`, `’`) between two words makes them one:
//!   *well-known*, *mother-in-law’s*. Two of them in a row, dashes and slashes part words:
//!   *yes--no*, *and/or*, *rock-’n’-roll* (three).

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::document::Document;
use crate::render::texts;
use crate::script::is_unspaced;

/// The length of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Words, letters of unspaced scripts among them.
    pub words: u32,
    /// Characters (Unicode scalar values) as shown, spaces included, line breaks not.
    pub characters: u32,
    /// How many of `words` are single letters of Han, Hiragana, Katakana and Thai.
    pub unspaced: u32,
}

impl Words {
    /// Spaced words read in a minute.
    pub const WORDS_A_MINUTE: u32 = 230;
    /// Letters of unspaced scripts read in a minute.
    pub const LETTERS_A_MINUTE: u32 = 500;

    /// The length of a text without markup.
    ///
    /// ```
    /// let words = quire_prose::Words::of("“Don’t—” A well-known 3.5 km!");
    /// assert_eq!((words.words, words.characters), (5, 29));
    /// ```
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        let mut before = Before::Nothing;
        for segment in text.split_word_bounds() {
            before = words.segment(segment, before);
        }
        words.characters = count(text.chars().filter(|c| !matches!(c, '\n' | '\r')).count());
        words
    }

    /// Minutes it takes to read, rounded up; 0 for nothing.
    pub fn minutes(self) -> u32 {
        let spaced = u64::from(self.words.saturating_sub(self.unspaced));
        let (a, b) = (
            u64::from(Self::WORDS_A_MINUTE),
            u64::from(Self::LETTERS_A_MINUTE),
        );
        let minutes = (spaced * b + u64::from(self.unspaced) * a).div_ceil(a * b);
        u32::try_from(minutes).unwrap_or(u32::MAX)
    }

    fn segment(&mut self, segment: &str, before: Before) -> Before {
        let letters = segment.chars().filter(|&c| is_unspaced(c)).count();
        if letters > 0 {
            self.add(count(letters));
            self.unspaced = self.unspaced.saturating_add(count(letters));
            return Before::Nothing;
        }
        if segment.chars().any(char::is_alphanumeric) {
            if before != Before::Joint {
                self.add(1);
            }
            return Before::Word;
        }
        match segment {
            "-" | "\u{2010}" | "\u{2011}" | "'" | "\u{2019}" if before == Before::Word => {
                Before::Joint
            }
            _ => Before::Nothing,
        }
    }

    fn add(&mut self, words: u32) {
        self.words = self.words.saturating_add(words);
    }
}

impl std::ops::Add for Words {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            words: self.words.saturating_add(other.words),
            characters: self.characters.saturating_add(other.characters),
            unspaced: self.unspaced.saturating_add(other.unspaced),
        }
    }
}

/// What stands directly before a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Word,
    /// A word and then one hyphen or apostrophe.
    Joint,
}

/// The length of a chapter in Markdown.
///
/// ```
/// let words = quire_prose::words("# One\n\nShe *ran*--fast.\n\n***\n\n東京へ。");
/// assert_eq!((words.words, words.unspaced), (7, 3));
/// ```
pub fn words(markdown: &str) -> Words {
    let document = Document::chapter(markdown);
    texts(&document)
        .map(|text| Words::of(&text))
        .fold(Words::default(), |sum, words| sum + words)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_what_a_reader_would_call_one() {
        for (text, expected) in [
            ("", 0),
            (" \n\t", 0),
            ("...!? — * 🙂", 0),
            ("one", 1),
            ("don't don’t o'clock dogs’ ’tis", 5),
            ("well-known well\u{2010}known well\u{2011}known", 3),
            ("mother-in-law's", 1),
            ("rock-’n’-roll", 3),
            ("rock ’n’ roll", 3),
            (
                "yes—no yes–no yes--no yes---no yes - no yes -no yes- no",
                14,
            ),
            ("and/or", 2),
            ("e.g. U.S.A. Mr. Pip", 4),
            ("3.14 1,000 50% 1st 10:30", 6),
            ("snake_case", 1),
            ("Straße naïve cafe\u{301} Ελλάδα мир", 5),
            ("soft\u{ad}hyphen", 1),
            ("한국어 단어", 2),
            ("مرحبا بالعالم", 2),
            ("a\u{a0}b", 2),
        ] {
            assert_eq!(Words::of(text).words, expected, "{text:?}");
            assert_eq!(Words::of(text).unspaced, 0, "{text:?}");
        }
    }

    #[test]
    fn a_letter_of_an_unspaced_script_is_a_word() {
        for (text, words, unspaced) in [
            ("東京", 2, 2),
            ("ひらがな", 4, 4),
            ("カタカナ", 4, 4),
            ("ラーメン", 4, 4),
            ("ﾗｰﾒﾝ", 4, 4),
            ("人々。", 2, 2),
            ("ไทย", 3, 3),
            ("น้ำ", 2, 2),
            ("東京 Tokyo 2024年", 5, 3),
            ("東-京", 2, 2),
        ] {
            let counted = Words::of(text);
            assert_eq!(
                (counted.words, counted.unspaced),
                (words, unspaced),
                "{text:?}"
            );
        }
    }

    #[test]
    fn only_what_is_shown_is_counted() {
        let shown = |markdown| words(markdown).words;
        assert_eq!(
            shown("**bold** `code` [a link](https://example.com \"title words\")"),
            4
        );
        assert_eq!(shown("un*frigging*believable"), 1);
        assert_eq!(shown("![described in words](/media/a)"), 0);
        assert_eq!(shown("said[^1]\n\n[^1]: so they say"), 4);
        assert_eq!(shown("- one\n- two\n\n|three|four|\n|-|-|\n|five|six|"), 6);
        assert_eq!(shown("one\\\ntwo\nthree"), 3);
        assert_eq!(shown("***\n\n---\n\n[a]: https://example.com"), 0);
        assert_eq!(shown("*one*\n\n*two*"), 2);
        assert_eq!(words("ab\ncd\n\nef").characters, 6);
    }

    #[test]
    fn reading_takes_a_minute_for_230_words_or_500_letters() {
        let minutes = |words, unspaced| {
            Words {
                words,
                characters: 0,
                unspaced,
            }
            .minutes()
        };
        assert_eq!(minutes(0, 0), 0);
        assert_eq!(minutes(1, 0), 1);
        assert_eq!(minutes(230, 0), 1);
        assert_eq!(minutes(231, 0), 2);
        assert_eq!(minutes(500, 500), 1);
        assert_eq!(minutes(730, 500), 2);
        assert_eq!(minutes(u32::MAX, 0), 18_673_771);
    }
}
