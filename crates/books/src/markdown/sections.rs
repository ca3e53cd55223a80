//! A long Markdown file divided into chapters at its headings.

/// The division of a file.
pub(super) struct Sections {
    /// The heading above the chapters.
    pub(super) title: Option<String>,
    /// Heading and text of each chapter; none when the file is one chapter.
    pub(super) chapters: Vec<(String, String)>,
}

/// A long file divided at its headings: at the first level if that repeats, else at the second below
/// a single first. Each text is what stands below its heading line, byte for byte.
pub(super) fn sections(body: &str) -> Sections {
    let mut fence = false;
    let mut found: Vec<(usize, usize, usize, String)> = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fence = !fence;
        } else if !fence && let Some((level, text)) = heading(line.trim_end()) {
            found.push((level, at, at + line.len(), text));
        }
        at += line.len();
    }
    let count = |level: usize| found.iter().filter(|(found, ..)| *found == level).count();
    let level = if count(1) > 1 { 1 } else { 2 };
    let title = found
        .iter()
        .find(|(found, ..)| *found < level)
        .map(|(_, _, _, text)| text.clone());
    let starts: Vec<_> = found.iter().filter(|(found, ..)| *found == level).collect();
    let mut chapters = Vec::new();
    if starts.len() > 1 {
        let first = starts.first().map_or(0, |(_, start, ..)| *start);
        let from = found
            .iter()
            .find(|(found, ..)| *found < level)
            .map_or(0, |(_, _, end, _)| *end);
        let opening = body.get(from.min(first)..first).unwrap_or_default();
        if !opening.trim().is_empty() {
            chapters.push((
                title.clone().unwrap_or_else(|| "Opening".to_owned()),
                opening.to_owned(),
            ));
        }
        for (index, (_, _, end, text)) in starts.iter().enumerate() {
            let until = starts
                .get(index + 1)
                .map_or(body.len(), |(_, start, ..)| *start);
            chapters.push((
                text.clone(),
                body.get(*end..until).unwrap_or_default().to_owned(),
            ));
        }
    }
    Sections { title, chapters }
}

/// Level and text of an ATX heading.
pub(super) fn heading(line: &str) -> Option<(usize, String)> {
    let level = line.chars().take_while(|c| *c == '#').count();
    let (_, text) = line.split_at(level);
    let text = text
        .strip_prefix([' ', '\t'])?
        .trim()
        .trim_end_matches('#')
        .trim();
    ((1..=6).contains(&level) && !text.is_empty()).then(|| (level, text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_divided_at_its_headings() {
        let divided = sections("# Book\n\n## One\na\n```\n## no\n```\n## Two ##\nb");
        assert_eq!(divided.title.as_deref(), Some("Book"));
        assert_eq!(
            divided.chapters,
            [
                ("One".into(), "a\n```\n## no\n```\n".into()),
                ("Two".into(), "b".into())
            ]
        );
        assert!(sections("# One\ntext").chapters.is_empty());
    }
}
