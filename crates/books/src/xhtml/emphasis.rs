//! Where emphasis and links may begin and end so that `CommonMark` sees them.

use super::inline::{Cell, Sign, Style, sign_at, sign_before};

/// Makes every run of every style one whose markers are recognised and properly nested.
pub(super) fn settle_all(cells: &mut [Cell]) {
    settle_links(cells);
    nest(cells, |style| &mut style.strong, |style| style.link.clone());
    settle(cells, |style| &mut style.strong);
    nest(
        cells,
        |style| &mut style.em,
        |style| (style.link.clone(), style.strong),
    );
    settle(cells, |style| &mut style.em);
    nest(
        cells,
        |style| &mut style.strike,
        |style| (style.link.clone(), style.strong, style.em),
    );
    settle(cells, |style| &mut style.strike);
}

/// White space at the edges of a link moves out of it.
fn settle_links(cells: &mut [Cell]) {
    let mut start = 0;
    while let Some(link) = cells.get(start).map(|cell| cell.style.link.clone()) {
        let length = cells
            .iter()
            .skip(start)
            .take_while(|cell| cell.style.link == link)
            .count();
        if let Some(run) = cells
            .get_mut(start..start + length)
            .filter(|_| link.is_some())
        {
            let blank = |cell: &Cell| matches!(cell.sign, Sign::Char(' ') | Sign::Break);
            let leading = run.iter().take_while(|cell| blank(cell)).count();
            let trailing = run.iter().rev().take_while(|cell| blank(cell)).count();
            run.iter_mut()
                .take(leading)
                .for_each(|cell| cell.style.link = None);
            run.iter_mut()
                .rev()
                .take(trailing)
                .for_each(|cell| cell.style.link = None);
        }
        start += length.max(1);
    }
}

/// Ends a run of one style where an outer style begins or ends in the middle of it: markers that
/// cross would have to be closed and opened again in one place, which reads as another marker.
///
/// Inside the outer style the inner one is dropped when it goes on outside.
fn nest<O: PartialEq + Default>(
    cells: &mut [Cell],
    mut flag: impl FnMut(&mut Style) -> &mut bool,
    outer: impl Fn(&Style) -> O,
) {
    let mut start = 0;
    while start < cells.len() {
        let styled = outer(
            cells
                .get(start)
                .map_or(&Style::default(), |cell| &cell.style),
        );
        let length = cells
            .iter()
            .skip(start)
            .take_while(|cell| outer(&cell.style) == styled)
            .count()
            .max(1);
        let end = start + length;
        if styled != O::default() {
            let mut set = |at: Option<usize>| {
                let cell = at.and_then(|at| cells.get_mut(at));
                cell.is_some_and(|cell| *flag(&mut cell.style))
            };
            let all = (start..end).all(|at| set(Some(at)));
            let crosses = |inside: bool, outside: bool| inside && outside;
            let head = crosses(set(Some(start)), set(start.checked_sub(1)));
            let tail = crosses(set(end.checked_sub(1)), set(Some(end)));
            if !all && (head || tail) {
                clear(cells, start..end, head, tail, &mut flag);
            }
        }
        start = end;
    }
}

/// Clears a flag from the edges of a range inwards, as far as it is set there.
fn clear(
    cells: &mut [Cell],
    range: std::ops::Range<usize>,
    head: bool,
    tail: bool,
    mut flag: impl FnMut(&mut Style) -> &mut bool,
) {
    let forward = range.clone().take_while(|_| head);
    for at in forward {
        let Some(set) = cells
            .get_mut(at)
            .map(|cell| flag(&mut cell.style))
            .filter(|set| **set)
        else {
            break;
        };
        *set = false;
    }
    let backward = range.rev().take_while(|_| tail);
    for at in backward {
        let Some(set) = cells
            .get_mut(at)
            .map(|cell| flag(&mut cell.style))
            .filter(|set| **set)
        else {
            break;
        };
        *set = false;
    }
}

/// Shrinks each run of a style until its markers stand where they are recognised.
fn settle(cells: &mut [Cell], mut flag: impl FnMut(&mut Style) -> &mut bool) {
    let mut start = 0;
    while start < cells.len() {
        let mut end = start;
        while cells
            .get_mut(end)
            .is_some_and(|cell| *flag(&mut cell.style))
        {
            end += 1;
        }
        if end == start {
            start += 1;
            continue;
        }
        let (mut first, mut last) = (start, end);
        while first < last && !may_mark(sign_before(cells, first), sign_at(cells, first)) {
            first += 1;
        }
        while last > first && !may_mark(sign_at(cells, last), sign_before(cells, last)) {
            last -= 1;
        }
        for cell in cells
            .iter_mut()
            .take(end)
            .skip(start)
            .enumerate()
            .filter_map(|(offset, cell)| {
                let at = start + offset;
                (at < first || at >= last).then_some(cell)
            })
        {
            *flag(&mut cell.style) = false;
        }
        start = end;
    }
}

/// `CommonMark`'s flanking rule, read cautiously: what may be punctuation inside counts as
/// punctuation, what may not be outside does not.
fn may_mark(outside: Option<&Sign>, inside: Option<&Sign>) -> bool {
    match inside {
        None | Some(Sign::Break) => false,
        Some(Sign::Char(character)) if character.is_whitespace() => false,
        Some(Sign::Char(character)) if character.is_alphanumeric() => true,
        Some(Sign::Char(_) | Sign::Note(_)) => outside_allows_punctuation(outside),
    }
}

fn outside_allows_punctuation(outside: Option<&Sign>) -> bool {
    match outside {
        None | Some(Sign::Break | Sign::Note(_)) => true,
        Some(Sign::Char(character)) => {
            character.is_whitespace()
                || character.is_ascii_punctuation()
                || matches!(character, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '«' | '»' | '¡' | '¿')
        }
    }
}
