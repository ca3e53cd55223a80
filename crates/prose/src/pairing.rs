//! Which element of an old sequence became which of a new one, in order and in bounded time.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::similarity::{RESEMBLING, Sketch, Vocabulary};

/// Pairs (old, new), both increasing.
pub(crate) type Pairs = Vec<(usize, usize)>;

/// How often a stretch may be cut at elements that are unique in it.
const CUTS: usize = 24;
/// Squares of lengths, summed over the stretches without unique elements, that may be compared
/// exactly; beyond it, equal elements are paired from the front.
const STEPS: usize = 4_000_000;
/// Old times new blocks of one stretch that are compared each with each.
const STRETCH: usize = 1_024;

/// Which elements have a partner.
pub(crate) struct Taken {
    old: Vec<bool>,
    new: Vec<bool>,
}

impl Taken {
    pub fn new(old: usize, new: usize, pairs: &[(usize, usize)]) -> Self {
        let mut taken = Self {
            old: vec![false; old],
            new: vec![false; new],
        };
        for &pair in pairs {
            taken.insert(pair);
        }
        taken
    }

    pub fn insert(&mut self, (old, new): (usize, usize)) {
        if let Some(taken) = self.old.get_mut(old) {
            *taken = true;
        }
        if let Some(taken) = self.new.get_mut(new) {
            *taken = true;
        }
    }

    pub fn has_old(&self, old: usize) -> bool {
        self.old.get(old).copied().unwrap_or(true)
    }

    pub fn has_new(&self, new: usize) -> bool {
        self.new.get(new).copied().unwrap_or(true)
    }
}

