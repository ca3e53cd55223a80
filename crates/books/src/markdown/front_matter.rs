//! What stands above the text: `---` with `key: value` lines, or `+++` with TOML.
//!
//! The first kind is the part of YAML people use: plain and quoted values, lists, blocks with `|`
//! and `>`. A file that begins with `---` and goes on with prose has no front matter, but a rule.

use std::collections::BTreeMap;

/// Values by key; keys in lower case with `_` for `-`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FrontMatter {
    fields: BTreeMap<String, Field>,
}

#[derive(Debug, Clone, PartialEq)]
enum Field {
    Text(String),
    List(Vec<String>),
}

impl FrontMatter {
    /// Removes the first of the keys that is there and not empty; a list is joined with commas.
    pub(super) fn take(&mut self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| match self.fields.remove(*key)? {
            Field::Text(text) => Some(text),
            Field::List(items) => Some(items.join(", ")),
        })
    }

    /// Removes the first of the keys that is there, as a list.
    pub(super) fn take_list(&mut self, keys: &[&str]) -> Vec<String> {
        let found = keys.iter().find_map(|key| self.fields.remove(*key));
        match found {
            None => Vec::new(),
            Some(Field::Text(text)) => vec![text],
            Some(Field::List(items)) => items,
        }
    }

    /// What nobody took, as text.
    pub(super) fn rest(self) -> BTreeMap<String, String> {
        self.fields
            .into_iter()
            .map(|(key, field)| match field {
                Field::Text(text) => (key, text),
                Field::List(items) => (key, items.join(", ")),
            })
            .collect()
    }
}

/// Front matter and the text after it. The error says what is wrong with it.
pub(super) fn split(text: &str) -> Result<(FrontMatter, &str), String> {
    if let Some((block, body)) = fenced(text, "+++") {
        return Ok((toml(block)?, body));
    }
    if let Some((block, body)) = fenced(text, "---")
        && let Some(matter) = yaml(block)
    {
        return Ok((matter, body));
    }
    Ok((FrontMatter::default(), text))
}

/// A file that is nothing but front matter without fences.
pub(super) fn whole_file(text: &str, is_toml: bool) -> Result<FrontMatter, String> {
    if is_toml {
        toml(text)
    } else {
        yaml(text).ok_or_else(|| "a line is not \"key: value\"".to_owned())
    }
}

/// The lines between two fence lines at the very top, and everything after the second.
fn fenced<'t>(text: &'t str, fence: &str) -> Option<(&'t str, &'t str)> {
    let (first, inner) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut length = 0;
    for line in inner.split_inclusive('\n') {
        if line.trim_end() == fence {
            let (block, rest) = inner.split_at_checked(length)?;
            return Some((block, rest.get(line.len()..)?));
        }
        length += line.len();
    }
    None
}

fn key_of(name: &str) -> String {
    name.trim().to_lowercase().replace('-', "_")
}

fn yaml(block: &str) -> Option<FrontMatter> {
    let mut matter = FrontMatter::default();
    let mut lines = block
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once(':')?;
        let plain = !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if !plain || !(value.is_empty() || value.starts_with([' ', '\t'])) {
            return None;
        }
        let value = value.trim();
        let mut indented = Vec::new();
        while let Some(next) = lines.next_if(|next| {
            next.starts_with([' ', '\t']) || next.starts_with("- ") || next.trim().is_empty()
        }) {
            indented.push(next);
        }
        let field = match value {
            "|" | "|-" | "|+" => Field::Text(block_text(&indented, "\n")),
            ">" | ">-" | ">+" => Field::Text(block_text(&indented, " ")),
            "" => {
                let items: Option<Vec<String>> = indented
                    .iter()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| {
                        line.trim()
                            .strip_prefix("- ")
                            .map(|item| scalar(item.trim()))
                    })
                    .collect();
                Field::List(items?)
            }
            list if list.starts_with('[') && list.ends_with(']') => Field::List(flow_list(list)),
            plain => {
                let more = indented
                    .iter()
                    .map(|line| line.trim())
                    .filter(|line| !line.is_empty());
                let folded: Vec<&str> = std::iter::once(plain).chain(more).collect();
                Field::Text(scalar(&folded.join(" ")))
            }
        };
        let empty = match &field {
            Field::Text(text) => text.is_empty(),
            Field::List(items) => items.is_empty(),
        };
        // Quoted emptiness is meant, the rest is a field nobody filled in.
        if !empty || value.starts_with(['"', '\'']) {
            matter.fields.insert(key_of(name), field);
        }
    }
    Some(matter)
}

