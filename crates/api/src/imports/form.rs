//! What is said beside an imported file.

use std::borrow::Cow;
use std::str::FromStr;

use quire_app::imports::{ImportOptions, ImportPublication};
use quire_domain::language::Language;
use quire_domain::release_plan::{ReleaseRule, ZoneName};
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_domain::text::StoryTitle;
use quire_edge::problem::{FieldError, Problem, catalogue};
use utoipa::ToSchema;

use crate::request::Upload;

/// A file and how it is imported. Fields left out have the values of their descriptions.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the form in the document; `options` reads it"
)]
pub struct ImportForm {
    /// The book: an EPUB, a Markdown file, or a zip of Markdown files.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
    /// `drafts` (when left out), `all`, or `schedule`.
    publish: Option<String>,
    /// When a chapter comes out, with `schedule`: `weekly:sat@09:00`.
    schedule: Option<String>,
    /// Whose clock the rule is by, when it does not say so itself; `UTC` when left out.
    zone: Option<String>,
    /// Another title than the file's.
    title: Option<String>,
    /// Another language than the file's.
    language: Option<String>,
    /// Who may read it once it is published; `public` when left out.
    audience: Option<String>,
    /// For which age; `general` when left out.
    rating: Option<String>,
    /// `none_apply` or `author_declines` (when left out).
    warnings_answer: Option<String>,
    /// What part machines had; `undeclared` when left out.
    ai_use: Option<String>,
    /// Whether front and back matter is kept as chapters.
    keep: Option<bool>,
    /// Numbers of chapters to leave out, separated by commas.
    skip: Option<String>,
    /// Another title for a chapter: `3=The End`; may stand several times.
    rename: Vec<String>,
}

/// What the fields say; all that are wrong are told at once.
pub fn options(upload: &mut Upload) -> Result<ImportOptions, Problem> {
    let mut form = Form {
        upload,
        errors: Vec::new(),
    };
    let usual = ImportOptions::default();
    let zone = form
        .one("zone", ZoneName::parse)
        .unwrap_or_else(ZoneName::utc);
    let rule = form.one("schedule", |text| ReleaseRule::parse(text, &zone));
    let publish = form.one("publish", |text| match text {
        "all" | "drafts" | "schedule" => Ok(text.to_owned()),
        _ => Err("must be one of: drafts, all, schedule"),
    });
    let publication = form.publication(publish.as_deref(), rule);
    let options = ImportOptions {
        publication,
        title: form.one("title", StoryTitle::parse),
        language: form.one("language", Language::parse),
        audience: form
            .one("audience", Audience::from_str)
            .unwrap_or(usual.audience),
        rating: form.one("rating", Rating::from_str).unwrap_or(usual.rating),
        warnings_answer: form
            .one("warnings_answer", |text| match text.parse() {
                Ok(WarningsAnswer::Listed) | Err(_) => {
                    Err("must be one of: none_apply, author_declines; list warnings afterwards")
                }
                Ok(answer) => Ok(answer),
            })
            .unwrap_or(usual.warnings_answer),
        ai_use: form.one("ai_use", AiUse::from_str).unwrap_or(usual.ai_use),
        original: form
            .one("original", bool::from_str)
            .unwrap_or(usual.original),
        keep_matter: form
            .one("keep", bool::from_str)
            .unwrap_or(usual.keep_matter),
        skip: form
            .many("skip", |text| {
                let numbers = text.split(',').map(|number| number.trim().parse::<usize>());
                numbers.collect::<Result<Vec<_>, _>>()
            })
            .into_iter()
            .flatten()
            .collect(),
        rename: form
            .many("rename", |text| {
                let (number, title) = text.split_once('=').ok_or("write number=title")?;
                let number = number.trim().parse::<usize>();
                let number = number.map_err(|_not_one| "write number=title")?;
                Ok::<_, &str>((number, title.trim().to_owned()))
            })
            .into_iter()
            .collect(),
    };
    form.end()?;
    Ok(options)
}

struct Form<'u> {
    upload: &'u mut Upload,
    errors: Vec<FieldError>,
}

impl Form<'_> {
    fn wrong(&mut self, name: &str, message: impl Into<Cow<'static, str>>) {
        self.errors.push(FieldError {
            pointer: Cow::Owned(format!("/{name}")),
            code: catalogue::INVALID_FIELD.code,
            message: message.into(),
        });
    }

    fn many<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let mut values = Vec::new();
        for text in self.upload.all(name) {
            match read(text.trim()) {
                Ok(value) => values.push(value),
                Err(why) => self.wrong(name, why.to_string()),
            }
        }
        values
    }

    fn one<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let mut values = self.many(name, read);
        if values.len() > 1 {
            self.wrong(name, "give it once");
        }
        values.pop()
    }

    fn publication(
        &mut self,
        publish: Option<&str>,
        rule: Option<ReleaseRule>,
    ) -> ImportPublication {
        match (publish, rule) {
            (None | Some("schedule"), Some(rule)) => ImportPublication::Schedule(rule),
            (Some("schedule"), None) => {
                self.wrong("schedule", "a rule is needed, for example weekly:sat@09:00");
                ImportPublication::Drafts
            }
            (_, Some(_)) => {
                self.wrong("publish", "a rule goes with `schedule` only");
                ImportPublication::Drafts
            }
            (Some("all"), None) => ImportPublication::All,
            (_, None) => ImportPublication::Drafts,
        }
    }

    fn end(mut self) -> Result<(), Problem> {
        let unknown: Vec<String> = self.upload.left().map(str::to_owned).collect();
        for name in unknown {
            self.wrong(&name, "there is no such field here");
        }
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Problem::new(&catalogue::INVALID_FIELD).fields(self.errors))
        }
    }
}