/// Pairs equal elements. Elements that are unique on both sides anchor the rest, so that a repeated
/// element (a scene break) never costs a unique one its partner.
pub(crate) fn exact<T: Hash + Eq>(old: &[T], new: &[T]) -> Pairs {
    let mut pairs = Pairs::new();
    let mut steps = STEPS;
    let mut stretches = vec![(0..old.len(), 0..new.len(), CUTS)];
    while let Some((olds, news, cuts)) = stretches.pop() {
        let (olds, news) = trimmed(old, new, olds, news, &mut pairs);
        let (Some(old_part), Some(new_part)) = (old.get(olds.clone()), new.get(news.clone()))
        else {
            continue;
        };
        if old_part.is_empty() || new_part.is_empty() {
            continue;
        }
        let here = |(o, n): (usize, usize)| (o + olds.start, n + news.start);
        let anchors = if cuts > 0 {
            anchors(old_part, new_part)
        } else {
            Pairs::new()
        };
        if !anchors.is_empty() {
            let (mut o, mut n) = (olds.start, news.start);
            for (to_old, to_new) in anchors.into_iter().map(here) {
                stretches.push((o..to_old, n..to_new, cuts - 1));
                pairs.push((to_old, to_new));
                (o, n) = (to_old + 1, to_new + 1);
            }
            stretches.push((o..olds.end, n..news.end, cuts - 1));
            continue;
        }
        let cost = (old_part.len() + new_part.len()).pow(2);
        if let Some(left) = steps.checked_sub(cost) {
            steps = left;
            pairs.extend(longest_common(old_part, new_part).into_iter().map(here));
        } else {
            pairs.extend(from_the_front(old_part, new_part).into_iter().map(here));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Pairs what both begin and end with, and gives what is left.
fn trimmed<T: Eq>(
    old: &[T],
    new: &[T],
    olds: Range<usize>,
    news: Range<usize>,
    pairs: &mut Pairs,
) -> (Range<usize>, Range<usize>) {
    let (mut olds, mut news) = (olds, news);
    while !olds.is_empty() && !news.is_empty() && old.get(olds.start) == new.get(news.start) {
        pairs.push((olds.start, news.start));
        olds.start += 1;
        news.start += 1;
    }
    while !olds.is_empty() && !news.is_empty() && old.get(olds.end - 1) == new.get(news.end - 1) {
        olds.end -= 1;
        news.end -= 1;
        pairs.push((olds.end, news.end));
    }
    (olds, news)
}

/// The longest run, in order, of elements that stand once in each.
fn anchors<T: Hash + Eq>(old: &[T], new: &[T]) -> Pairs {
    /// How often an element stands on each side, and where it was seen last.
    #[derive(Default)]
    struct Places {
        olds: usize,
        old: usize,
        news: usize,
        new: usize,
    }
    let mut places: HashMap<&T, Places> = HashMap::new();
    for (place, element) in old.iter().enumerate() {
        let seen = places.entry(element).or_default();
        seen.olds += 1;
        seen.old = place;
    }
    for (place, element) in new.iter().enumerate() {
        if let Some(seen) = places.get_mut(element) {
            seen.news += 1;
            seen.new = place;
        }
    }
    let unique = places
        .into_values()
        .filter(|seen| seen.olds == 1 && seen.news == 1);
    let mut unique: Pairs = unique.map(|seen| (seen.old, seen.new)).collect();
    unique.sort_unstable_by_key(|pair| pair.1);
    in_order(&unique)
}

/// The largest part of `pairs` (increasing in the second) that is increasing in the first too.
fn in_order(pairs: &[(usize, usize)]) -> Pairs {
    let at = |place: usize| pairs.get(place).map_or(0, |pair| pair.0);
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (place, &(old, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| at(end) < old);
        before.push(
            length
                .checked_sub(1)
                .and_then(|shorter| ends.get(shorter).copied()),
        );
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut chosen: Pairs =
        std::iter::successors(ends.last().copied(), |&place| *before.get(place)?)
            .filter_map(|place| pairs.get(place).copied())
            .collect();
    chosen.reverse();
    chosen
}

fn longest_common<T: Hash + Eq>(old: &[T], new: &[T]) -> Pairs {
    let mut pairs = Pairs::new();
    for step in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = step
        {
            pairs.extend((0..len).map(|offset| (old_index + offset, new_index + offset)));
        }
    }
    pairs
}

/// Each new element with the first equal old one that is still ahead.
fn from_the_front<T: Hash + Eq>(old: &[T], new: &[T]) -> Pairs {
    let mut places: HashMap<&T, VecDeque<usize>> = HashMap::new();
    for (place, element) in old.iter().enumerate() {
        places.entry(element).or_default().push_back(place);
    }
    let mut next = 0;
    let mut pairs = Pairs::new();
    for (place, element) in new.iter().enumerate() {
        let Some(queue) = places.get_mut(element) else {
            continue;
        };
        while queue.front().is_some_and(|&old| old < next) {
            queue.pop_front();
        }
        if let Some(old) = queue.pop_front() {
            pairs.push((old, place));
            next = old + 1;
        }
    }
    pairs
}

/// Pairs texts without a partner that resemble each other, inside each stretch between the pairs
/// `in_place` and without crossing.
pub(crate) fn resembling(
    old: &[&str],
    new: &[&str],
    in_place: &[(usize, usize)],
    taken: &Taken,
) -> Pairs {
    let mut pairs = Pairs::new();
    let (mut from_old, mut from_new) = (0, 0);
    for (to_old, to_new) in in_place.iter().copied().chain([(old.len(), new.len())]) {
        let mut words = Vocabulary::default();
        let olds: Vec<usize> = (from_old..to_old)
            .filter(|&index| !taken.has_old(index))
            .collect();
        let news: Vec<usize> = (from_new..to_new)
            .filter(|&index| !taken.has_new(index))
            .collect();
        (from_old, from_new) = (to_old + 1, to_new + 1);
        if olds.is_empty() || news.is_empty() {
            continue;
        }
        let old_sketches: Vec<Sketch<'_>> = olds
            .iter()
            .filter_map(|&index| Some(words.sketch(old.get(index)?)))
            .collect();
        let new_sketches: Vec<Sketch<'_>> = news
            .iter()
            .filter_map(|&index| Some(words.sketch(new.get(index)?)))
            .collect();
        let found = stretch(&old_sketches, &new_sketches);
        pairs.extend(
            found
                .into_iter()
                .filter_map(|(o, n)| Some((*olds.get(o)?, *news.get(n)?))),
        );
    }
    pairs
}

/// A short stretch is compared each with each. In a long one, texts that share a phrase found
/// nowhere else cut it into short ones; what stays long is given up as another text.
fn stretch(old: &[Sketch<'_>], new: &[Sketch<'_>]) -> Pairs {
    if old.len().saturating_mul(new.len()) <= STRETCH {
        return best(old, new);
    }
    let mut pairs = Pairs::new();
    let (mut from_old, mut from_new) = (0, 0);
    for (to_old, to_new) in by_phrases(old, new)
        .into_iter()
        .chain([(old.len(), new.len())])
    {
        let olds = old.get(from_old..to_old).unwrap_or_default();
        let news = new.get(from_new..to_new).unwrap_or_default();
        if olds.len().saturating_mul(news.len()) <= STRETCH {
            pairs.extend(
                best(olds, news)
                    .into_iter()
                    .map(|(o, n)| (o + from_old, n + from_new)),
            );
        }
        if to_old < old.len() && to_new < new.len() {
            pairs.push((to_old, to_new));
        }
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    pairs
}

/// Resembling pairs, in order, found by phrases of three words that one old text alone has.
fn by_phrases(old: &[Sketch<'_>], new: &[Sketch<'_>]) -> Pairs {
    let mut owners: HashMap<&[usize], Option<usize>> = HashMap::new();
    for (index, sketch) in old.iter().enumerate() {
        for phrase in sketch.words.windows(3) {
            let owner = owners.entry(phrase).or_insert(Some(index));
            if *owner != Some(index) {
                *owner = None;
            }
        }
    }
    let mut pairs = Pairs::new();
    for (index, sketch) in new.iter().enumerate() {
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for phrase in sketch.words.windows(3) {
            if let Some(Some(owner)) = owners.get(phrase) {
                *votes.entry(*owner).or_default() += 1;
            }
        }
        let elected = votes
            .into_iter()
            .max_by_key(|&(owner, count)| (count, Reverse(owner)));
        let origin = elected.and_then(|(owner, _)| Some((owner, old.get(owner)?)));
        if let Some((owner, origin)) = origin
            && origin.similarity(sketch) >= RESEMBLING
        {
            pairs.push((owner, index));
        }
    }
    in_order(&pairs)
}

/// The pairs, in order, whose similarities add up to the most.
fn best(old: &[Sketch<'_>], new: &[Sketch<'_>]) -> Pairs {
    let (rows, columns) = (old.len(), new.len());
    let mut similarities = Vec::with_capacity(rows * columns);
    for sketch in old {
        similarities.extend(new.iter().map(|other| sketch.similarity(other)));
    }
    let similarity = |row: usize, column: usize| {
        let found = similarities.get(row * columns + column).copied();
        found.filter(|&similarity| similarity >= RESEMBLING)
    };
    // sums[row][column]: the most that can still be had from there on.
    let width = columns + 1;
    let mut sums = vec![0_usize; (rows + 1) * width];
    let sum = |sums: &[usize], row: usize, column: usize| {
        sums.get(row * width + column).copied().unwrap_or_default()
    };
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let skipped = sum(&sums, row + 1, column).max(sum(&sums, row, column + 1));
            let paired =
                similarity(row, column).map(|found| found + sum(&sums, row + 1, column + 1));
            if let Some(cell) = sums.get_mut(row * width + column) {
                *cell = paired.unwrap_or_default().max(skipped);
            }
        }
    }
    let mut pairs = Pairs::new();
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let here = sum(&sums, row, column);
        let paired = similarity(row, column).map(|found| found + sum(&sums, row + 1, column + 1));
        if paired == Some(here) {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if sum(&sums, row + 1, column) == here {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn unique_elements_are_paired_before_repeated_ones() {
        // The longest common run is "..", but it would cost U its partner.
        assert_eq!(exact(&chars("..U"), &chars("U..")), [(2, 0)]);
        assert_eq!(
            exact(&chars("a.b.c"), &chars("a.x.b.c")),
            [(0, 0), (1, 1), (2, 4), (3, 5), (4, 6)]
        );
        assert_eq!(exact(&chars("aXa"), &chars("aa")), [(0, 0), (2, 1)]);
        assert_eq!(exact(&chars(""), &chars("aa")), []);
    }

    #[test]
    fn a_stretch_without_unique_elements_is_compared_exactly() {
        let pairs = exact(&chars("xababay"), &chars("zbabaaw"));
        assert_eq!(pairs.len(), 4, "{pairs:?}");
    }

    #[test]
    fn two_letters_a_hundred_thousand_times_are_paired_in_bounded_time() {
        let letters = |seed: u64| -> Vec<u64> {
            let mut state = seed;
            (0..100_000)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(seed | 1);
                    state >> 63
                })
                .collect()
        };
        let pairs = exact(&letters(1), &letters(2));
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
        assert!(pairs.len() > 45_000, "{}", pairs.len());
    }

    #[test]
    fn a_long_stretch_of_edited_texts_is_paired_by_its_phrases() {
        let old: Vec<String> = (0..200)
            .map(|n| {
                format!(
                    "Pip counted {n} sheep, {} goats and {} old grey geese.",
                    n * 7,
                    n * 3
                )
            })
            .collect();
        let new: Vec<String> = old.iter().map(|text| text.replace("Pip", "Bob")).collect();
        let (old, new): (Vec<&str>, Vec<&str>) = (
            old.iter().map(String::as_str).collect(),
            new.iter().map(String::as_str).collect(),
        );
        let taken = Taken::new(200, 200, &[]);
        let expected: Pairs = (0..200).map(|n| (n, n)).collect();
        assert_eq!(resembling(&old, &new, &[], &taken), expected);
    }
}
