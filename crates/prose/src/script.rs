//! Scripts written without spaces between words, where a character is what is counted and searched.

/// Whether this is a letter of Han, Hiragana, Katakana or Thai. Thai vowel signs and tone marks that
/// stand above or below a letter are part of it, digits are digits.
///
/// The ranges are the letters (general category L) of those scripts in Unicode 17, whole planes for
/// Han, with the signs that only they use: 々, 〆, 〇, ー.
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c,
        // Han
        '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303c}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}'
        // Hiragana
        | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' | '\u{1b001}'..='\u{1b11f}'
        | '\u{1b132}' | '\u{1b150}'..='\u{1b152}'
        // Katakana, wide and narrow
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{ff66}'..='\u{ff9d}' | '\u{1aff0}'..='\u{1affe}' | '\u{1b000}'
        | '\u{1b120}'..='\u{1b122}' | '\u{1b155}' | '\u{1b164}'..='\u{1b167}'
        // Thai
        | '\u{e01}'..='\u{e30}' | '\u{e32}'..='\u{e33}' | '\u{e40}'..='\u{e46}'
    )
}
