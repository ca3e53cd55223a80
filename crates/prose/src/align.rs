//! Ids that stay with their blocks from one revision to the next.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::block::{Bid, BlockMark, Digest};
use crate::document::{Document, Section};
use crate::pairing::{Taken, exact, resembling};
use crate::render::texts;

/// The marks of a new text, whose blocks keep the ids of the blocks they come from.
///
/// `old` and `old_markdown` belong to the revision the author started from; a first revision has
/// neither. In this order: blocks that did not change, in place; blocks that did not change but
/// moved; between the ones in place, blocks that resemble an old one (at least 0.6, see
/// `similarity.rs`) without crossing. What is left is new.
///
/// A block whose text stands once in both revisions always keeps its id. Among equal blocks (scene
/// breaks, a repeated "No.") which of them stays is a choice, and theirs alone.
///
/// Near-linear: comparing is bounded by constants for each stretch between unchanged blocks, so two
/// wholly different texts cost little more than parsing them.
///
/// ```
/// let first = quire_prose::align(&[], "", "One.\n\nTwo two two.");
/// let second = quire_prose::align(&first, "One.\n\nTwo two two.", "Zero.\n\nOne.\n\nTwo two 2.");
/// assert_eq!([second[1].bid, second[2].bid], [first[0].bid, first[1].bid]);
/// ```
pub fn align(old: &[BlockMark], old_markdown: &str, new_markdown: &str) -> Vec<BlockMark> {
    let new = Document::chapter(new_markdown);
    let old_document = Document::chapter(old_markdown);
    let bids = carried(old, Some(&old_document), &new);
    let marks = new.sections.iter().zip(bids).zip(texts(&new));
    marks
        .map(|((section, bid), text)| BlockMark {
            bid,
            sha: section.digest(),
            len: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
        })
        .collect()
}

/// The ids of a document's sections according to the marks stored with it.
pub(crate) fn assigned(marks: &[BlockMark], document: &Document<'_>) -> Vec<Bid> {
    let fits = marks.len() == document.sections.len()
        && marks
            .iter()
            .zip(&document.sections)
            .all(|(mark, section)| mark.sha == section.digest())
        && marks
            .iter()
            .map(|mark| mark.bid)
            .collect::<HashSet<_>>()
            .len()
            == marks.len();
    if fits {
        marks.iter().map(|mark| mark.bid).collect()
    } else {
        carried(marks, None, document)
    }
}

fn carried(old: &[BlockMark], old_document: Option<&Document<'_>>, new: &Document<'_>) -> Vec<Bid> {
    let old_digests: Vec<Digest> = old.iter().map(|mark| mark.sha).collect();
    let new_digests: Vec<Digest> = new.sections.iter().map(Section::digest).collect();

    let in_place = exact(&old_digests, &new_digests);
    let mut pairs = in_place.clone();
    let mut taken = Taken::new(old_digests.len(), new_digests.len(), &pairs);
    pairs.extend(moved(&old_digests, &new_digests, &mut taken));

    // Marks that do not belong to the old text (an older parser cut it otherwise) say nothing about
    // where its words are; then only unchanged blocks are recognised.
    let old_sources: Vec<&str> = old_document
        .map(|document| document.sections.iter())
        .into_iter()
        .flatten()
        .map(|section| section.source)
        .collect();
    let same_cut = old_sources
        .iter()
        .map(|source| Digest::of(source))
        .eq(old_digests.iter().copied());
    if same_cut {
        let new_sources: Vec<&str> = new.sections.iter().map(|section| section.source).collect();
        pairs.extend(resembling(&old_sources, &new_sources, &in_place, &taken));
    }
    ids(old, &new_digests, &pairs)
}

/// Unchanged blocks that stand in another order than before.
fn moved(old: &[Digest], new: &[Digest], taken: &mut Taken) -> Vec<(usize, usize)> {
    let mut left: HashMap<Digest, VecDeque<usize>> = HashMap::new();
    for (index, digest) in old
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken.has_old(*index))
    {
        left.entry(*digest).or_default().push_back(index);
    }
    let mut pairs = Vec::new();
    for (index, digest) in new.iter().enumerate() {
        if taken.has_new(index) {
            continue;
        }
        if let Some(origin) = left.get_mut(digest).and_then(VecDeque::pop_front) {
            taken.insert((origin, index));
            pairs.push((origin, index));
        }
    }
    pairs
}

