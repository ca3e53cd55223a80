//! `[server]`: where we listen and how long and how large a request may be.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use crate::key::{Key, Kind};
use crate::reading::Reading;

/// How the server meets the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where readers and the API are answered.
    pub listen: SocketAddr,
    /// Where health and metrics are answered; keep it off the open network.
    pub ops_listen: SocketAddr,
    /// The address people type, without a slash at the end; `None` = the listening address.
    pub public_url: Option<String>,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// The largest request body, in bytes; imports have their own limit.
    pub max_body_bytes: u64,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// How long requests may go on after the signal to stop.
    pub shutdown_grace: Duration,
    /// Whether answers carry `Server-Timing`.
    pub server_timing: bool,
}

/// A network in CIDR notation; a single address is a network of its full length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    /// Any address in it.
    pub address: IpAddr,
    /// Leading bits that count, 0..=32 or 0..=128.
    pub prefix: u8,
}

const LISTEN: Key = Key {
    section: "server",
    name: "listen",
    default: "127.0.0.1:8080",
    kind: Kind::Text,
    short: Some("QUIRE_LISTEN"),
    about: "Address and port for readers and the API.",
};
const OPS_LISTEN: Key = Key {
    section: "server",
    name: "ops_listen",
    default: "127.0.0.1:9090",
    kind: Kind::Text,
    short: Some("QUIRE_OPS_LISTEN"),
    about: "Address and port for /livez, /readyz and /metrics. Do not open it to the world.",
};
const PUBLIC_URL: Key = Key {
    section: "server",
    name: "public_url",
    default: "",
    kind: Kind::Text,
    short: Some("QUIRE_PUBLIC_URL"),
    about: "The address people type, such as https://stories.example.org. Links in feeds and mails,\ncookies and the protection of forms depend on it. Empty: the listening address.",
};
const REQUEST_TIMEOUT: Key = Key {
    section: "server",
    name: "request_timeout_seconds",
    default: "30",
    kind: Kind::Number {
        least: 1,
        most: 600,
    },
    short: None,
    about: "A request that takes longer is answered with 503.",
};
const MAX_BODY: Key = Key {
    section: "server",
    name: "max_body_bytes",
    default: "4194304",
    kind: Kind::Number {
        least: 65_536,
        most: 1_073_741_824,
    },
    short: None,
    about: "The largest request body. A chapter may have 500,000 characters, up to 2 MB.\nImports have a limit of their own.",
};
const TRUSTED_PROXIES: Key = Key {
    section: "server",
    name: "trusted_proxies",
    default: "",
    kind: Kind::List,
    short: None,
    about: "Proxies whose X-Forwarded-For is believed: addresses or networks, [\"127.0.0.1\", \"10.0.0.0/8\"].",
};
const SHUTDOWN_GRACE: Key = Key {
    section: "server",
    name: "shutdown_grace_seconds",
    default: "25",
    kind: Kind::Number {
        least: 0,
        most: 600,
    },
    short: None,
    about: "How long requests may go on after the signal to stop.",
};
const SERVER_TIMING: Key = Key {
    section: "server",
    name: "server_timing",
    default: "false",
    kind: Kind::Switch,
    short: None,
    about: "Answers carry a Server-Timing header with the time spent in the database. For development.",
};

pub(crate) const KEYS: &[&Key] = &[
    &LISTEN,
    &OPS_LISTEN,
    &PUBLIC_URL,
    &REQUEST_TIMEOUT,
    &MAX_BODY,
    &TRUSTED_PROXIES,
    &SHUTDOWN_GRACE,
    &SERVER_TIMING,
];

impl Server {
    pub(crate) fn read(reading: &mut Reading<'_>) -> Self {
        let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
        let address = "an address with a port, such as 127.0.0.1:8080 or [::]:8080";
        let server = Self {
            listen: reading
                .parsed(&LISTEN, address, |text| text.parse().ok())
                .unwrap_or(loopback(8080)),
            ops_listen: reading
                .parsed(&OPS_LISTEN, address, |text| text.parse().ok())
                .unwrap_or(loopback(9090)),
            public_url: reading.parsed(
                &PUBLIC_URL,
                "a URL without a path, such as https://stories.example.org",
                origin_of_url,
            ),
            request_timeout: Duration::from_secs(reading.number(&REQUEST_TIMEOUT)),
            max_body_bytes: reading.number(&MAX_BODY),
            trusted_proxies: reading.each(
                &TRUSTED_PROXIES,
                "an address or a network, such as 10.0.0.0/8",
                Network::parse,
            ),
            shutdown_grace: Duration::from_secs(reading.number(&SHUTDOWN_GRACE)),
            server_timing: reading.switch(&SERVER_TIMING),
        };
        if server.listen == server.ops_listen && server.listen.port() != 0 {
            reading.refuse(
                &OPS_LISTEN,
                "the same address as server.listen".to_owned(),
                "give the operations listener a port of its own, such as 127.0.0.1:9090".to_owned(),
            );
        }
        server
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(longest);
        (prefix <= longest).then_some(Self { address, prefix })
    }
}

/// Cookies, the form protection and absolute links all need an origin, so a path is refused.
fn origin_of_url(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let (scheme, authority) = text.split_once("://")?;
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]_".contains(letter);
    let usable =
        matches!(scheme, "http" | "https") && !authority.is_empty() && authority.chars().all(plain);
    usable.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_addresses_with_an_optional_prefix() {
        let single = Network::parse("10.1.2.3").unwrap();
        assert_eq!(
            (single.address.to_string().as_str(), single.prefix),
            ("10.1.2.3", 32)
        );
        assert_eq!(Network::parse("fd00::/8").unwrap().prefix, 8);
        for wrong in ["10.0.0.0/33", "10.0.0.0/", "::/129", "proxy", ""] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_public_url_is_an_origin() {
        let kept = |text| origin_of_url(text);
        assert_eq!(
            kept("https://Stories.example/").as_deref(),
            Some("https://stories.example")
        );
        assert_eq!(
            kept("http://[::1]:8080").as_deref(),
            Some("http://[::1]:8080")
        );
        for wrong in [
            "stories.example",
            "ftp://a",
            "https://",
            "https://a/b",
            "https://u:p@a",
            "https://a?b",
        ] {
            assert_eq!(kept(wrong), None, "{wrong}");
        }
    }
}
