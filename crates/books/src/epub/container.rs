//! The way in: where the package document is, and whether the book is locked.

use super::read_xml;
use crate::archive::Archive;
use crate::refusal::{Refusal, RefusalCode};
use crate::source::Reading;

/// The package document's path, by the container or, when that is missing or wrong, by its name.
pub(super) fn package_path(archive: &Archive<'_>, reading: &Reading) -> Result<String, Refusal> {
    let container = read_xml(archive, "META-INF/container.xml", reading).or_else(|refusal| {
        // A broken container is survivable: it only points at the package.
        if refusal.code == RefusalCode::BrokenPackage {
            Ok(None)
        } else {
            Err(refusal)
        }
    })?;
    let named = container.as_ref().and_then(|tree| {
        let mut files = tree
            .elements(0, "rootfile")
            .filter_map(|(_, file)| file.attribute("full-path"));
        files.find(|path| archive.contains(path)).map(str::to_owned)
    });
    let by_name = || {
        let mut packages: Vec<&String> = archive
            .names()
            .iter()
            .filter(|name| name.to_lowercase().ends_with(".opf") && !name.contains("/."))
            .collect();
        packages.sort_by_key(|name| (name.matches('/').count(), name.len()));
        packages.first().map(|name| (*name).clone())
    };
    named.or_else(by_name).ok_or_else(|| {
        Refusal::new(
            RefusalCode::BrokenPackage,
            "The EPUB names no package document (.opf). Make it again or repair it with an EPUB editor, such as Sigil.",
        )
    })
}

/// Fonts may be obfuscated; a book whose text is encrypted cannot be read.
pub(super) fn refuse_encryption(archive: &Archive<'_>, reading: &Reading) -> Result<(), Refusal> {
    let locked = || {
        Refusal::new(
            RefusalCode::Encrypted,
            "The book is locked with DRM. Import a copy without it; as the author you can export one from your own files.",
        )
    };
    let encryption = read_xml(archive, "META-INF/encryption.xml", reading)?;
    if let Some(tree) = encryption {
        for (data, _) in tree.elements(0, "encrypteddata") {
            let font = tree.elements(data, "encryptionmethod").any(|(_, method)| {
                let algorithm = method.attribute("Algorithm").unwrap_or_default();
                algorithm.contains("idpf.org/2008/embedding")
                    || algorithm.contains("ns.adobe.com/pdf/enc#RC")
            });
            if !font {
                return Err(locked());
            }
        }
    }
    if archive.contains("META-INF/rights.xml") && archive.contains("META-INF/encryption.xml") {
        let fonts_only = archive
            .names()
            .iter()
            .all(|name| !name.to_lowercase().ends_with("license.lcpl"));
        if !fonts_only {
            return Err(locked());
        }
    }
    Ok(())
}
