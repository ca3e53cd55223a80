//! Bytes to text: UTF-8, UTF-16 and the Latin code pages old books come in.

/// Windows-1252 at 0x80..=0x9F; the rest of the page equals Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Text and whether it had to be guessed.
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// Set when the bytes were not what they said they were.
    pub(crate) guessed: bool,
}

/// Decodes by byte order mark, then by the XML declaration, then as UTF-8, at last as Windows-1252,
/// which cannot fail.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return utf8_or_latin(rest);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(rest, u16::from_be_bytes);
    }
    match bytes.get(..4) {
        Some([b'<', 0, b'?' | b'h' | b'H' | b'!', 0]) => return utf16(bytes, u16::from_le_bytes),
        Some([0, b'<', 0, b'?' | b'h' | b'H' | b'!']) => return utf16(bytes, u16::from_be_bytes),
        _ => {}
    }
    match declared(bytes).as_deref() {
        Some(
            "iso-8859-1" | "latin1" | "latin-1" | "windows-1252" | "cp1252" | "us-ascii"
            | "iso-8859-15",
        ) if std::str::from_utf8(bytes).is_err() => Decoded {
            text: latin(bytes),
            guessed: false,
        },
        _ => utf8_or_latin(bytes),
    }
}

fn declared(bytes: &[u8]) -> Option<String> {
    let head: String = bytes
        .iter()
        .take(200)
        .map(|byte| char::from(*byte))
        .collect();
    let declaration = head.strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let value = declaration
        .split("encoding")
        .nth(1)?
        .trim_start()
        .strip_prefix('=')?;
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.split(quote).nth(1).map(str::to_lowercase)
}

fn utf8_or_latin(bytes: &[u8]) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded {
            text: text.to_owned(),
            guessed: false,
        },
        Err(_) => Decoded {
            text: latin(bytes),
            guessed: true,
        },
    }
}

fn latin(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| {
            byte.checked_sub(0x80)
                .and_then(|index| WINDOWS_1252.get(usize::from(index)).copied())
                .unwrap_or_else(|| char::from(*byte))
        })
        .collect()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let units = bytes
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok().map(unit));
    let mut guessed = bytes.len() % 2 == 1;
    let text = char::decode_utf16(units)
        .map(|unit| {
            unit.unwrap_or_else(|_| {
                guessed = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    Decoded { text, guessed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_is_decoded_by_its_mark_or_its_declaration() {
        assert_eq!(decode(b"\xef\xbb\xbfna\xc3\xafve").text, "na\u{ef}ve");
        let utf16: Vec<u8> = "<?xml?>é"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&utf16).text, "<?xml?>é");
        let latin = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?>caf\xe9 \x93x\x94");
        assert!(latin.text.ends_with("café “x”"));
        assert!(!latin.guessed);
        assert!(decode(b"caf\xe9").guessed);
    }
}
