//! Text as both full-text indexes see it.
//!
//! SQLite's FTS5 and PostgreSQL's `tsvector` cut and fold words by rules of their own. Neither gets
//! the chance: they are given words that are already folded and consist of letters and digits only,
//! so the same query finds the same texts on both.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::script::is_unspaced;

/// Terms of one query that are looked at.
const TERMS: usize = 12;
/// Characters of one term that are looked at.
const TERM_CHARACTERS: usize = 100;
/// Characters of one word that are kept, in the index and in the query alike: far below the 2,046
/// bytes PostgreSQL allows.
const WORD_CHARACTERS: usize = 64;
/// Fewer characters do not make a prefix: half the index begins with an `s`.
const PREFIX_CHARACTERS: usize = 2;

/// The text as a line of folded words: compatibility forms replaced (NFKD), accents and other
/// combining marks removed, lower case; then Unicode words (UAX #29), apostrophes inside them
/// dropped, parted at everything that is no letter or digit. Each letter of Han, Hiragana, Katakana and Thai is a word.
///
/// ```
/// assert_eq!(quire_prose::fold("Don’t — the CAFÉ's “naïve” ﬁsh!"), "dont the cafes naive fish");
/// assert_eq!(quire_prose::fold("well-known 3.5 東京へ"), "well known 3 5 東 京 へ");
/// ```
pub fn fold(text: &str) -> String {
    let mark = |c: &char| !is_combining_mark(*c);
    // Lower case can add marks (İ); taking marks away can leave letters to join (Hangul).
    let lower = text.nfkd().filter(mark).flat_map(char::to_lowercase);
    let normal: String = lower.nfkd().filter(mark).nfc().collect();
    let mut folded = Folded {
        out: String::with_capacity(normal.len()),
        length: 0,
        number: Number::Not,
    };
    for word in normal.unicode_words() {
        folded.part();
        for c in word.chars() {
            folded.push(c);
        }
    }
    folded.out
}

struct Folded {
    out: String,
    /// Characters of the word that is being written.
    length: usize,
    number: Number,
}

/// How much of a number like `12e5` the word is so far. PostgreSQL ends a word behind one, whatever
/// follows, so it ends here too.
#[derive(Clone, Copy)]
enum Number {
    Mantissa,
    E,
    Exponent,
    Not,
}

impl Folded {
    fn part(&mut self) {
        self.length = 0;
    }

    fn push(&mut self, c: char) {
        match c {
            '\'' | '\u{2019}' | '\u{2bc}' | '\u{2018}' | '\u{2b9}' => {}
            'ς' => self.letter('σ'),
            c if is_unspaced(c) => {
                self.part();
                self.letter(c);
                self.part();
            }
            c if is_indexed(c) => self.letter(c),
            _ => self.part(),
        }
    }

    fn letter(&mut self, c: char) {
        let digit = c.is_ascii_digit();
        if matches!(self.number, Number::Exponent) && !digit {
            self.part();
        }
        self.number = match (self.length, self.number) {
            (0, _) if digit => Number::Mantissa,
            (0, _) => Number::Not,
            (_, Number::Mantissa) if c == 'e' => Number::E,
            (_, Number::E) if digit => Number::Exponent,
            (_, Number::Mantissa | Number::Exponent) if digit => self.number,
            _ => Number::Not,
        };
        if self.length == 0 && !self.out.is_empty() {
            self.out.push(' ');
        }
        if self.length < WORD_CHARACTERS {
            self.out.push(c);
        }
        self.length += 1;
    }
}

/// Letters and digits to both engines, tried with every character on SQLite 3.40 (whose Unicode is
/// 6.1: it takes some later letters, listed here, for marks) and PostgreSQL 15 in the locales C and
/// C.UTF-8 (which knows letters up to Unicode 15).
fn is_indexed(c: char) -> bool {
    let kind = c.general_category();
    let letter = c.general_category_group() == GeneralCategoryGroup::Letter
        || matches!(
            kind,
            GeneralCategory::DecimalNumber | GeneralCategory::LetterNumber
        );
    let mark_before = matches!(
        c,
        '\u{19b0}'..='\u{19c0}' | '\u{19c8}' | '\u{19c9}' | '\u{1cf2}' | '\u{1cf3}'
    );
    letter && !mark_before
}

