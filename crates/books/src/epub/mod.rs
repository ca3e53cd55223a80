//! EPUB 2 and EPUB 3, read from a stranger's file and written for a reader's device.
//!
//! Reading goes down this list: `container` finds the package, `package` reads metadata,
//! manifest and spine, `navigation` the table of contents, `matter` tells front and back matter
//! from the story, `outline` says where chapters and volumes begin, `heading` takes the title
//! off a chapter, `notes` brings footnotes home, `book` puts it together. `own` recognises
//! our own exports and takes the embedded sources instead.

mod book;
mod container;
mod document;
mod heading;
mod matter;
mod navigation;
mod notes;
mod outline;
pub(crate) mod own;
mod package;
mod stages;

pub use crate::epub_writer::write;

use crate::archive::Archive;
use crate::manuscript::Manuscript;
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;
use crate::text_encoding::decode;
use crate::xhtml::tree::{Flaw, Tree};

/// Reads the EPUB in an archive.
pub(crate) fn read(archive: &Archive<'_>, reading: &Reading) -> Result<Manuscript, Refusal> {
    let package_path = container::package_path(archive, reading)?;
    container::refuse_encryption(archive, reading)?;
    let package = package::read(archive, &package_path, reading)?;
    if let Some(manuscript) = own::read(archive, &package, reading)? {
        return Ok(manuscript);
    }
    book::read(archive, package, reading)
}

/// Reads one of the package's own XML files, for which there is no lenient way.
fn read_xml(archive: &Archive<'_>, path: &str, reading: &Reading) -> Result<Option<Tree>, Refusal> {
    let Some(bytes) = archive.read(path)? else {
        return Ok(None);
    };
    match Tree::parse_package(&decode(&bytes).text, reading.limits.max_xml_depth) {
        Ok(tree) => Ok(Some(tree)),
        Err(flaw) => Err(refuse_flaw(path, flaw)),
    }
}

fn refuse_flaw(path: &str, flaw: Flaw) -> Refusal {
    match flaw {
        Flaw::TooDeep => Refusal::new(
            RefusalCode::TooDeep,
            format!(
                "\"{path}\" is nested deeper than any book needs. Make the file again with another program."
            ),
        ),
        Flaw::Entities => Refusal::new(
            RefusalCode::XmlEntities,
            format!(
                "\"{path}\" declares XML entities, which can hide a bomb. Remove its DOCTYPE and import again."
            ),
        ),
        Flaw::Broken(error) => Refusal::new(
            RefusalCode::BrokenPackage,
            format!(
                "\"{path}\" is not well-formed XML ({error}). Repair it with an EPUB editor, such as Sigil."
            ),
        ),
    }
}

/// A reference as files write it, resolved against the file it stands in: percent-decoded, without
/// `.` and `..`, its fragment apart.
fn resolve(base: &str, href: &str) -> (String, Option<String>) {
    let (path, fragment) = match href.split_once('#') {
        Some((path, fragment)) => (
            path,
            Some(percent_decode(fragment)).filter(|fragment| !fragment.is_empty()),
        ),
        None => (href, None),
    };
    if path.is_empty() {
        return (base.to_owned(), fragment);
    }
    let path = percent_decode(path.split('?').next().unwrap_or(path));
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    (parts.join("/"), fragment)
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if *first == b'%'
            && let (Some(high), Some(low)) = (digit(0), digit(1))
            && let Ok(byte) = u8::try_from(high * 16 + low)
        {
            bytes.push(byte);
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_against_their_file() {
        assert_eq!(
            resolve("OEBPS/nav/toc.ncx", "../text/a%20b.xhtml#c1"),
            ("OEBPS/text/a b.xhtml".into(), Some("c1".into()))
        );
        assert_eq!(
            resolve("a.xhtml", "#n"),
            ("a.xhtml".into(), Some("n".into()))
        );
        assert_eq!(resolve("x/y.opf", "../../../etc/passwd").0, "etc/passwd");
        assert_eq!(percent_decode("100%"), "100%");
    }
}
