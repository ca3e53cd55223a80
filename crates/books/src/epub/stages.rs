//! Volumes that only the text knows of: "This is the end of the first stage of Pip's expectations."
//!
//! Novels first printed in parts often close each part with such a line. When a book names no
//! volumes otherwise, these lines make them: a volume is called what its closing line calls it, and
//! what follows the last line takes the next number. The line itself stays in the text.

use crate::manuscript::{ManuscriptChapter, Volume};
use crate::title::{ORDINALS, number_word};

const NOUNS: &[&str] = &["stage", "part", "book", "volume", "act"];
const LONGEST_LINE_WORDS: usize = 20;

/// Divides chapters by their closing lines. Does nothing unless the lines count from one upwards.
pub(super) fn divide(chapters: &mut [ManuscriptChapter]) -> Vec<Volume> {
    let ends: Vec<(usize, Closing)> = chapters
        .iter()
        .enumerate()
        .filter_map(|(at, chapter)| Some((at, closing(&last_line(&chapter.markdown)?)?)))
        .collect();
    let counted = ends
        .iter()
        .enumerate()
        .all(|(at, (_, closing))| usize::try_from(closing.number).ok() == Some(at + 1));
    let Some((_, last)) = ends.last().filter(|_| counted) else {
        return Vec::new();
    };
    let mut volumes: Vec<Volume> = ends
        .iter()
        .map(|(_, closing)| Volume {
            title: closing.title(closing.number),
        })
        .collect();
    if ends.last().is_some_and(|(at, _)| at + 1 < chapters.len()) {
        volumes.push(Volume {
            title: last.title(last.number + 1),
        });
    }
    for (at, chapter) in chapters.iter_mut().enumerate() {
        chapter.volume = Some(ends.iter().take_while(|(end, _)| *end < at).count());
    }
    volumes
}

/// The last paragraph, without emphasis; footnotes come after the text and do not count.
fn last_line(markdown: &str) -> Option<String> {
    let paragraphs = markdown.trim_end().split("\n\n");
    let last = paragraphs
        .filter(|text| !text.starts_with("[^") && !text.starts_with("    "))
        .last()?;
    Some(last.trim_matches(['*', '_', ' ', '\n']).to_owned())
}

#[derive(Debug)]
struct Closing {
    number: u32,
    /// Words before and after the number: `("", "stage of Pip’s expectations")`, `("Part", "")`.
    before: String,
    after: String,
    spelled: bool,
}

impl Closing {
    fn title(&self, number: u32) -> String {
        let word = usize::try_from(number)
            .ok()
            .and_then(|number| ORDINALS.get(number.checked_sub(1)?).copied());
        let number = match (self.spelled, word) {
            (true, Some(word)) => word.to_owned(),
            _ => number.to_string(),
        };
        let title = [self.before.as_str(), &number, &self.after].join(" ");
        let mut letters = title.trim().chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    }
}

fn closing(line: &str) -> Option<Closing> {
    let words: Vec<&str> = line
        .trim_end_matches(['.', '!', '*'])
        .split_whitespace()
        .collect();
    if words.len() > LONGEST_LINE_WORDS {
        return None;
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let end = lower.windows(2).position(|pair| pair == ["end", "of"])?;
    let opening = lower
        .iter()
        .take(end)
        .all(|word| matches!(word.as_str(), "this" | "is" | "the" | "here"));
    if !opening {
        return None;
    }
    let from = end + 2 + usize::from(lower.get(end + 2).is_some_and(|word| word == "the"));
    let first = lower.get(from)?;
    let second = lower.get(from + 1)?;
    let noun = |word: &String| NOUNS.contains(&word.as_str());
    if noun(second)
        && let Some(number) = number_word(first)
    {
        let after = words.get(from + 1..)?.join(" ");
        return Some(Closing {
            number,
            before: String::new(),
            after,
            spelled: true,
        });
    }
    if noun(first) && words.len() == from + 2 {
        let number = number_word(second)
            .or_else(|| second.parse().ok())
            .or_else(|| ones(second))?;
        let noun = first.clone();
        return Some(Closing {
            number,
            before: noun,
            after: String::new(),
            spelled: false,
        });
    }
    None
}

/// Roman numerals as far as parts of a novel go.
fn ones(numeral: &str) -> Option<u32> {
    let at = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
        .iter()
        .position(|known| *known == numeral)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(lines: &[&str]) -> Vec<ManuscriptChapter> {
        lines
            .iter()
            .map(|line| ManuscriptChapter {
                markdown: format!("Text.\n\n{line}\n"),
                ..ManuscriptChapter::default()
            })
            .collect()
    }

    #[test]
    fn closing_lines_that_count_from_one_make_volumes() {
        let mut chapters = book(&[
            "a",
            "*This is the end of the first stage of Pip’s expectations*.",
            "b",
            "END OF THE SECOND STAGE",
            "c",
        ]);
        let titles: Vec<String> = divide(&mut chapters)
            .into_iter()
            .map(|volume| volume.title)
            .collect();
        assert_eq!(
            titles,
            [
                "First stage of Pip’s expectations",
                "Second STAGE",
                "Third STAGE"
            ]
        );
        let volumes: Vec<Option<usize>> = chapters.iter().map(|chapter| chapter.volume).collect();
        assert_eq!(volumes, [Some(0), Some(0), Some(1), Some(1), Some(2)]);
    }

    #[test]
    fn other_endings_do_not() {
        assert!(
            divide(&mut book(&[
                "It was the end of the second act for him.",
                "b"
            ]))
            .is_empty()
        );
        assert!(divide(&mut book(&["The end of the second book.", "b"])).is_empty());
        assert_eq!(
            divide(&mut book(&["End of Part I", "End of Part II"])).len(),
            2
        );
    }
}
