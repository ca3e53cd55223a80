//! Who is really at the other end, when proxies that we trust stand between.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderName;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address, as a request extension. Limits may use it; logs show its network only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientIp(pub IpAddr);

/// Networks whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<(IpAddr, u8)>);

impl TrustedProxies {
    /// Takes networks as an address and the number of leading bits that count.
    pub fn new(networks: impl IntoIterator<Item = (IpAddr, u8)>) -> Self {
        Self(networks.into_iter().collect())
    }

    /// The client of a request: its peer, or what trusted peers say. `None` without a peer address.
    ///
    /// The list is walked from its end, because only that end was written by a proxy of ours;
    /// whatever stands further left may be invented by the caller.
    pub(crate) fn client(&self, request: &Request) -> Option<IpAddr> {
        let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
        let mut client = peer.ip().to_canonical();
        if !self.trusts(client) {
            return Some(client);
        }
        let lines = request.headers().get_all(X_FORWARDED_FOR).iter().rev();
        let hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        for hop in hops {
            match address(hop.trim()) {
                Some(ip) => client = ip,
                None => break,
            }
            if !self.trusts(client) {
                break;
            }
        }
        Some(client)
    }

    fn trusts(&self, ip: IpAddr) -> bool {
        self.0
            .iter()
            .any(|(network, prefix)| match (network.to_canonical(), ip) {
                (IpAddr::V4(network), IpAddr::V4(ip)) => {
                    let host = 32_u32.saturating_sub(u32::from(*prefix));
                    (network.to_bits() ^ ip.to_bits())
                        .checked_shr(host)
                        .unwrap_or(0)
                        == 0
                }
                (IpAddr::V6(network), IpAddr::V6(ip)) => {
                    let host = 128_u32.saturating_sub(u32::from(*prefix));
                    (network.to_bits() ^ ip.to_bits())
                        .checked_shr(host)
                        .unwrap_or(0)
                        == 0
                }
                _ => false,
            })
    }
}

/// An address as proxies write it: bare, with a port, or in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let ip = bare.unwrap_or(text).parse::<IpAddr>().ok();
    ip.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .map(|ip| ip.to_canonical())
}

/// An address as its network, /24 or /48, which is not personal.
pub(crate) struct Truncated(pub(crate) IpAddr);

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(ip) => write!(f, "{}/24", Ipv4Addr::from_bits(ip.to_bits() & !0xff)),
            IpAddr::V6(ip) => {
                let network = ip.to_bits() >> 80 << 80;
                write!(f, "{}/48", Ipv6Addr::from_bits(network))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn client(peer: &str, forwarded: &[&str]) -> String {
        let trusted = [
            ("10.0.0.0".parse().unwrap(), 8),
            ("fd00::".parse().unwrap(), 8),
        ];
        let mut request = Request::new(Body::empty());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        for line in forwarded {
            request
                .headers_mut()
                .append(X_FORWARDED_FOR, line.parse().unwrap());
        }
        TrustedProxies::new(trusted)
            .client(&request)
            .unwrap()
            .to_string()
    }

    #[test]
    fn only_a_trusted_peer_is_believed() {
        assert_eq!(client("203.0.113.9:1", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1:1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            client("[::ffff:10.0.0.1]:1", &["198.51.100.1"]),
            "198.51.100.1"
        );
        assert_eq!(client("[fd00::1]:1", &["2001:db8::5"]), "2001:db8::5");
        assert_eq!(client("10.0.0.1:1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_stands_left_of_the_first_stranger_is_not_believed() {
        assert_eq!(
            client("10.0.0.1:1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"]),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.0.0.1:1", &["1.1.1.1", "198.51.100.1:5000, 10.0.0.2"]),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.0.0.1:1", &["1.1.1.1, nonsense, 10.0.0.2"]),
            "10.0.0.2"
        );
        assert_eq!(client("10.0.0.1:1", &["[2001:db8::5]:443"]), "2001:db8::5");
    }

    #[test]
    fn every_length_of_prefix_is_usable() {
        let everything = TrustedProxies::new([("0.0.0.0".parse().unwrap(), 0)]);
        assert!(everything.trusts("203.0.113.9".parse().unwrap()));
        assert!(!everything.trusts("::1".parse().unwrap()));
        let one = TrustedProxies::new([("192.0.2.7".parse().unwrap(), 32)]);
        assert!(one.trusts("192.0.2.7".parse().unwrap()));
        assert!(!one.trusts("192.0.2.6".parse().unwrap()));
    }

    #[test]
    fn a_shown_address_names_a_network_only() {
        let shown = |ip: &str| Truncated(ip.parse().unwrap()).to_string();
        assert_eq!(shown("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(shown("2001:db8:1:2:3:4:5:6"), "2001:db8:1::/48");
    }
}
