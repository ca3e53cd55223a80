//! What a login is made from, as its owner will see it in a list: a family of programs and a network.
//! More is not read, so more cannot be kept.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use crate::real_ip::{ClientIp, Truncated};

/// What a request came from, shortened until it names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The family of the browser or program: `Firefox`; empty when it says nothing of itself.
    pub user_agent: String,
    /// The network, /24 or /48; empty when it is not known.
    pub network: String,
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|value| value.to_str().ok());
        let ip = parts.extensions.get::<ClientIp>();
        std::future::ready(Ok(Self {
            user_agent: agent.map(family).unwrap_or_default(),
            network: ip.map(|ip| Truncated(ip.0).to_string()).unwrap_or_default(),
        }))
        .await
    }
}

/// Tokens of browsers; one that imitates another comes before it.
const BROWSERS: &[(&str, &str)] = &[
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("Mozilla/", "Browser"),
];

/// The most characters of a program's own name.
const NAME_CHARS: usize = 30;

fn family(agent: &str) -> String {
    let known = BROWSERS.iter().find(|(token, _)| agent.contains(token));
    if let Some((_, name)) = known {
        return (*name).to_owned();
    }
    let letters = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    agent.chars().take_while(letters).take(NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn browsers_and_programs_are_told_by_their_family() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
                "Edge",
            ),
            (
                "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.0 Safari/605.1.15",
                "Safari",
            ),
            ("curl/8.5.0", "curl"),
            ("KOReader 2026.01 (for ada@example.org)", "KOReader"),
            ("<script>alert(1)</script>", ""),
            ("", ""),
        ] {
            assert_eq!(family(agent), name, "{agent}");
        }
        assert_eq!(family(&"x".repeat(500)), "x".repeat(30));
    }

    #[tokio::test]
    async fn the_address_is_cut_to_its_network() {
        for (ip, network) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ] {
            let request = Request::builder().extension(ClientIp(ip.parse().unwrap()));
            let (mut parts, ()) = request.body(()).unwrap().into_parts();
            let Ok(origin) = Origin::from_request_parts(&mut parts, &()).await;
            assert_eq!(
                (origin.network.as_str(), origin.user_agent.as_str()),
                (network, "")
            );
        }
    }
}
