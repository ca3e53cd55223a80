//! The five novels the product is judged by, read from the shared texts.

use crate::support::{novel, rendered_words, words, words_of_pages};
use quire_books::{ChapterKind, Manuscript};

fn titles(manuscript: &Manuscript) -> Vec<&str> {
    manuscript
        .chapters
        .iter()
        .map(|chapter| chapter.title.as_str())
        .collect()
}

fn volumes(manuscript: &Manuscript) -> Vec<(&str, usize)> {
    let held = |at| {
        manuscript
            .chapters
            .iter()
            .filter(|chapter| chapter.volume == Some(at))
            .count()
    };
    manuscript
        .volumes
        .iter()
        .enumerate()
        .map(|(at, volume)| (volume.title.as_str(), held(at)))
        .collect()
}

fn skipped(manuscript: &Manuscript) -> Vec<String> {
    manuscript
        .skipped
        .iter()
        .map(|skipped| {
            format!(
                "{}: {}",
                skipped.path.rsplit('/').next().unwrap(),
                skipped.reason
            )
        })
        .collect()
}

const SURROUNDINGS: [&str; 4] = [
    "titlepage.xhtml: title page",
    "imprint.xhtml: copyright page",
    "colophon.xhtml: colophon",
    "uncopyright.xhtml: copyright page",
];

#[test]
fn great_expectations_has_59_chapters_in_3_volumes() {
    let book = novel("great-expectations");
    assert_eq!(book.title, "Great Expectations");
    assert_eq!(book.authors, ["Charles Dickens"]);
    assert_eq!(book.language.as_deref(), Some("en-GB"));
    assert_eq!(book.source.format, "EPUB 3");
    assert_eq!(book.chapters.len(), 59);
    assert_eq!(
        volumes(&book),
        [
            ("First stage of Pip’s expectations", 19),
            ("Second stage of Pip’s expectations", 20),
            ("Third stage of Pip’s expectations", 20)
        ]
    );
    assert_eq!(
        titles(&book)[..3],
        ["Chapter I", "Chapter II", "Chapter III"]
    );
    assert_eq!(titles(&book)[58], "Chapter LIX");
    assert!(
        book.chapters[0]
            .markdown
            .starts_with("My father’s family name being Pirrip")
    );
    assert!(
        book.chapters[18]
            .markdown
            .ends_with("\n\nThis is the end of the first stage of Pip’s expectations.\n")
    );
    assert!(
        book.chapters[58]
            .markdown
            .ends_with("I saw no shadow of another parting from her.\n")
    );
    assert_eq!(skipped(&book), SURROUNDINGS);
    let count: usize = book
        .chapters
        .iter()
        .map(|chapter| rendered_words(&chapter.markdown).len())
        .sum();
    assert!((183_150..=186_850).contains(&count), "{count} words");
}

#[test]
fn pickwick_has_57_chapters_and_its_preface_is_listed() {
    let book = novel("the-pickwick-papers");
    assert_eq!(book.title, "The Pickwick Papers");
    assert_eq!(book.authors, ["Charles Dickens"]);
    assert_eq!(book.chapters.len(), 57);
    assert!(book.volumes.is_empty());
    assert_eq!(titles(&book)[0], "Chapter I: The Pickwickians.");
    assert_eq!(
        titles(&book)[28],
        "Chapter XXIX: The story of the goblins who stole a sexton."
    );
    // Longer than a title may be: the summary stays in the text.
    assert_eq!(titles(&book)[6], "Chapter VII");
    assert!(
        book.chapters[6]
            .markdown
            .starts_with("How Mr.\u{a0}Winkle, instead of shooting at the pigeon")
    );
    assert!(skipped(&book).contains(&"preface.xhtml: preface".to_owned()));
    assert!(
        book.chapters[0]
            .markdown
            .contains("P.V.P.M.P.C.,[^1] presiding")
    );
    assert!(
        book.chapters[0]
            .markdown
            .ends_with("[^2]: General Chairman\u{2060}—Member Pickwick Club\n")
    );
    assert!(
        book.chapters[5].markdown.contains(
            "> Oh, a dainty plant is the Ivy green,\\\n> That creepeth o’er ruins old!\\\n"
        )
    );
}

