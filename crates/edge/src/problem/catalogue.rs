//! Every problem there is, in one flat list; `/problems/{code}` shows the same words.

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name for programs, stable for ever.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// Its name for people.
    pub title: &'static str,
    /// What it means.
    pub explanation: &'static str,
    /// What the caller can do.
    pub remedy: &'static str,
    /// When to try again, where nothing better is known.
    pub retry_after_seconds: Option<u32>,
}

impl Entry {
    /// Where it is explained: `/problems/not-found`.
    pub fn path(&self) -> String {
        format!("/problems/{}", self.code)
    }
}

/// The entry of a code.
pub fn find(code: &str) -> Option<&'static Entry> {
    ALL.iter().copied().find(|entry| entry.code == code)
}

macro_rules! problems {
    ($($name:ident: $status:literal $(retry $seconds:literal)?, $code:literal, $title:literal,
        $explanation:literal, $remedy:literal;)*) => {
        $(#[doc = $explanation] pub static $name: Entry = Entry {
            code: $code,
            status: $status,
            title: $title,
            explanation: $explanation,
            remedy: $remedy,
            retry_after_seconds: [$(Some($seconds),)? None][0],
        };)*
        /// All of them, in the order of this file.
        pub static ALL: &[&Entry] = &[$(&$name),*];
    };
}

