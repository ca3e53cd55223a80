//! A file becomes a book that can be written: everything a story's rows hold, checked and counted,
//! before a unit of writing begins.

use aws_lc_rs::digest::{Context, SHA256};
use quire_books::{Limits, Manuscript, ManuscriptChapter, Reading, RefusalCode, Source, read_with};
use quire_domain::chapter::ChapterKind;
use quire_domain::language::Language;
use quire_domain::text::{AuthorNote, Blurb, ChapterTitle, StoryTitle, VolumeTitle};

use super::options::{ImportOptions, ImportSource};
use super::report::{
    ImportReport, ReportedChapter, ReportedPublication, ReportedSkip, ReportedVolume,
};
use super::tidy;
use crate::chapters::{Prepared, check_markdown};
use crate::{Refused, Result};

/// The longest rights statement that is kept, in characters.
const LICENSE_CHARS: usize = 500;

/// A book that can be written.
pub(crate) struct Ready {
    pub(crate) title: StoryTitle,
    pub(crate) blurb: Blurb,
    pub(crate) language: Language,
    pub(crate) license: String,
    pub(crate) volumes: Vec<VolumeTitle>,
    pub(crate) chapters: Vec<ReadyChapter>,
    pub(crate) report: ImportReport,
    /// SHA-256 over the title and texts of the source: the same for the same book.
    pub(crate) digest: [u8; 32],
}

/// A chapter that can be written.
pub(crate) struct ReadyChapter {
    pub(crate) title: ChapterTitle,
    pub(crate) kind: ChapterKind,
    /// Index into [`Ready::volumes`].
    pub(crate) volume: Option<usize>,
    pub(crate) slug: Option<String>,
    pub(crate) note_before: AuthorNote,
    pub(crate) note_after: AuthorNote,
    pub(crate) text: Prepared,
}

impl Ready {
    /// Reads a source. Takes as long as the book is long: never call it in a unit.
    pub(crate) fn read(
        source: &ImportSource,
        options: &ImportOptions,
        limits: &Limits,
    ) -> Result<Self> {
        let reading = Reading {
            limits: limits.clone(),
            keep_all: options.keep_matter,
        };
        let from = match source {
            ImportSource::Upload { name, bytes } => Source::Bytes { name, bytes },
            ImportSource::Path(path) => Source::Path(path),
            ImportSource::Texts { name, files } => Source::Texts { name, files },
        };
        let manuscript = read_with(from, &reading).map_err(|refusal| Refused::File {
            code: code(refusal.code),
            message: refusal.message,
        })?;
        Self::make(manuscript, source.name(), options)
    }

    fn make(manuscript: Manuscript, source: String, options: &ImportOptions) -> Result<Self> {
        let digest = digest(&manuscript);
        let mut warnings = manuscript.warnings;
        let mut skipped: Vec<ReportedSkip> = manuscript
            .skipped
            .into_iter()
            .map(|skip| ReportedSkip {
                path: skip.path,
                title: skip.title,
                reason: skip.reason,
            })
            .collect();
        let total = manuscript.chapters.len();
        if let Some(wrong) = options
            .skip
            .iter()
            .chain(options.rename.keys())
            .find(|n| !(1..=total).contains(*n))
        {
            return Err(Refused::field(
                "/skip",
                "unknown",
                format!("the file has {total} chapters, there is no chapter {wrong}"),
            ));
        }
        let dated = manuscript
            .chapters
            .iter()
            .filter(|chapter| chapter.publish_at.is_some())
            .count();
        if dated > 0 {
            warnings.push(format!(
                "{dated} chapters say when they were or will be published; that was not taken over"
            ));
        }
        let (chapters, reported) = chapters_of(manuscript.chapters, options, &mut skipped)?;
        if chapters.is_empty() {
            return Err(Refused::File {
                code: "no_chapters",
                message: "Nothing is left to import: every chapter was left out.".to_owned(),
            });
        }
        let title = title_of(options, &manuscript.title, &source, &mut warnings);
        let language = language_of(options, manuscript.language.as_deref(), &mut warnings)?;
        let blurb = blurb_of(manuscript.description.as_deref(), &mut warnings);
        let license = tidy::line(
            manuscript.license.as_deref().unwrap_or_default(),
            LICENSE_CHARS,
        );
        let volumes: Vec<VolumeTitle> = manuscript
            .volumes
            .iter()
            .enumerate()
            .map(|(index, volume)| {
                let text = tidy::line(&volume.title, VolumeTitle::MAX);
                VolumeTitle::parse(&text).unwrap_or_else(|_empty| {
                    VolumeTitle::from_stored(format!("Volume {}", index + 1))
                })
            })
            .collect();
        let report = ImportReport {
            title: title.to_string(),
            authors: manuscript.authors,
            language: language.to_string(),
            description: blurb.to_string(),
            license: license.clone(),
            format: manuscript.source.format,
            source,
            volumes: reported_volumes(&volumes, &reported),
            words: reported.iter().map(|chapter| chapter.words).sum(),
            chapters: reported,
            skipped,
            warnings,
            cleaned: manuscript.cleaned.into(),
            publication: ReportedPublication::default(),
        };
        Ok(Self {
            title,
            blurb,
            language,
            license,
            volumes,
            chapters,
            report,
            digest,
        })
    }
}

impl ReadyChapter {
    fn words(&self) -> u64 {
        u64::try_from(self.text.words).unwrap_or(0)
    }
}