fn block_text(lines: &[&str], joint: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let margin = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| indent(line))
        .min()
        .unwrap_or(0);
    let text: Vec<&str> = lines
        .iter()
        .map(|line| line.get(margin..).unwrap_or_default())
        .collect();
    text.join(joint).trim_end().to_owned()
}

fn flow_list(list: &str) -> Vec<String> {
    serde_json::from_str(list).unwrap_or_else(|_| {
        let inner = list.trim_start_matches('[').trim_end_matches(']');
        inner
            .split(',')
            .map(|item| scalar(item.trim()))
            .filter(|item| !item.is_empty())
            .collect()
    })
}

fn scalar(value: &str) -> String {
    if value.starts_with('"') {
        if let Ok(text) = serde_json::from_str::<String>(value) {
            return text;
        }
        let inner = value.trim_matches('"');
        return inner.replace("\\\"", "\"");
    }
    if let Some(inner) = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        return inner.replace("''", "'");
    }
    match value {
        "~" | "null" => String::new(),
        plain => plain.to_owned(),
    }
}

fn toml(block: &str) -> Result<FrontMatter, String> {
    let table: toml::Table = block
        .parse()
        .map_err(|error: toml::de::Error| error.message().to_owned())?;
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let fields = table
        .iter()
        .map(|(key, value)| {
            let field = match value {
                toml::Value::Array(items) => Field::List(items.iter().map(text).collect()),
                other => Field::Text(text(other)),
            };
            (key_of(key), field)
        })
        .collect();
    Ok(FrontMatter { fields })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_values_are_understood() {
        let text = "---\r\ntitle: Night: a start\r\nnumber: 3\r\ntags: [a, 'b c']\r\nauthors:\r\n- Ada\r\n- \"Bo \\\"X\\\"\"\r\nnote-before: |\r\n  one\r\n  two\r\nempty:\r\n---\r\n\r\nBody\r\n";
        let (mut matter, body) = split(text).unwrap();
        assert_eq!(body, "\r\nBody\r\n");
        assert_eq!(matter.take(&["title"]).as_deref(), Some("Night: a start"));
        assert_eq!(matter.take(&["order", "number"]).as_deref(), Some("3"));
        assert_eq!(matter.take_list(&["tags"]), ["a", "b c"]);
        assert_eq!(matter.take_list(&["authors"]), ["Ada", "Bo \"X\""]);
        assert_eq!(matter.take(&["note_before"]).as_deref(), Some("one\ntwo"));
        assert!(matter.rest().is_empty());
    }

    #[test]
    fn toml_is_understood_and_its_mistakes_are_named() {
        let (mut matter, body) = split("+++\ntitle = \"T\"\nnumber = 2\n+++\nB").unwrap();
        assert_eq!(
            (
                matter.take(&["title"]).unwrap(),
                matter.take(&["number"]).unwrap(),
                body
            ),
            ("T".into(), "2".into(), "B")
        );
        assert!(split("+++\ntitle = \n+++\nB").is_err());
    }

    #[test]
    fn a_rule_above_prose_is_no_front_matter() {
        for text in [
            "---\nHe went out.\n---\nB",
            "---\ntitle: x\nno end",
            "---",
            "",
            "--- \n- a\n---\n",
        ] {
            let (matter, body) = split(text).unwrap();
            assert_eq!((matter, body), (FrontMatter::default(), text));
        }
    }
}