problems! {
    MALFORMED_FORM: 400, "malformed-form", "The form cannot be read",
        "The body is not complete multipart/form-data: a part is cut off, or its headers are not right.",
        "Send the form again; let your HTTP library write the parts and their boundary.";
    MALFORMED_JSON: 400, "malformed-json", "The body is not JSON",
        "The body could not be read as JSON: a bracket, a quote or a comma is missing, or it is not UTF-8.",
        "Check the body with a JSON tool; the detail names the line and column.";
    INVALID_ID: 400, "invalid-id", "The id is not valid",
        "An id has the prefix of its kind (`sto_`, `chp_`, `usr_`) and 26 characters; this one has another prefix, length or alphabet.",
        "Use ids as the API gave them; do not build or change them.";
    INVALID_CURSOR: 400, "invalid-cursor", "The cursor is not valid",
        "The cursor was changed, belongs to another listing or other filters, or comes from another site.",
        "Start again without a cursor and follow `next_cursor`, with the same filters.";
    INVALID_PARAMETER: 400, "invalid-parameter", "A parameter is not valid",
        "A parameter of the query has a value that this listing does not understand.",
        "Correct the parameters named in `errors`.";

    INVALID_FIELD: 422, "invalid-field", "A field is not valid",
        "The body is well formed, but at least one field breaks a rule.",
        "Correct the fields named in `errors`; all of them are named at once.";
    MISSING_FIELD: 422, "missing-field", "A field is missing",
        "A field that this request needs is not in the body.",
        "Add the fields named in `errors`.";
    WRONG_TYPE: 422, "wrong-type", "A field has the wrong type",
        "A field holds a number where a text is expected, or the like.",
        "Send the type that the API's document names for the field.";
    TOO_LONG: 422, "too-long", "A field is too long",
        "A text has more characters than the field keeps. Characters are counted after Unicode normalisation.",
        "Shorten the text to the length named in `errors`.";
    UNKNOWN_FIELD: 422, "unknown-field", "A field is not known",
        "The body has a field that this request does not have; it is refused rather than ignored, so that a misspelled name is noticed.",
        "Remove the field or correct its name.";
    UNREADABLE_FILE: 422, "unreadable-file", "The file cannot be read",
        "The file is damaged, is not of the kind it says, or holds more than an import may hold.",
        "Open and save it again with the program it came from, or send a smaller part.";
    IDEMPOTENCY_MISMATCH: 422, "idempotency-mismatch", "The idempotency key was used for another request",
        "A request with this `Idempotency-Key` and another body was answered in the last 24 hours.",
        "Use a new key for a new request, and the same body with the same key.";

    UNAUTHENTICATED: 401, "unauthenticated", "You are not signed in",
        "This needs an account, and the request has no login: no session, no token, or one that ended.",
        "Sign in, or send `Authorization: Bearer` with a valid token.";
    WRONG_CREDENTIALS: 401, "wrong-credentials", "The name or the password is wrong",
        "No account fits this name with this password. Which of the two is wrong is not told to anyone.",
        "Try again, or ask for a new password.";
    FORBIDDEN: 403, "forbidden", "You may not do this",
        "You are signed in, but your account or token does not have this right.",
        "Ask the author or a moderator, or use a token with the right scope.";
    CSRF_REFUSED: 403, "csrf-refused", "The request came from another site",
        "Your browser says that the form or script that sent this stands on another site. Nothing was done.",
        "Open this site itself and do it there. Programs should send a bearer token and no cookie.";

    NOT_FOUND: 404, "not-found", "There is nothing here",
        "Nothing has this address, or it is not for you to see.",
        "Check the address; sign in if it should be yours.";
    METHOD_NOT_ALLOWED: 405, "method-not-allowed", "This cannot be done here",
        "The address exists but does not know this method.",
        "Use one of the methods named in the `Allow` header.";
    NOT_ACCEPTABLE: 406, "not-acceptable", "There is no such form",
        "None of the media types that the request accepts is offered here.",
        "Ask for `application/json`, or see the API's document for what is offered.";
    CONFLICT: 409, "conflict", "Something else came first",
        "The request does not fit the present state, because another change came first.",
        "Read the present state and decide again.";
    TAKEN: 409, "taken", "The name is taken",
        "Somebody else has this handle, address or slug.",
        "Choose another.";
    INVALID_TRANSITION: 409, "invalid-transition", "That does not follow from here",
        "The thing is in a state from which this step is not possible, such as publishing what is published.",
        "Read its state; the detail names it.";
    IDEMPOTENCY_IN_FLIGHT: 409 retry 1, "idempotency-in-flight", "The same request is being answered",
        "A request with this `Idempotency-Key` is still being worked on.",
        "Wait and send it again; you will get the answer of the first.";
    GONE: 410, "gone", "It was removed",
        "It was here and its author took it away.",
        "There is nothing to do; its author may bring it back.";
    EXPIRED: 410, "expired", "It is no longer valid",
        "The link, code or file had a time limit, and that is over; or it was used before.",
        "Ask for a new one.";
    PRECONDITION_FAILED: 412, "precondition-failed", "It was changed meanwhile",
        "The revision in `If-Match` is not the current one: somebody, perhaps you in another tab, saved since you read it.",
        "Read the revision named in `current_revision`, merge, and send its number in `If-Match`.";
    PRECONDITION_REQUIRED: 428, "precondition-required", "Say which revision you change",
        "This change needs `If-Match`, so that nobody's work is overwritten unseen.",
        "Send `If-Match` with the `ETag` you read.";
    PAYLOAD_TOO_LARGE: 413, "payload-too-large", "The body is too large",
        "The body has more bytes than this address takes.",
        "Send less, or in parts.";
    UNSUPPORTED_MEDIA_TYPE: 415, "unsupported-media-type", "The body has the wrong media type",
        "The `Content-Type` is missing or is not one this address reads.",
        "Send `Content-Type: application/json`, or what the API's document names.";
    RATE_LIMITED: 429 retry 60, "rate-limited", "Too many requests",
        "More requests were made than are allowed in the time.",
        "Wait as long as `Retry-After` says.";
    UNAVAILABLE_FOR_LEGAL_REASONS: 451, "unavailable-for-legal-reasons", "Not available for legal reasons",
        "A legal demand was followed. Where it may be told, the detail says whose.",
        "The author was told and may object.";

    INTERNAL: 500, "internal", "Something broke",
        "The fault is ours. It was logged under the request's id.",
        "Try again later; if it stays, tell the site's operator the `request_id`.";
    UNAVAILABLE: 503 retry 5, "unavailable", "Not available now",
        "The site is starting, stopping, or waiting for its database. Nothing was changed.",
        "Try again after the time in `Retry-After`.";
    TIMEOUT: 503 retry 10, "timeout", "It took too long",
        "The request was given up at its time limit. A change it asked for may have happened or not.",
        "Look whether it happened before you repeat it; with an `Idempotency-Key` simply repeat.";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_code_is_a_slug_of_its_own_and_a_status_of_refusal() {
        let mut seen = HashSet::new();
        for entry in ALL {
            let slug = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
            assert!(entry.code.bytes().all(slug), "{}", entry.code);
            assert!(seen.insert(entry.code), "{} is there twice", entry.code);
            assert!((400..=599).contains(&entry.status), "{}", entry.code);
            assert_eq!(find(entry.code), Some(*entry));
            for text in [entry.explanation, entry.remedy] {
                assert!(text.ends_with('.'), "{}: whole sentences", entry.code);
            }
        }
    }

    #[test]
    fn every_passing_trouble_says_when_to_try_again() {
        for entry in ALL.iter().filter(|entry| matches!(entry.status, 429 | 503)) {
            assert!(entry.retry_after_seconds.is_some(), "{}", entry.code);
        }
    }
}