/// One thing a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded words, at least one; several stand next to each other in the text.
    pub words: Vec<String>,
    /// Whether the last word may go on: the reader may still be typing it.
    pub prefix: bool,
    /// Whether texts with it are not wanted.
    pub exclude: bool,
}

/// What a reader typed into a search field, as terms. Nothing is an error.
///
/// Quotation marks (`"`, `“`, `”`) make a phrase, to the end if the second is missing; `-` before a
/// word or phrase excludes it; the last word is a prefix if it ends the query, is not excluded and
/// has at least two characters. At most 12 terms of 100 characters; what exceeds that is left out.
///
/// ```
/// let terms = quire_prose::query_terms("“dark night” -rain the lant");
/// assert_eq!(terms[0].words, ["dark", "night"]);
/// assert!(terms[1].exclude);
/// assert!(terms[3].prefix && terms[3].words == ["lant"]);
/// ```
pub fn query_terms(query: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    let mut rest = query.trim();
    while !rest.is_empty() && terms.len() < TERMS {
        let exclude = rest.starts_with('-');
        let body = rest.trim_start_matches('-');
        let (text, quoted, after) = if let Some(phrase) = body.strip_prefix(QUOTES) {
            let (text, after) = phrase.split_once(QUOTES).unwrap_or((phrase, ""));
            (text, true, after)
        } else {
            let end = body.find(|c: char| c.is_whitespace() || QUOTES.contains(&c));
            let (text, after) = body.split_at(end.unwrap_or(body.len()));
            (text, false, after)
        };
        rest = after.trim_start();
        let text: String = text.chars().take(TERM_CHARACTERS).collect();
        let words: Vec<String> = fold(&text)
            .split(' ')
            .filter(|w| !w.is_empty())
            .map(Into::into)
            .collect();
        let Some(last) = words.last() else { continue };
        let typing = rest.is_empty() && !quoted && !exclude;
        let prefix = typing && last.chars().nth(PREFIX_CHARACTERS - 1).is_some();
        terms.push(Term {
            words,
            prefix,
            exclude,
        });
    }
    terms
}

const QUOTES: [char; 3] = ['"', '“', '”'];

/// The terms as an FTS5 `MATCH` expression; `None` if nothing is asked for.
///
/// ```
/// let terms = quire_prose::query_terms("“dark night” -rain lant");
/// assert_eq!(
///     quire_prose::fts5(&terms).as_deref(),
///     Some(r#"("dark night" AND "lant"*) NOT "rain""#)
/// );
/// ```
pub fn fts5(terms: &[Term]) -> Option<String> {
    let written = |term: &Term| {
        let star = if term.prefix { "*" } else { "" };
        format!("\"{}\"{star}", term.words.join(" "))
    };
    let wanted: Vec<String> = terms
        .iter()
        .filter(|term| !term.exclude)
        .map(written)
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let mut expression = format!("({})", wanted.join(" AND "));
    for term in terms.iter().filter(|term| term.exclude) {
        expression.push_str(" NOT ");
        expression.push_str(&written(term));
    }
    Some(expression)
}