fn ids(old: &[BlockMark], new: &[Digest], pairs: &[(usize, usize)]) -> Vec<Bid> {
    let origin: HashMap<usize, usize> = pairs.iter().map(|&(old, new)| (new, old)).collect();
    // Ids of blocks that are gone stay reserved for this one step: nothing new may take them.
    let reserved: HashSet<Bid> = old.iter().map(|mark| mark.bid).collect();
    let mut given: HashSet<Bid> = HashSet::new();
    let mut seen: HashMap<Digest, usize> = HashMap::new();
    let mut bids = Vec::with_capacity(new.len());
    for (index, digest) in new.iter().enumerate() {
        let occurrence = seen.entry(*digest).or_default();
        let kept = origin
            .get(&index)
            .and_then(|&origin| old.get(origin))
            .map(|mark| mark.bid);
        let bid = kept.filter(|bid| !given.contains(bid)).unwrap_or_else(|| {
            (0..=reserved.len() + given.len())
                .map(|ordinal| Bid::derive(*digest, *occurrence, ordinal))
                .find(|bid| !reserved.contains(bid) && !given.contains(bid))
                .unwrap_or_else(|| Bid::derive(*digest, *occurrence, 0))
        });
        *occurrence += 1;
        given.insert(bid);
        bids.push(bid);
    }
    bids
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "The rain came down on the town of Larn.\n\n***\n\n“No.”\n\n\
        Mother set the lamp in the window.\n\n***\n\nShe waited until morning.";

    fn first() -> Vec<BlockMark> {
        align(&[], "", OLD)
    }

    /// For each new block, the index of the old block whose id it has.
    fn origins(old: &[BlockMark], new: &[BlockMark]) -> Vec<Option<usize>> {
        new.iter()
            .map(|mark| old.iter().position(|old| old.bid == mark.bid))
            .collect()
    }

    #[test]
    fn the_same_text_gives_the_same_marks() {
        assert_eq!(first(), first());
        assert_eq!(align(&first(), OLD, OLD), first());
        let bids: HashSet<Bid> = first().iter().map(|mark| mark.bid).collect();
        assert_eq!(bids.len(), 6, "equal scene breaks have ids of their own");
    }

    #[test]
    fn a_typo_a_rewrite_and_an_insertion_move_nothing() {
        let new = OLD
            .replace("town of Larn", "old town of Larn")
            .replace("“No.”", "“Never,” said the smith, and shut the door.")
            .replace("She waited", "Nothing.\n\nShe waited");
        let marks = align(&first(), OLD, &new);
        assert_eq!(
            origins(&first(), &marks),
            [Some(0), Some(1), None, Some(3), Some(4), None, Some(5)]
        );
    }

    #[test]
    fn a_paragraph_cut_out_and_pasted_elsewhere_keeps_its_id() {
        let lamp = "Mother set the lamp in the window.\n\n";
        let new = format!("{lamp}{}", OLD.replace(lamp, ""));
        assert_eq!(
            origins(&first(), &align(&first(), OLD, &new)),
            [Some(3), Some(0), Some(1), Some(2), Some(4), Some(5)]
        );
    }

    #[test]
    fn a_paragraph_that_comes_back_gets_its_id_back() {
        let without = OLD.replace("Mother set the lamp in the window.\n\n", "");
        let gone = align(&first(), OLD, &without);
        assert_eq!(align(&gone, &without, OLD), first());
    }

    #[test]
    fn an_id_in_use_is_not_given_to_a_newcomer() {
        let old = align(&[], "", "Alpha beta gamma delta.");
        let edited = align(
            &old,
            "Alpha beta gamma delta.",
            "Alpha beta gamma delta, epsilon.",
        );
        assert_eq!(edited[0].bid, old[0].bid);
        let both = "Alpha beta gamma delta, epsilon.\n\nAlpha beta gamma delta.";
        let marks = align(&edited, "Alpha beta gamma delta, epsilon.", both);
        assert_eq!(marks[0].bid, old[0].bid);
        assert_ne!(marks[1].bid, old[0].bid);
    }

    #[test]
    fn a_paragraph_split_in_two_stays_with_its_larger_part() {
        let old_text = "One two three four five six seven. Eight nine ten.";
        let old = align(&[], "", old_text);
        let marks = align(
            &old,
            old_text,
            "One two three four five six seven.\n\nEight nine ten.",
        );
        assert_eq!(origins(&old, &marks), [Some(0), None]);
    }

    #[test]
    fn marks_that_do_not_fit_still_give_unique_ids() {
        let mut marks = first();
        marks[1].bid = marks[0].bid;
        let document = Document::chapter(OLD);
        let bids = assigned(&marks, &document);
        assert_eq!(bids.iter().collect::<HashSet<_>>().len(), 6);
        assert_eq!(
            bids[3..],
            first()[3..].iter().map(|mark| mark.bid).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_length_is_in_characters_of_the_text() {
        assert_eq!(align(&[], "", "*Été* <b>")[0].len, 7);
        assert_eq!(align(&[], "", "***")[0].len, 0);
    }
}