/// The chapters that were not left out, and what the report says of them.
fn chapters_of(
    chapters: Vec<ManuscriptChapter>,
    options: &ImportOptions,
    skipped: &mut Vec<ReportedSkip>,
) -> Result<(Vec<ReadyChapter>, Vec<ReportedChapter>)> {
    let (mut kept, mut reported) = (Vec::new(), Vec::new());
    for (index, chapter) in chapters.into_iter().enumerate() {
        let number = index + 1;
        if options.skip.contains(&number) {
            skipped.push(ReportedSkip {
                path: chapter.source_path,
                title: Some(chapter.title),
                reason: "you asked to leave it out".to_owned(),
            });
            continue;
        }
        let path = chapter.source_path.clone();
        let renamed = options.rename.get(&number).map(String::as_str);
        let ready = chapter_of(chapter, number, renamed)?;
        reported.push(ReportedChapter {
            number,
            title: ready.title.to_string(),
            kind: ready.kind,
            volume: ready.volume.map(|index| index + 1),
            words: ready.words(),
            path,
        });
        kept.push(ready);
    }
    Ok((kept, reported))
}

fn chapter_of(
    chapter: ManuscriptChapter,
    number: usize,
    renamed: Option<&str>,
) -> Result<ReadyChapter> {
    let title = tidy::line(renamed.unwrap_or(&chapter.title), ChapterTitle::MAX);
    let title = ChapterTitle::parse(&title)
        .unwrap_or_else(|_empty| ChapterTitle::from_stored(format!("Chapter {number}")));
    let unfit = |what: &str| Refused::File {
        code: "unfit_chapter",
        message: format!(
            "\"{title}\" ({}) cannot be kept: {what}. Change it in the file and import again.",
            chapter.source_path
        ),
    };
    check_markdown(&chapter.markdown).map_err(|refused| match refused {
        Refused::Invalid(errors) => unfit(
            &errors
                .into_iter()
                .map(|error| error.message)
                .collect::<Vec<_>>()
                .join("; "),
        ),
        other => other,
    })?;
    let note = |text: &Option<String>| {
        AuthorNote::parse(&tidy::lines(text.as_deref().unwrap_or_default()))
            .map_err(|invalid| unfit(&format!("its note {invalid}")))
    };
    Ok(ReadyChapter {
        kind: chapter.kind.word().parse().unwrap_or(ChapterKind::Chapter),
        volume: chapter.volume,
        slug: chapter.slug.clone(),
        note_before: note(&chapter.note_before)?,
        note_after: note(&chapter.note_after)?,
        text: Prepared::first(chapter.markdown),
        title,
    })
}

fn reported_volumes(titles: &[VolumeTitle], chapters: &[ReportedChapter]) -> Vec<ReportedVolume> {
    let of = |number: usize| {
        chapters
            .iter()
            .filter(move |chapter| chapter.volume == Some(number))
    };
    titles
        .iter()
        .enumerate()
        .map(|(index, title)| ReportedVolume {
            title: title.to_string(),
            chapters: u64::try_from(of(index + 1).count()).unwrap_or(u64::MAX),
            words: of(index + 1).map(|chapter| chapter.words).sum(),
        })
        .collect()
}

fn title_of(
    options: &ImportOptions,
    title: &str,
    source: &str,
    warnings: &mut Vec<String>,
) -> StoryTitle {
    if let Some(title) = &options.title {
        return title.clone();
    }
    let stem = source.rsplit_once('.').map_or(source, |(stem, _)| stem);
    StoryTitle::parse(&tidy::line(title, StoryTitle::MAX)).unwrap_or_else(|_empty| {
        warnings.push("the file names no title; the story is called after the file".to_owned());
        StoryTitle::parse(&tidy::line(stem, StoryTitle::MAX))
            .unwrap_or_else(|_empty| StoryTitle::from_stored("Untitled".to_owned()))
    })
}

fn language_of(
    options: &ImportOptions,
    named: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Language> {
    if let Some(language) = &options.language {
        return Ok(language.clone());
    }
    if let Some(language) = named.and_then(|named| Language::parse(named).ok()) {
        return Ok(language);
    }
    warnings.push(match named {
        Some(named) => format!(
            "\"{}\" is no language tag; set the story's language",
            tidy::line(named, 40)
        ),
        None => "the file names no language; set the story's".to_owned(),
    });
    Language::parse("und").map_err(|invalid| Refused::invalid("/language", &invalid))
}

fn blurb_of(description: Option<&str>, warnings: &mut Vec<String>) -> Blurb {
    let text = tidy::lines(description.unwrap_or_default());
    Blurb::parse(&text).unwrap_or_else(|_too_long| {
        warnings.push(format!(
            "the description was cut to {} characters",
            Blurb::MAX
        ));
        let cut: String = text.trim().chars().take(Blurb::MAX).collect();
        Blurb::parse(&cut).unwrap_or_else(|_| Blurb::from_stored(String::new()))
    })
}

fn digest(manuscript: &Manuscript) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    let texts = manuscript.chapters.iter().map(|chapter| &chapter.markdown);
    for text in std::iter::once(&manuscript.title).chain(texts) {
        // Lengths keep apart what would otherwise run together.
        context.update(text.len().to_string().as_bytes());
        context.update(b":");
        context.update(text.as_bytes());
    }
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    bytes
}

const fn code(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::Unreadable => "unreadable",
        RefusalCode::UnknownFormat => "unknown_format",
        RefusalCode::TooLarge => "too_large",
        RefusalCode::ZipBomb => "zip_bomb",
        RefusalCode::Damaged => "damaged",
        RefusalCode::UnsafePath => "unsafe_path",
        RefusalCode::Encrypted => "encrypted",
        RefusalCode::XmlEntities => "xml_entities",
        RefusalCode::TooDeep => "too_deep",
        RefusalCode::BrokenPackage => "broken_package",
        RefusalCode::NoChapters => "no_chapters",
        RefusalCode::BadFrontMatter => "bad_front_matter",
    }
}
