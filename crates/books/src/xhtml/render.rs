//! Blocks as Markdown.

use super::blocks::Block;
use super::inline::Line;

/// The highest heading inside a chapter; the chapter's own title is above it.
const TOP_HEADING: u8 = 2;
const LOWEST_HEADING: u8 = 4;

/// A chapter's blocks as Markdown with one newline at the end; empty for no blocks. Scene breaks at
/// the edges are dropped, headings are moved up so that the highest is a second-level one.
pub(crate) fn markdown(blocks: &[Block]) -> String {
    let is_break = |block: &&Block| matches!(block, Block::Break);
    let leading = blocks.iter().take_while(is_break).count();
    let trailing = blocks.iter().rev().take_while(is_break).count();
    let kept: Vec<&Block> = blocks
        .iter()
        .skip(leading)
        .take(blocks.len().saturating_sub(leading + trailing))
        .collect();
    let top = kept
        .iter()
        .filter_map(|block| highest_heading(block))
        .min()
        .unwrap_or(TOP_HEADING);
    let mut text = sequence(kept.into_iter(), top);
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// A note's blocks as a footnote definition.
pub(crate) fn footnote(number: usize, blocks: &[Block]) -> String {
    let text = sequence(blocks.iter(), TOP_HEADING);
    format!("[^{number}]: {}", indent(&text, "    "))
}

fn highest_heading(block: &Block) -> Option<u8> {
    match block {
        Block::Heading { level, .. } => Some(*level),
        Block::Quote(inner) => inner.iter().filter_map(highest_heading).min(),
        Block::List { items, .. } => items.iter().flatten().filter_map(highest_heading).min(),
        _ => None,
    }
}

fn sequence<'b>(blocks: impl Iterator<Item = &'b Block>, top: u8) -> String {
    let mut out = String::new();
    let mut list_before: Option<(bool, bool)> = None;
    for block in blocks {
        // Two lists in a row would become one; the second takes the other marker.
        let list = if let Block::List { start, .. } = block {
            let ordered = start.is_some();
            let other = list_before.is_some_and(|(before, other)| before == ordered && !other);
            Some((ordered, other))
        } else {
            None
        };
        let text = render(block, top, list.is_some_and(|(_, other)| other));
        if text.is_empty() {
            continue;
        }
        list_before = list;
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&text);
    }
    out
}

fn render(block: &Block, top: u8, other_marker: bool) -> String {
    match block {
        Block::Paragraph { line, .. } => line.markdown(false),
        Block::Heading { level, line, .. } => {
            let level = (level.saturating_sub(top) + TOP_HEADING).min(LOWEST_HEADING);
            let one_line = line.markdown(false).replace("\\\n", " ");
            // A closing run of number signs would be taken for decoration.
            let text = one_line
                .strip_suffix('#')
                .map_or(one_line.clone(), |rest| format!("{rest}\\#"));
            format!("{} {text}", "#".repeat(usize::from(level)))
        }
        Block::Quote(inner) => {
            let text = sequence(inner.iter(), top);
            text.split('\n')
                .map(|line| {
                    if line.is_empty() {
                        ">".to_owned()
                    } else {
                        format!("> {line}")
                    }
                })
                .collect::<Vec<_>>()
                .join("\n")
        }
        Block::List { start, items } => list(*start, items, top, other_marker),
        Block::Table(rows) => table(rows),
        Block::Code(text) => code(text),
        Block::Break => "* * *".to_owned(),
    }
}

fn list(start: Option<u64>, items: &[Vec<Block>], top: u8, other_marker: bool) -> String {
    let tight = items.iter().all(|item| item.len() == 1);
    let mut number = start.unwrap_or(0).min(999_999_999);
    let mut rendered = Vec::new();
    for item in items {
        let marker = match (start, other_marker) {
            (Some(_), false) => format!("{number}. "),
            (Some(_), true) => format!("{number}) "),
            (None, false) => "- ".to_owned(),
            (None, true) => "+ ".to_owned(),
        };
        number = (number + 1).min(999_999_999);
        let text = sequence(item.iter(), top);
        rendered.push(format!(
            "{marker}{}",
            indent(&text, &" ".repeat(marker.len()))
        ));
    }
    rendered.join(if tight { "\n" } else { "\n\n" })
}

/// All lines but the first are indented; empty ones stay empty.
fn indent(text: &str, by: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(by);
            out.push_str(line);
        }
    }
    out
}

/// Markdown tables need a head; a table without one gets an empty row there.
fn table(rows: &[Vec<Line>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut lines = vec![
        format!("|{}", "  |".repeat(width)),
        format!("|{}", " --- |".repeat(width)),
    ];
    for cells in rows {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| format!(" {} |", cell.markdown(true)))
            .collect();
        lines.push(format!("|{}", cells.concat()));
    }
    lines.join("\n")
}

fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest.max(2) + 1);
    let text = text.trim_matches('\n').replace("\r\n", "\n");
    if text.trim().is_empty() {
        String::new()
    } else {
        format!("{fence}\n{text}\n{fence}")
    }
}
