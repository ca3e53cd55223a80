//! Characters as they may stand in a page: the five that mean something to HTML or XML written as
//! entities, and those that XML forbids replaced.

/// The character a page may show for `c`: what XML 1.0 forbids (and HTML calls an error) becomes
/// U+FFFD, a lone carriage return a line feed, as every HTML parser would read it.
pub(crate) const fn shown(c: char) -> char {
    match c {
        '\r' => '\n',
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
            '\u{fffd}'
        }
        _ => c,
    }
}

/// Appends text between tags.
pub(crate) fn text(out: &mut String, text: &str) {
    for c in text.chars() {
        match shown(c) {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// Appends ` name="value"`.
pub(crate) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for c in value.chars() {
        match shown(c) {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
}
