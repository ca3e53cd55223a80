//! What a reader typed, in the words of both engines.

use quire_prose::{Term, query_terms};
use quire_store::Unit;
use quire_store::search::words_between;

use crate::Result;

/// The last word stands for those that begin with it, so many at most.
const COMPLETIONS: i64 = 16;
/// Fewer letters stand only for themselves: half of all words begin with an `s`.
const COMPLETED_FROM: usize = 3;
/// Behind every word that begins with the text before it.
const LAST: char = '\u{10ffff}';

/// A query, ready for both engines. Words consist of letters and digits, so nothing in it can be
/// taken for an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    /// FTS5: everything that is wanted, in the title.
    pub(super) fts_title: String,
    /// FTS5: everything that is wanted, but not all of it in the title.
    pub(super) fts_elsewhere: String,
    /// `tsquery`: the words that are wanted.
    pub(super) wanted: String,
    /// `tsquery`: these without the words that are not.
    pub(super) all: String,
    /// Wanted words that stand next to each other, as they stand in the kept text.
    pub(super) phrases: Vec<String>,
    /// The same of what is not wanted.
    pub(super) without: Vec<String>,
    /// The wanted words, each possible one: what a snippet shows.
    pub(super) words: Vec<String>,
}

/// A wanted term: words next to each other, or one of several words.
enum Wanted {
    Phrase(Vec<String>),
    OneOf(Vec<String>),
}

impl Query {
    /// The query of a text; none when it asks for nothing.
    pub(super) async fn of(unit: &mut impl Unit, text: &str) -> Result<Option<Self>> {
        let mut wanted = Vec::new();
        let mut unwanted = Vec::new();
        for term in query_terms(text) {
            if term.exclude {
                unwanted.push(term.words);
            } else {
                wanted.push(meant(unit, term).await?);
            }
        }
        Ok((!wanted.is_empty()).then(|| Self::from_terms(&wanted, &unwanted)))
    }

    fn from_terms(wanted: &[Wanted], unwanted: &[Vec<String>]) -> Self {
        let fts: Vec<String> = wanted.iter().map(Wanted::fts).collect();
        let fts = format!("({})", fts.join(" AND "));
        let not = unwanted.iter().fold(String::new(), |mut not, words| {
            not.push_str(" NOT ");
            not.push_str(&quoted(words));
            not
        });
        let words: Vec<String> = wanted.iter().map(Wanted::tsquery).collect();
        let words = words.join(" & ");
        let mut all = words.clone();
        for word in unwanted.iter().filter(|words| words.len() == 1).flatten() {
            all.push_str(" & !'");
            all.push_str(word);
            all.push('\'');
        }
        Self {
            fts_title: format!("({{title}} : {fts}){not}"),
            fts_elsewhere: format!("({fts} NOT ({{title}} : {fts})){not}"),
            all,
            wanted: words,
            phrases: wanted
                .iter()
                .filter_map(|term| match term {
                    Wanted::Phrase(words) if words.len() > 1 => Some(standing(words)),
                    Wanted::Phrase(_) | Wanted::OneOf(_) => None,
                })
                .collect(),
            without: unwanted
                .iter()
                .filter(|words| words.len() > 1)
                .map(|words| standing(words))
                .collect(),
            words: wanted
                .iter()
                .flat_map(|term| match term {
                    Wanted::Phrase(words) | Wanted::OneOf(words) => words.clone(),
                })
                .collect(),
        }
    }
}

impl Wanted {
    fn fts(&self) -> String {
        match self {
            Self::Phrase(words) => quoted(words),
            Self::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("({})", words.join(" OR "))
            }
        }
    }

    fn tsquery(&self) -> String {
        let (words, between) = match self {
            Self::Phrase(words) => (words, " & "),
            Self::OneOf(words) => (words, " | "),
        };
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        format!("({})", words.join(between))
    }
}

/// A term with the words its last one may become: those of titles, names and tags.
async fn meant(unit: &mut impl Unit, term: Term) -> Result<Wanted> {
    let [word] = term.words.as_slice() else {
        return Ok(Wanted::Phrase(term.words));
    };
    if !term.prefix || word.chars().count() < COMPLETED_FROM {
        return Ok(Wanted::Phrase(term.words));
    }
    let end = format!("{word}{LAST}");
    let mut words = words_between(unit, word, &end, COMPLETIONS).await?;
    if !words.contains(word) {
        words.push(word.clone());
    }
    Ok(Wanted::OneOf(words))
}

fn quoted(words: &[String]) -> String {
    format!("\"{}\"", words.join(" "))
}

/// Words as they stand in the kept text, which has a space at each end.
fn standing(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn both_engines_are_asked_for_the_same() {
        let wanted = [
            Wanted::Phrase(words("dark night")),
            Wanted::Phrase(words("rain")),
            Wanted::OneOf(words("lant lantern")),
        ];
        let query = Query::from_terms(&wanted, &[words("snow"), words("miss havisham")]);
        let fts = r#"("dark night" AND "rain" AND ("lant" OR "lantern"))"#;
        let not = r#" NOT "snow" NOT "miss havisham""#;
        assert_eq!(query.fts_title, format!("({{title}} : {fts}){not}"));
        assert_eq!(
            query.fts_elsewhere,
            format!("({fts} NOT ({{title}} : {fts})){not}")
        );
        assert_eq!(
            query.wanted,
            "('dark' & 'night') & ('rain') & ('lant' | 'lantern')"
        );
        assert_eq!(query.all, format!("{} & !'snow'", query.wanted));
        assert_eq!(query.phrases, [" dark night "]);
        assert_eq!(query.without, [" miss havisham "]);
        assert_eq!(query.words, words("dark night rain lant lantern"));
    }
}
