//! Where a page leads back to: only ever a path of this site.

use std::fmt::Write;

use axum::http::Uri;

/// Characters that may stand unescaped in a query's value.
const fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'/')
}

/// A text as the value of a query's parameter.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// `/login?next=…` for a page that needs somebody signed in.
pub fn sign_in_first(asked: &Uri) -> String {
    let path = asked.path_and_query().map_or("/", |path| path.as_str());
    format!("/login?next={}", escaped(path))
}

/// The path somebody asked to be led to, if it is one of this site; home otherwise.
///
/// Browsers read `//host`, `/\host` and paths with tabs or line breaks in front as other places, so
/// only visible ASCII is a path, and it begins with exactly one slash.
pub fn local(next: &str) -> &str {
    let mut bytes = next.bytes();
    let absolute = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
    let visible = next
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if absolute && visible { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_led_to() {
        for good in ["/", "/s/a-b", "/write/new?x=%2F", "/@ada"] {
            assert_eq!(local(good), good);
        }
        for bad in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/a\r\nset-cookie: x",
            " /a",
            "a",
            "/ä",
            "/a\\b",
        ] {
            assert_eq!(local(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn who_signs_in_comes_back() {
        let asked = Uri::from_static("/write/new?a=1&b=%20");
        assert_eq!(
            sign_in_first(&asked),
            "/login?next=/write/new%3Fa%3D1%26b%3D%2520"
        );
    }
}