/// The terms as PostgreSQL's `tsquery`, to be cast with `::tsquery`; `None` if nothing is asked for.
///
/// ```
/// let terms = quire_prose::query_terms("“dark night” -rain lant");
/// assert_eq!(
///     quire_prose::tsquery(&terms).as_deref(),
///     Some("('dark' <-> 'night') & 'lant':* & !('rain')")
/// );
/// ```
pub fn tsquery(terms: &[Term]) -> Option<String> {
    if terms.iter().all(|term| term.exclude) {
        return None;
    }
    let written = |term: &Term| {
        let words: Vec<String> = term.words.iter().map(|word| format!("'{word}'")).collect();
        let phrase = words.join(" <-> ") + if term.prefix { ":*" } else { "" };
        match (term.exclude, words.len()) {
            (true, _) => format!("!({phrase})"),
            (false, 1) => phrase,
            (false, _) => format!("({phrase})"),
        }
    };
    // What is wanted first: an exclusion alone is a walk through the whole index.
    let (excluded, wanted): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| term.exclude);
    let all: Vec<String> = wanted.into_iter().chain(excluded).map(written).collect();
    Some(all.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_word_written_otherwise_is_the_same_word() {
        for (text, expected) in [
            ("", ""),
            ("...—!", ""),
            ("Straße STRASSE", "straße strasse"),
            ("ÉTÉ e\u{301}te\u{301}", "ete ete"),
            ("don't don’t donʼt", "dont dont dont"),
            ("İstanbul", "istanbul"),
            ("ΟΔΟΣ οδος οδός", "οδοσ οδοσ οδοσ"),
            ("Ｆｕｌｌ ﬁ ½ x²", "full fi 1 2 x2"),
            ("U.S.A. snake_case a\u{ad}b", "u s a snake case a b"),
            ("한국어", "한국어"),
            ("カタカナ ﾊﾞ", "カ タ カ ナ ハ"),
            ("ไทย", "ไ ท ย"),
            ("ⓐ 🅰 🙂 №", "a no"),
            ("Ёлка", "елка"),
            (
                "12e5x 1st 1e5 e5e5 2e 1e1e1",
                "12e5 x 1st 1e5 e5e5 2e 1e1 e1",
            ),
            ("❿ VIII Ⅷ ٣", "viii viii ٣"),
            ("\u{19b0}a\u{19b0}b", "a b"),
        ] {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_without_end_is_cut_alike_in_text_and_query() {
        let long = "a".repeat(90);
        assert_eq!(fold(&long), "a".repeat(64));
        assert_eq!(query_terms(&long)[0].words, [fold(&long)]);
    }

    fn seen(query: &str) -> Vec<String> {
        query_terms(query)
            .iter()
            .map(|term| {
                let sign = if term.exclude { "-" } else { "" };
                format!(
                    "{sign}{}{}",
                    term.words.join("+"),
                    if term.prefix { "*" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn a_query_says_what_a_reader_means() {
        assert_eq!(seen("great expect"), ["great", "expect*"]);
        assert_eq!(seen("\"great expectations\""), ["great+expectations"]);
        assert_eq!(
            seen("“great expectations” pip"),
            ["great+expectations", "pip*"]
        );
        assert_eq!(seen("pip \"great"), ["pip", "great"]);
        assert_eq!(seen("pip -estella"), ["pip", "-estella"]);
        assert_eq!(seen("-\"miss havisham\" pip"), ["-miss+havisham", "pip*"]);
        assert_eq!(seen("well-known don’t"), ["well+known", "dont*"]);
        assert_eq!(seen("東京"), ["東+京"]);
        assert_eq!(seen("a"), ["a"]);
        assert_eq!(seen("pip  "), ["pip*"]);
    }

    #[test]
    fn nothing_is_an_error() {
        for query in [
            "", "  ", "\"", "\"\"", "-", "--", "- -", "-\"", "*", "(((", "' OR 1=1", "NEAR(", "\0",
        ] {
            for term in query_terms(query) {
                assert!(
                    term.words
                        .iter()
                        .all(|word| word.chars().all(char::is_alphanumeric))
                );
            }
        }
        assert_eq!(seen("' OR 1=1 --"), ["or", "1+1"]);
        assert_eq!(query_terms(&"word ".repeat(100)).len(), 12);
        assert_eq!(query_terms(&"- ".repeat(100_000)).len(), 0);
        assert_eq!(query_terms(&"x".repeat(1_000_000))[0].words[0].len(), 64);
    }

    #[test]
    fn a_query_of_exclusions_alone_asks_for_nothing() {
        let terms = query_terms("-rain -\"dark night\"");
        assert_eq!((fts5(&terms), tsquery(&terms)), (None, None));
        assert_eq!((fts5(&[]), tsquery(&[])), (None, None));
    }
}
