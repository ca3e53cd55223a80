//! What every answer tells the browser it may not do. A handler that needs more (a cover embedded
//! elsewhere) sets the header itself; what is set already stays.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
                   form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
                   require-trusted-types-for 'script'";

const ALWAYS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(CSP),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    // Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(
            "accelerometer=(), browsing-topics=(), camera=(), geolocation=(), gyroscope=(), \
             magnetometer=(), microphone=(), payment=(), usb=()",
        ),
    ),
    // The seed's check and old browsers look for it; `frame-ancestors` is what counts.
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// One year, the least that preload lists accept.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// The headers of this site.
pub(crate) struct Dress {
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Dress {
    /// `https` = the site is reached over HTTPS, so browsers may insist on it.
    pub(crate) fn new(https: bool) -> Self {
        let mut headers = ALWAYS.to_vec();
        if https {
            headers.push((header::STRICT_TRANSPORT_SECURITY, HSTS));
        }
        Self { headers }
    }

    pub(crate) fn put_on(&self, answer: &mut HeaderMap) {
        // Two more follow: the request id, and Server-Timing when it is switched on.
        answer.reserve(self.headers.len() + 2);
        for (name, value) in &self.headers {
            answer.entry(name).or_insert_with(|| value.clone());
        }
    }
}
