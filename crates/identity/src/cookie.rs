//! The cookie that carries a login.
//!
//! Over https its name begins with `__Host-`: browsers then take it only with `Secure`, for the
//! whole site and for no other host, so that a neighbouring sub-domain cannot plant a login.
//! `SameSite=Lax` keeps it out of other sites' form posts; scripts never see it.

use std::time::Duration;

use crate::token::SessionSecret;

/// How the login cookie is written and read on this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    secure: bool,
}

impl SessionCookie {
    /// For a site whose readers come over https (`true`), or over plain http on a local address.
    pub const fn new(https: bool) -> Self {
        Self { secure: https }
    }

    /// For the public URL of a site; none is plain http on the loopback address.
    pub fn for_public_url(url: Option<&str>) -> Self {
        let https = url
            .and_then(|url| url.split_once("://"))
            .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("https"));
        Self::new(https)
    }

    /// The cookie's name.
    pub const fn name(self) -> &'static str {
        if self.secure {
            "__Host-quire_session"
        } else {
            "quire_session"
        }
    }

    /// The value of `Set-Cookie` that logs a browser in. Without an age the browser forgets the
    /// cookie when it closes; the login itself ends as [`crate::session::expires_at`] says.
    pub fn set(self, secret: &SessionSecret, max_age: Option<Duration>) -> String {
        self.write(secret.reveal(), max_age)
    }

    /// The value of `Set-Cookie` that makes a browser forget the login.
    pub fn clear(self) -> String {
        self.write("", Some(Duration::ZERO))
    }

    fn write(self, value: &str, max_age: Option<Duration>) -> String {
        let mut cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax", self.name());
        if self.secure {
            cookie.push_str("; Secure");
        }
        if let Some(age) = max_age {
            cookie.push_str("; Max-Age=");
            cookie.push_str(&age.as_secs().to_string());
        }
        cookie
    }

    /// The login in a request's `Cookie` header: the first cookie of the name that has the form of
    /// one. Cookies of other names, also of this one without its `__Host-`, are not looked at.
    pub fn read(self, header: &str) -> Option<SessionSecret> {
        header
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.name())
            .find_map(|(_, value)| SessionSecret::parse(value).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk";

    fn secret() -> SessionSecret {
        SessionSecret::parse(SECRET).unwrap()
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let cookie = SessionCookie::for_public_url(Some("HTTPS://books.example.org/"));
        assert_eq!(
            cookie.set(&secret(), Some(Duration::from_hours(720))),
            format!(
                "__Host-quire_session={SECRET}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=2592000"
            )
        );
        assert_eq!(
            cookie.clear(),
            "__Host-quire_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
        );
    }

    #[test]
    fn over_plain_http_it_has_the_plain_name() {
        for url in [None, Some("http://127.0.0.1:8080"), Some("httpsish://x")] {
            let cookie = SessionCookie::for_public_url(url);
            assert_eq!(
                cookie.set(&secret(), None),
                format!("quire_session={SECRET}; Path=/; HttpOnly; SameSite=Lax")
            );
        }
    }

    #[test]
    fn what_was_set_is_read_back_among_other_cookies() {
        for https in [false, true] {
            let cookie = SessionCookie::new(https);
            let name = cookie.name();
            let header = format!("theme=dark; {name}=planted; {name}={SECRET}; x");
            assert_eq!(cookie.read(&header), Some(secret()));
            assert_eq!(cookie.read(""), None);
            assert_eq!(cookie.read(&format!("not_{name}={SECRET}")), None);
        }
    }

    #[test]
    fn over_https_a_cookie_without_the_host_prefix_logs_nobody_in() {
        let planted = format!("quire_session={SECRET}");
        assert_eq!(SessionCookie::new(true).read(&planted), None);
        assert_eq!(SessionCookie::new(false).read(&planted), Some(secret()));
    }
}