#[test]
fn the_moonstone_has_its_periods_and_narratives_as_volumes() {
    let book = novel("the-moonstone");
    assert_eq!(book.authors, ["Wilkie Collins"]);
    assert_eq!(book.chapters.len(), 53);
    let second = "Second Period: The Discovery of the Truth (1848–1849)";
    assert_eq!(
        volumes(&book),
        [
            ("First Period: The Loss of the Diamond (1848)", 23),
            (format!("{second} · First Narrative").as_str(), 8),
            (format!("{second} · Second Narrative").as_str(), 3),
            (format!("{second} · Third Narrative").as_str(), 10),
            (second, 5),
            ("Epilogue: The Finding of the Diamond", 3)
        ]
    );
    let prologue = &book.chapters[0];
    assert_eq!(
        (prologue.kind, prologue.volume),
        (ChapterKind::Prologue, None)
    );
    assert_eq!(
        prologue.title,
        "Prologue: The Storming of Seringapatam (1799)"
    );
    assert!(
        prologue
            .markdown
            .starts_with("Extracted from a Family Paper.\n\n## I\n\nI address these lines")
    );
    assert_eq!(book.chapters[1].title, "Chapter I");
    assert!(
        book.chapters[1]
            .markdown
            .starts_with("The events related by Gabriel Betteredge")
    );
    let last = book.chapters.last().unwrap();
    assert_eq!(
        (last.kind, last.title.as_str()),
        (
            ChapterKind::Epilogue,
            "III: The Statement of Mr. Murthwaite (1850)"
        )
    );
    assert!(
        last.markdown
            .ends_with("the next adventures of the Moonstone? Who can tell?\n")
    );
}

#[test]
fn sherlock_holmes_has_12_stories_and_around_the_world_37_chapters() {
    let holmes = novel("sherlock-holmes-adventures");
    assert_eq!(holmes.title, "The Adventures of Sherlock Holmes");
    assert_eq!(holmes.authors, ["Arthur Conan Doyle"]);
    assert_eq!((holmes.chapters.len(), holmes.volumes.len()), (12, 0));
    assert_eq!(titles(&holmes)[0], "A Scandal in Bohemia");
    assert!(
        holmes.chapters[0]
            .markdown
            .starts_with("## I\n\nTo Sherlock Holmes she is always *the* woman.")
    );
    assert_eq!(titles(&holmes)[11], "The Adventure of the Copper Beeches");
    assert_eq!(skipped(&holmes), SURROUNDINGS);

    let world = novel("around-the-world-in-eighty-days");
    assert_eq!(
        (world.title.as_str(), world.authors[0].as_str()),
        ("Around the World in Eighty Days", "Jules Verne")
    );
    assert_eq!((world.chapters.len(), world.volumes.len()), (37, 0));
    assert!(
        titles(&world)[0]
            .starts_with("Chapter I: In which Phileas Fogg and Passepartout accept each other")
    );
    assert_eq!(skipped(&world), SURROUNDINGS);
}

/// The words on the pages against the words a reader will see. The heading words of a page stand in
/// the title (or a volume's), so titles take part; "Chapter" before a bare numeral is ours.
#[test]
fn no_word_is_lost_doubled_or_moved() {
    for name in crate::support::NOVELS {
        let book = novel(name);
        let expected = words_of_pages(name, &book);
        let mut found = Vec::new();
        for chapter in &book.chapters {
            let title = words(&chapter.title);
            let ours = title.first().is_some_and(|word| word == "chapter");
            found.extend(title.into_iter().skip(usize::from(ours)));
            found.extend(rendered_words(&chapter.markdown));
        }
        if name == "the-moonstone" {
            // Words of part pages move below the first chapter's title, and part headings become
            // volumes: same words, another order.
            let second = "second period the discovery of the truth 1848 1849";
            found.extend(words("First Period: The Loss of the Diamond (1848)"));
            found.extend(words(second));
            found.extend(words("First Narrative Second Narrative Third Narrative"));
            found.extend(words("Epilogue: The Finding of the Diamond"));
            let sorted = |mut words: Vec<String>| {
                words.sort();
                words
            };
            assert_eq!(sorted(found), sorted(expected), "{name}");
            continue;
        }
        for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found, expected, "{name}: word {at}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}

/// Punctuation and letters too: what a chapter shows is the end of what its page says.
#[test]
fn every_character_of_a_page_is_shown() {
    for name in [
        "great-expectations",
        "sherlock-holmes-adventures",
        "around-the-world-in-eighty-days",
    ] {
        let squeeze = |text: &str| {
            text.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        for chapter in &novel(name).chapters {
            let page = squeeze(&crate::support::text_of_page(name, &chapter.source_path));
            let shown = squeeze(&crate::support::rendered(&chapter.markdown));
            let heading = page
                .strip_suffix(&shown)
                .unwrap_or_else(|| panic!("{name}, {}: the text differs", chapter.title));
            assert!(
                heading.chars().count() < 250,
                "{name}, {}: {heading}",
                chapter.title
            );
        }
    }
}

#[test]
fn keeping_everything_keeps_front_matter_as_extras() {
    let bytes = crate::support::novel_bytes("the-pickwick-papers");
    let reading = quire_books::Reading {
        keep_all: true,
        ..quire_books::Reading::default()
    };
    let source = quire_books::Source::Bytes {
        name: "p.epub",
        bytes: &bytes,
    };
    let book = quire_books::read_with(source, &reading).unwrap();
    let preface = book
        .chapters
        .iter()
        .find(|chapter| chapter.title == "Preface")
        .unwrap();
    assert_eq!(preface.kind, ChapterKind::Extra);
    assert_eq!(
        book.chapters
            .iter()
            .filter(|chapter| chapter.kind == ChapterKind::Chapter)
            .count(),
        57
    );
}
