//! Ports, and what to do about one that is taken.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use anyhow::anyhow;
use tokio::net::TcpListener;

/// Opens a port; `flag` is the one that chooses it.
pub async fn bind(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "{address} is taken by another program: stop that program, or choose another port with {flag} ({})",
            variable(flag)
        ),
        ErrorKind::AddrNotAvailable => anyhow!(
            "this machine has no address {}: choose one of its own with {flag} ({})",
            address.ip(),
            variable(flag)
        ),
        ErrorKind::PermissionDenied => anyhow!(
            "port {} needs rights this account does not have: choose one above 1023 with {flag} ({}) and let a proxy stand before it",
            address.port(),
            variable(flag)
        ),
        _ => anyhow!(error).context(format!("cannot listen on {address} ({flag})")),
    })
}

/// `--ops-listen` -> `QUIRE_OPS_LISTEN`.
fn variable(flag: &str) -> String {
    let name = flag.trim_start_matches('-').replace('-', "_");
    format!("QUIRE_{}", name.to_ascii_uppercase())
}

/// The address a program on this machine would use: every address is also the loopback address.
pub fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_says_what_to_do() {
        let first = bind("127.0.0.1:0".parse().unwrap(), "--listen")
            .await
            .unwrap();
        let address = first.local_addr().unwrap();
        let refused = bind(address, "--ops-listen").await.unwrap_err().to_string();
        for part in [
            &*address.to_string(),
            "taken",
            "--ops-listen",
            "QUIRE_OPS_LISTEN",
        ] {
            assert!(refused.contains(part), "{refused}");
        }
    }

    #[test]
    fn every_address_is_reached_through_the_loopback_address() {
        let at = |text: &str| reachable(text.parse().unwrap()).to_string();
        assert_eq!(at("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(at("[::]:8080"), "[::1]:8080");
        assert_eq!(at("10.0.0.7:80"), "10.0.0.7:80");
    }
}
