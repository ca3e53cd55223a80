//! Addresses an author may link to or show an image from, judged as a browser would read them.

use std::fmt::Write as _;

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// `http`, `https` or `mailto`.
    Scheme,
    /// `//host/…`: another site with the page's own scheme.
    Host,
    /// `/…`
    Root,
    /// `#…`, `?…` or nothing.
    Page,
    /// `chapter-2`, `images/map.png`
    Relative,
}

/// An address that may stand in a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// Percent-encoded: ASCII without spaces, quotes, angle brackets and backslashes.
    pub href: String,
    reach: Reach,
}

impl Link {
    /// The address if its scheme is one of `http`, `https` and `mailto`, or if it has none.
    pub fn new(address: &str) -> Option<Self> {
        // Browsers drop these before they look for a scheme: "java\nscript:" is a script to them.
        let address: String = address
            .trim_matches(|c: char| c <= ' ')
            .chars()
            .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
            .collect();
        let reach = reach(&address)?;
        Some(Self {
            href: percent_encoded(&address),
            reach,
        })
    }

    /// Whether it leads out of a book: other links would be broken in a file of its own.
    pub fn leaves_a_book(&self) -> bool {
        match self.href.split_once(':') {
            Some((scheme, rest)) if self.reach == Reach::Scheme => {
                let ordinary = |b: u8| b.is_ascii_alphanumeric() || b"-._~:@[]+".contains(&b);
                let host = rest
                    .strip_prefix("//")
                    .and_then(|rest| rest.split(['/', '?', '#']).next());
                match host {
                    Some(host) => !host.is_empty() && host.bytes().all(ordinary),
                    None => scheme.eq_ignore_ascii_case("mailto") && !rest.is_empty(),
                }
            }
            _ => false,
        }
    }

    /// Whether an image may be fetched from there: a path beside the page or under `/media/`,
    /// nowhere else on this site and on no other, so that a chapter cannot count its readers.
    pub fn is_own_image(&self) -> bool {
        let lower = self.href.to_ascii_lowercase().replace("%2e", ".");
        let climbs = lower.split(['/', '?', '#']).any(|part| part == "..") || lower.contains("%5c");
        let beside = match self.reach {
            Reach::Relative => true,
            Reach::Root => lower.starts_with("/media/"),
            Reach::Scheme | Reach::Host | Reach::Page => false,
        };
        beside && !climbs
    }
}

fn reach(address: &str) -> Option<Reach> {
    let head = address
        .split(['/', '\\', '?', '#'])
        .next()
        .unwrap_or_default();
    if let Some((scheme, _)) = head.split_once(':') {
        // "12:30" is a relative path to a browser; nobody misses it and the rule stays short.
        let known = ["http", "https", "mailto"]
            .iter()
            .any(|s| scheme.eq_ignore_ascii_case(s));
        return known.then_some(Reach::Scheme);
    }
    let mut first = address.chars();
    // A backslash is a slash to a browser: `/\evil.example` is another host.
    let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    Some(match first.next() {
        None | Some('#' | '?') => Reach::Page,
        c if slash(c) && slash(first.next()) => Reach::Host,
        c if slash(c) => Reach::Root,
        Some(_) => Reach::Relative,
    })
}

fn percent_encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut bytes = address.as_bytes();
    while let Some((&byte, rest)) = bytes.split_first() {
        bytes = rest;
        let kept = match byte {
            b'%' => {
                rest.iter()
                    .take(2)
                    .filter(|b| b.is_ascii_hexdigit())
                    .count()
                    == 2
            }
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
            _ => byte.is_ascii_graphic(),
        };
        if kept {
            out.push(char::from(byte));
        } else {
            // Writing to a String does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_web_and_of_this_site_are_links() {
        for (address, href) in [
            (
                "https://example.com/a?b=c&d#e",
                "https://example.com/a?b=c&d#e",
            ),
            ("HTTP://example.com", "HTTP://example.com"),
            ("mailto:a@example.com", "mailto:a@example.com"),
            ("//example.com/x", "//example.com/x"),
            ("/s/story", "/s/story"),
            ("chapter two", "chapter%20two"),
            ("#b-00000000", "#b-00000000"),
            ("", ""),
            ("a/b:c", "a/b:c"),
            ("/100%", "/100%25"),
            ("/caf\u{e9}", "/caf%C3%A9"),
            ("/a\"b<c>", "/a%22b%3Cc%3E"),
        ] {
            assert_eq!(
                Link::new(address).map(|link| link.href).as_deref(),
                Some(href)
            );
        }
    }

    #[test]
    fn other_schemes_are_refused_however_they_are_written() {
        for address in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\u{0}script:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://example.com",
            ":x",
            "12:30",
        ] {
            assert_eq!(Link::new(address), None, "{address:?}");
        }
    }

    #[test]
    fn images_come_from_beside_the_page_or_from_the_media_folder() {
        let own = |address| Link::new(address).is_some_and(|link| link.is_own_image());
        for address in ["map.png", "images/map.png", "/media/m_1", "./map.png"] {
            assert!(own(address), "{address}");
        }
        for address in [
            "https://example.com/x.png",
            "//example.com/x.png",
            "/\\example.com/x.png",
            "\\\\example.com/x.png",
            "/logout",
            "/media/../logout",
            "/media/%2e%2E/logout",
            "a/../../logout",
            "..\\logout",
            "?x",
            "#x",
            "",
        ] {
            assert!(!own(address), "{address}");
        }
    }

    #[test]
    fn only_whole_addresses_leave_a_book() {
        let leaves = |address| Link::new(address).is_some_and(|link| link.leaves_a_book());
        assert!(leaves("https://example.com/x"));
        assert!(leaves("mailto:a@example.com"));
        for address in [
            "/s/x",
            "#x",
            "//example.com",
            "https:",
            "https://",
            "http://a b/",
            "http:x",
            "mailto:",
        ] {
            assert!(!leaves(address), "{address}");
        }
    }
}
