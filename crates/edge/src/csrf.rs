//! No other site may make a reader's browser act here.
//!
//! Browsers tell where a request was made (`Sec-Fetch-Site`, before 2023 only `Origin`), and a page
//! cannot lie about it; so no token needs to travel in forms. A request without both headers was not
//! made by a browser page and carries no borrowed login. One with a bearer token and no cookie is
//! exempt: no browser adds such a token by itself. The argument is Filippo Valsorda's,
//! <https://words.filippo.io/csrf/>.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, header};

use crate::problem::{Problem, catalogue};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

pub(crate) struct Csrf {
    /// Scheme and authority that people use, when configured.
    pub(crate) public_origin: Option<String>,
}

impl Csrf {
    pub(crate) fn admit(&self, request: &Request) -> Result<(), Problem> {
        let safe = matches!(
            *request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS
        );
        if safe || bearer_alone(request.headers()) || self.same_origin(request) {
            return Ok(());
        }
        Err(Problem::new(&catalogue::CSRF_REFUSED))
    }

    fn same_origin(&self, request: &Request) -> bool {
        if let Some(site) = text(request, &SEC_FETCH_SITE) {
            // `none` is the address bar or a bookmark. `same-site` is another subdomain: a stranger.
            return matches!(site, "same-origin" | "none");
        }
        let Some(origin) = text(request, &header::ORIGIN) else {
            return true;
        };
        let public = self.public_origin.as_deref();
        if public.is_some_and(|public| public.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let uri = request.uri().authority().map(Authority::as_str);
        let Some(host) = uri.or_else(|| text(request, &header::HOST)) else {
            return false;
        };
        // The public name with another scheme is somebody between us and the browser.
        let impostor = public
            .and_then(authority)
            .is_some_and(|public| public.eq_ignore_ascii_case(host));
        !impostor && authority(origin).is_some_and(|origin| origin.eq_ignore_ascii_case(host))
    }
}

fn authority(origin: &str) -> Option<&str> {
    origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"))
}

/// `None` when absent; a value that is not text is no browser's and matches nothing.
fn text<'a>(request: &'a Request, name: &HeaderName) -> Option<&'a str> {
    let value = request.headers().get(name)?;
    Some(value.to_str().unwrap_or("?"))
}

fn bearer_alone(headers: &HeaderMap) -> bool {
    let scheme = |value: &[u8]| {
        value
            .get(..7)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"bearer "))
    };
    let bearer = headers
        .get(header::AUTHORIZATION)
        .is_some_and(|value| scheme(value.as_bytes()));
    bearer && !headers.contains_key(header::COOKIE)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn admitted(public: Option<&str>, method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/login");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let csrf = Csrf {
            public_origin: public.map(ToOwned::to_owned),
        };
        csrf.admit(&request.body(Body::empty()).unwrap()).is_ok()
    }

    const HOST: (&str, &str) = ("host", "stories.example");

    #[test]
    fn a_browser_says_where_the_form_stood() {
        for (site, expected) in [
            ("same-origin", true),
            ("none", true),
            ("same-site", false),
            ("cross-site", false),
            ("nonsense", false),
        ] {
            let headers = [HOST, ("cookie", "s=1"), ("sec-fetch-site", site)];
            assert_eq!(admitted(None, "POST", &headers), expected, "{site}");
            assert!(admitted(None, "GET", &headers), "reading is never refused");
        }
    }

    #[test]
    fn an_older_browser_says_its_origin() {
        let from = |origin| {
            admitted(
                None,
                "DELETE",
                &[HOST, ("cookie", "s=1"), ("origin", origin)],
            )
        };
        assert!(from("http://stories.example"));
        assert!(!from("https://evil.example"));
        assert!(!from("https://stories.example.evil.example"));
        assert!(!from("https://stories.example:8443"));
        assert!(!from("null"));
    }

    #[test]
    fn the_public_name_is_reached_with_its_own_scheme_only() {
        let public = Some("https://stories.example");
        let from = |origin, host| admitted(public, "POST", &[("host", host), ("origin", origin)]);
        assert!(
            from("https://stories.example", "internal:8080"),
            "a proxy renamed the host"
        );
        assert!(!from("http://stories.example", "stories.example"));
        assert!(
            from("http://127.0.0.1:8080", "127.0.0.1:8080"),
            "the operator's own machine"
        );
        assert!(!from("http://evil.example", "stories.example"));
    }

    #[test]
    fn a_script_without_a_page_is_no_forgery() {
        assert!(admitted(None, "POST", &[HOST]));
        assert!(admitted(None, "POST", &[HOST, ("cookie", "s=1")]));
    }

    #[test]
    fn a_token_exempts_only_without_a_cookie() {
        let abroad = ("sec-fetch-site", "cross-site");
        let token = ("authorization", "bEarer abc");
        assert!(admitted(None, "POST", &[HOST, abroad, token]));
        assert!(!admitted(
            None,
            "POST",
            &[HOST, abroad, token, ("cookie", "s=1")]
        ));
        assert!(!admitted(
            None,
            "POST",
            &[HOST, abroad, ("authorization", "Basic abc")]
        ));
    }
}
