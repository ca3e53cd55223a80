//! Heading lines to chapter titles.
//!
//! The rule: the author's words stay. A bare numeral (`I`, `12.`) of an English chapter gets the
//! word it stands for, `Chapter I`; a numeral with a name becomes `Chapter I: The Pickwickians.`;
//! everything else is kept as it is, several lines joined with a colon.

use crate::manuscript::ChapterKind;

/// The chapter title for heading lines, first line first. `numbered` says whether a bare numeral
/// stands for the word chapter: for an English book's ordinary chapters.
pub(crate) fn compose(lines: &[String], numbered: bool) -> String {
    let mut parts = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty());
    let Some(first) = parts.next() else {
        return String::new();
    };
    let mut title = if is_numeral(first) {
        let numeral = first.trim_end_matches(['.', ':', ')']);
        if numbered {
            format!("Chapter {numeral}")
        } else {
            numeral.to_owned()
        }
    } else if is_ordinal(first) {
        first.trim_end_matches(['.', ':']).to_owned()
    } else {
        first.to_owned()
    };
    for part in parts {
        if title.to_lowercase() != part.to_lowercase() {
            if !title.ends_with([':', '—', '–', '?', '!', '.']) {
                title.push(':');
            }
            title.push(' ');
            title.push_str(part);
        }
    }
    title
}

/// `IV`, `12`, `12.`: nothing but a number.
pub(crate) fn is_numeral(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', ':', ')']);
    !text.is_empty()
        && (text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit()) || roman(text).is_some())
}

/// A numeral, or a word for a chapter and its number: `Chapter IV`, `Kapitel 3`, `Chapter the First`.
pub(crate) fn is_ordinal(text: &str) -> bool {
    if is_numeral(text) {
        return true;
    }
    let lower = text.to_lowercase();
    let mut words = lower
        .split([' ', '.', ':', '\u{a0}'])
        .filter(|word| !word.is_empty());
    let label = words
        .next()
        .is_some_and(|word| CHAPTER_WORDS.contains(&word));
    let rest: Vec<&str> = words.collect();
    label
        && !rest.is_empty()
        && rest.iter().all(|word| {
            is_numeral(word) || number_word(word).is_some() || matches!(*word, "the" | "-")
        })
}

/// Starts with a word for a chapter and a number, whatever follows.
pub(crate) fn is_chapter_heading(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower
        .split([' ', '.', ':', '\u{a0}', '—', '–'])
        .filter(|word| !word.is_empty());
    let label = words
        .next()
        .is_some_and(|word| CHAPTER_WORDS.contains(&word));
    label
        && words
            .find(|word| *word != "the")
            .is_some_and(|word| is_numeral(word) || number_word(word).is_some())
}

/// Whether a heading names a part of the book that holds chapters.
pub(crate) fn is_volume_heading(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "part", "book", "volume", "vol", "act", "teil", "buch", "band", "partie", "livre", "tome",
        "parte", "libro",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split([' ', '.', ':', ',', '\u{a0}', '—', '–'])
        .filter(|word| !word.is_empty())
        .collect();
    let numbered = |word: &&str| is_numeral(word) || number_word(word).is_some();
    match words.as_slice() {
        [first, "the", second, ..] => WORDS.contains(first) && numbered(second),
        ["the", first, second, ..] => number_word(first).is_some() && WORDS.contains(second),
        [first, second, ..] => {
            WORDS.contains(first) && numbered(second)
                || number_word(first).is_some() && WORDS.contains(second)
        }
        _ => false,
    }
}

/// What a title says a chapter is.
pub(crate) fn kind_of(title: &str) -> ChapterKind {
    let lower = title.to_lowercase();
    let first = lower
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default();
    match first {
        "prologue" | "prolog" | "prélude" | "prelude" => ChapterKind::Prologue,
        "epilogue" | "epilog" | "épilogue" | "postlude" => ChapterKind::Epilogue,
        "interlude" | "intermission" | "intermezzo" | "zwischenspiel" => ChapterKind::Interlude,
        "bonus" | "extra" | "appendix" | "omake" => ChapterKind::Extra,
        _ if lower.starts_with("side story") || lower.starts_with("side chapter") => {
            ChapterKind::Extra
        }
        _ => ChapterKind::Chapter,
    }
}

const CHAPTER_WORDS: &[&str] = &[
    "chapter",
    "chap",
    "kapitel",
    "chapitre",
    "capítulo",
    "capitolo",
    "hoofdstuk",
    "rozdział",
    "глава",
];

/// 1 for "one" and "first", up to twenty.
pub(crate) fn number_word(word: &str) -> Option<u32> {
    const CARDINALS: &[&str] = &[
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let at = CARDINALS
        .iter()
        .chain(ORDINALS)
        .position(|known| *known == word)?;
    u32::try_from(at % CARDINALS.len() + 1).ok()
}

/// "first" to "twentieth".
pub(crate) const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// The value of a roman numeral written the usual way.
fn roman(text: &str) -> Option<u32> {
    const VALUES: &[(&str, u32)] = &[
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    // "Li" is a name, "LI" and "li" are fifty-one.
    if text.chars().any(char::is_uppercase) && text.chars().any(char::is_lowercase) {
        return None;
    }
    let upper = text.to_uppercase();
    let mut rest = upper.as_str();
    let mut value = 0;
    for (digits, worth) in VALUES {
        let mut times = 0;
        while let Some(tail) = rest.strip_prefix(digits).filter(|_| times < 3) {
            rest = tail;
            value += worth;
            times += 1;
        }
    }
    (rest.is_empty() && value > 0 && value < 1000).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(lines: &[&str]) -> String {
        compose(
            &lines
                .iter()
                .map(|&line| line.to_owned())
                .collect::<Vec<_>>(),
            true,
        )
    }

    #[test]
    fn titles_keep_the_authors_words() {
        assert_eq!(composed(&["XIV"]), "Chapter XIV");
        assert_eq!(
            composed(&["I", "The Pickwickians."]),
            "Chapter I: The Pickwickians."
        );
        assert_eq!(composed(&["CHAPTER 3.", "Night"]), "CHAPTER 3: Night");
        assert_eq!(composed(&["A Scandal in Bohemia"]), "A Scandal in Bohemia");
        assert_eq!(
            compose(&["IV".to_owned(), "Der Hof".to_owned()], false),
            "IV: Der Hof"
        );
    }

    #[test]
    fn words_for_parts_chapters_and_kinds_are_known() {
        assert!(
            is_volume_heading("Part One")
                && is_volume_heading("BOOK THE SECOND: The Golden Thread")
        );
        assert!(!is_volume_heading("Part of the Plan") && !is_volume_heading("Book"));
        assert!(
            is_ordinal("Chapter the First")
                && is_ordinal("Kapitel 3")
                && !is_ordinal("Chapter and verse")
        );
        assert!(is_chapter_heading("Chapter 12 — Rain") && !is_chapter_heading("Chapter House"));
        assert!(!is_numeral("civic") && !is_numeral("Mild") && is_numeral("xii."));
        assert_eq!(kind_of("Epilogue: The Finding"), ChapterKind::Epilogue);
        assert_eq!(kind_of("Extraordinary"), ChapterKind::Chapter);
    }
}
