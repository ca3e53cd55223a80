//! Ids, diffs, folds and cuts over random texts and edits.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proptest::prelude::*;
use quire_prose::{BlockMark, Change, DiffBlock, align, diff, excerpt, fold, query_terms, render};

#[derive(Debug, Clone)]
enum Edit {
    Insert(usize, String),
    Delete(usize),
    Replace(usize, String),
    /// Words are added to a paragraph.
    Extend(usize, String),
    Move(usize, usize),
    Merge(usize),
    Undo,
}

fn paragraph() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec("[a-z]{2,9}", 1..30).prop_map(|words| words.join(" ")),
        1 => prop::sample::select(vec!["***", "No.", "# Part", "- one\n- two", "> said"]).prop_map(Into::into),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..40_usize;
    prop_oneof![
        (at.clone(), paragraph()).prop_map(|(at, text)| Edit::Insert(at, text)),
        at.clone().prop_map(Edit::Delete),
        (at.clone(), paragraph()).prop_map(|(at, text)| Edit::Replace(at, text)),
        (at.clone(), "[a-z]{2,9}").prop_map(|(at, text)| Edit::Extend(at, text)),
        (at.clone(), at.clone()).prop_map(|(from, to)| Edit::Move(from, to)),
        at.prop_map(Edit::Merge),
        Just(Edit::Undo),
    ]
}

fn apply(edit: &Edit, now: &mut Vec<String>, before: &[String]) {
    let len = now.len();
    match edit {
        Edit::Insert(at, text) => now.insert(at % (len + 1), text.clone()),
        Edit::Undo => *now = before.to_vec(),
        _ if len == 0 => {}
        Edit::Delete(at) => drop(now.remove(at % len)),
        Edit::Replace(at, text) => now[at % len].clone_from(text),
        Edit::Extend(at, text) => now[at % len] = format!("{} {text}", now[at % len]),
        Edit::Move(from, to) => {
            let moved = now.remove(from % len);
            now.insert(to % len, moved);
        }
        Edit::Merge(at) if at % len + 1 < len => {
            let next = now.remove(at % len + 1);
            now[at % len] = format!("{} {next}", now[at % len]);
        }
        Edit::Merge(_) => {}
    }
}

/// Marks of blocks whose text stands once, by their digest.
fn once(marks: &[BlockMark]) -> BTreeMap<String, BlockMark> {
    let mut found: BTreeMap<String, Vec<BlockMark>> = BTreeMap::new();
    for mark in marks {
        found.entry(mark.sha.to_string()).or_default().push(*mark);
    }
    found
        .into_iter()
        .filter(|(_, marks)| marks.len() == 1)
        .map(|(sha, marks)| (sha, marks[0]))
        .collect()
}

proptest! {
    /// Invariant I7: over any sequence of edits, a block that did not change keeps its id.
    #[test]
    fn unchanged_blocks_keep_their_ids(
        first in prop::collection::vec(paragraph(), 0..25),
        edits in prop::collection::vec(edit(), 1..20),
    ) {
        let mut before = first.clone();
        let mut now = first;
        let mut source = now.join("\n\n");
        let mut marks = align(&[], "", &source);
        for edit in edits {
            let kept = now.clone();
            apply(&edit, &mut now, &before);
            before = kept;
            let new_source = now.join("\n\n");
            let new_marks = align(&marks, &source, &new_source);

            let ids: HashSet<_> = new_marks.iter().map(|mark| mark.bid).collect();
            prop_assert_eq!(ids.len(), new_marks.len(), "ids are unique");
            let old_once = once(&marks);
            for (sha, mark) in once(&new_marks) {
                if let Some(old) = old_once.get(&sha) {
                    prop_assert_eq!(mark.bid, old.bid, "{:?}", edit);
                }
            }
            prop_assert_eq!(&align(&new_marks, &new_source, &new_source), &new_marks);
            let shown: Vec<_> = render(&new_source, &new_marks).iter().map(|block| block.bid).collect();
            prop_assert_eq!(shown, new_marks.iter().map(|mark| mark.bid).collect::<Vec<_>>());
            marks = new_marks;
            source = new_source;
        }
    }

    /// Equal blocks too: where nothing moved, all that surrounds one edit keeps its ids.
    #[test]
    fn one_edit_changes_at_most_one_id(
        text in prop::collection::vec(paragraph(), 1..40),
        at in 0..40_usize,
        new in "[a-z]{4,9}",
    ) {
        let (old, at) = (text.join("\n\n"), at % text.len());
        let mut edited = text.clone();
        edited[at] = new;
        let old_marks = align(&[], "", &old);
        let marks = align(&old_marks, &old, &edited.join("\n\n"));
        let old_ids: BTreeSet<_> = old_marks.iter().map(|mark| mark.bid).collect();
        let new_ids: BTreeSet<_> = marks.iter().map(|mark| mark.bid).collect();
        // Two neighbouring lists or quotes are one block, so an edit between two joins or parts them.
        let lost = old_ids.difference(&new_ids).count();
        prop_assert!(lost <= if old_marks.len() == marks.len() { 1 } else { 3 }, "{} lost", lost);
    }

    #[test]
    fn a_diff_holds_both_texts(
        old in prop::collection::vec(paragraph(), 0..15),
        edits in prop::collection::vec(edit(), 0..6),
    ) {
        let mut new = old.clone();
        for edit in edits {
            apply(&edit, &mut new, &old);
        }
        let found = diff(&old.join("\n\n"), &new.join("\n\n"));
        prop_assert_eq!(side(&found, Change::Removed), old);
        prop_assert_eq!(side(&found, Change::Added), new);
    }

    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert!(folded.chars().all(|c| c == ' ' || c.is_alphanumeric()), "{:?}", folded);
        prop_assert!(!folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "));
    }

    #[test]
    fn a_query_never_fails_and_finds_the_words_of_the_text(text in any::<String>()) {
        let terms = query_terms(&text);
        prop_assert!(terms.len() <= 12);
        for term in terms {
            prop_assert!(!term.words.is_empty());
            for word in &term.words {
                prop_assert_eq!(&fold(word), word);
            }
        }
    }

    #[test]
    fn an_excerpt_is_a_beginning_and_fits(words in prop::collection::vec("[a-zé]{1,9}", 1..20), max in 2..60_usize) {
        let text = words.join(" ");
        let cut = excerpt(&text, max);
        prop_assert!(cut.chars().count() <= max);
        let beginning = cut.strip_suffix('…').unwrap_or(&cut);
        prop_assert!(text.starts_with(beginning), "{:?} of {:?}", cut, text);
    }
}

/// One text of a diff: `Removed` for the old, `Added` for the new.
fn side(blocks: &[DiffBlock], own: Change) -> Vec<String> {
    blocks
        .iter()
        .filter_map(|block| match block {
            DiffBlock::Same { text } => Some(text.clone()),
            DiffBlock::Added { text } => (own == Change::Added).then(|| text.clone()),
            DiffBlock::Removed { text } => (own == Change::Removed).then(|| text.clone()),
            DiffBlock::Changed { spans } => Some(
                spans
                    .iter()
                    .filter(|span| span.change == Change::Same || span.change == own)
                    .map(|span| span.text.as_str())
                    .collect(),
            ),
        })
        .collect()
}
