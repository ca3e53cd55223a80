//! Every surface, walked by every kind of viewer: nobody gets a word that is not for them.
//!
//! Every text has a word of its own in its title, its notes and its body. A viewer walks all pages,
//! all `GET` endpoints of the API's document with every id and name there is, all books and all
//! searches; the words in the answers have to be exactly those the viewer may read.

use std::collections::{BTreeMap, BTreeSet};

use quire_app::Actor;
use quire_app::chapters::NewChapter;
use quire_app::collaborators::Invitee;
use quire_app::stories::{NewStory, Story};
use quire_domain::chapter::ChapterKind;
use quire_domain::id::ChapterId;
use quire_domain::language::Language;
use quire_domain::story::{AiUse, Audience, CollaboratorRole, Rating, WarningsAnswer};
use quire_domain::text::{AuthorNote, Blurb, ChapterTitle, StoryTitle};
use quire_domain::visibility::{Access, ChapterFacts, Deletion, Viewer, can_read};

use crate::on_each_engine;
use crate::stage::Stage;

/// A text with a word of its own, and who may see it.
struct Text {
    word: String,
    readers: BTreeSet<&'static str>,
}

const VIEWERS: &[&str] = &["nobody", "stranger", "follower", "beta", "author"];

/// What is done with a chapter after it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    Scheduled,
    Published,
    Withdrawn,
    Deleted,
}

const FATES: &[Fate] = &[
    Fate::Published,
    Fate::Draft,
    Fate::Scheduled,
    Fate::Withdrawn,
    Fate::Deleted,
];

/// What is done with a story after its chapters have met their fates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Draft,
    Published,
    Withdrawn,
    Deleted,
}

struct World {
    stage: Stage,
    author: Actor,
    texts: Vec<Text>,
    stories: Vec<Story>,
    chapters: Vec<(ChapterId, String)>,
    count: usize,
}

fn may_see(audience: Audience, end: End, fate: Fate) -> BTreeSet<&'static str> {
    let shown = end == End::Published && fate == Fate::Published;
    let mut readers = BTreeSet::new();
    if shown {
        match audience {
            Audience::Public | Audience::Unlisted => {
                readers.extend(["nobody", "stranger", "follower"]);
            }
            Audience::Members => readers.extend(["stranger", "follower"]),
            Audience::Followers => {
                readers.insert("follower");
            }
            Audience::Private => {}
        }
    }
    readers.extend(["beta", "author"]);
    readers
}

impl World {
    fn word(&mut self, readers: BTreeSet<&'static str>) -> String {
        self.count += 1;
        // Letters only: search must find it as one word, and no other word may contain it.
        let digits: String = format!("{:03}", self.count)
            .bytes()
            .map(|digit| char::from(b'k' + (digit - b'0')))
            .collect();
        let word = format!("zq{digits}zq");
        self.texts.push(Text {
            word: word.clone(),
            readers,
        });
        word
    }

    async fn story(&mut self, audience: Audience, end: End) {
        let title_word = self.word(may_see(audience, end, Fate::Published));
        let new = NewStory {
            title: StoryTitle::parse(&format!("Story {title_word}")).unwrap(),
            blurb: Blurb::parse(&format!("About {title_word}.")).unwrap(),
            language: Language::parse("en").unwrap(),
            audience,
            rating: Rating::General,
            warnings_answer: WarningsAnswer::NoneApply,
            warnings: Vec::new(),
            ai_use: AiUse::None,
            original: true,
            license: String::new(),
        };
        let (app, author) = (self.stage.app.clone(), self.author.clone());
        let story = app.create_story(&author, &new).await.unwrap();
        for fate in FATES {
            let word = self.word(may_see(audience, end, *fate));
            let title = ChapterTitle::parse(&format!("Chapter {word}")).unwrap();
            let note = |place: &str| AuthorNote::parse(&format!("Note {place} {word}")).ok();
            let chapter = NewChapter {
                kind: ChapterKind::Chapter,
                note_before: note("before"),
                note_after: note("after"),
                ..NewChapter::titled(title, format!("It says {word} in the text.\n\nAnd more."))
            };
            let chapter = app
                .create_chapter(&author, story.id, &chapter)
                .await
                .unwrap();
            let (id, slug) = (chapter.id, chapter.slug.to_string());
            let later = app.now() + std::time::Duration::from_hours(24);
            match fate {
                Fate::Draft => {}
                Fate::Scheduled => {
                    let wanted = app.want_published(&author, id, Some(later), false);
                    wanted.await.unwrap();
                }
                Fate::Published | Fate::Withdrawn | Fate::Deleted => {
                    app.want_published(&author, id, None, false).await.unwrap();
                    if *fate == Fate::Withdrawn {
                        app.want_unpublished(&author, id).await.unwrap();
                    } else if *fate == Fate::Deleted {
                        app.delete_chapter(&author, id, None).await.unwrap();
                    }
                }
            }
            self.chapters.push((id, format!("{}/1-{slug}", story.slug)));
        }
        if end != End::Draft {
            app.publish_story(&author, story.id).await.unwrap();
        }
        match end {
            End::Draft | End::Published => {}
            End::Withdrawn => drop(app.withdraw_story(&author, story.id).await.unwrap()),
            End::Deleted => app.delete_story(&author, story.id).await.unwrap(),
        }
        self.stories.push(story);
    }

    /// Every path of every surface, with every name there is.
    fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = ["/", "/discover", "/@ada", "/write", "/api/v1/docs"]
            .iter()
            .map(|path| (*path).to_owned())
            .collect();
        for text in &self.texts {
            paths.push(format!("/search?q={}", text.word));
            for kind in ["story", "chapter", "user", "tag"] {
                paths.push(format!("/api/v1/search?q={}&type={kind}", text.word));
            }
        }
        for story in &self.stories {
            paths.push(format!("/s/{}", story.slug));
            paths.push(format!("/s/{}.epub", story.slug));
            paths.push(format!("/write/{}", story.id));
        }
        for (id, address) in &self.chapters {
            paths.push(format!("/s/{address}"));
            paths.push(format!("/c/{id}"));
            for format in ["html", "markdown", "blocks"] {
                paths.push(format!("/api/v1/chapters/{id}/content?format={format}"));
            }
        }
        paths.extend(self.endpoints());
        paths
    }

    /// Every `GET` of the API's document, its parameters filled in with every id.
    fn endpoints(&self) -> Vec<String> {
        let document = serde_json::to_value(quire_api::document()).unwrap();
        let stories: Vec<String> = self
            .stories
            .iter()
            .flat_map(|story| [story.id.to_string(), story.slug.to_string()])
            .collect();
        let chapters: Vec<String> = self.chapters.iter().map(|(id, _)| id.to_string()).collect();
        let none = || vec!["x".to_owned()];
        let mut filled = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            if item.get("get").is_none() {
                continue;
            }
            let mut paths = vec![path.clone()];
            while let Some(name) = paths
                .first()
                .and_then(|path| path.split_once('{')?.1.split_once('}'))
                .map(|(name, _)| name.to_owned())
            {
                let values = match name.as_str() {
                    "story" => stories.clone(),
                    "chapter" => chapters.clone(),
                    "handle" | "user" => vec!["ada".to_owned()],
                    _ => none(),
                };
                let hole = format!("{{{name}}}");
                paths = paths
                    .iter()
                    .flat_map(|path| values.iter().map(|value| path.replace(&hole, value)))
                    .collect();
            }
            filled.extend(paths);
        }
        filled
    }
}

async fn world(stage: Stage) -> (World, BTreeMap<&'static str, Option<String>>) {
    let author = stage.member("ada").await;
    let (stranger, follower, beta) = (
        stage.member("ben").await,
        stage.member("cleo").await,
        stage.member("dora").await,
    );
    stage
        .app
        .follow_user(&follower, author.account().unwrap())
        .await
        .unwrap();
    let tokens = BTreeMap::from([
        ("nobody", None),
        ("stranger", Some(stage.token(&stranger).await)),
        ("follower", Some(stage.token(&follower).await)),
        ("beta", Some(stage.token(&beta).await)),
        ("author", Some(stage.token(&author).await)),
    ]);
    let mut world = World {
        stage,
        author,
        texts: Vec::new(),
        stories: Vec::new(),
        chapters: Vec::new(),
        count: 0,
    };
    for audience in Audience::ALL {
        world.story(*audience, End::Published).await;
    }
    for end in [End::Draft, End::Withdrawn, End::Deleted] {
        world.story(Audience::Public, end).await;
    }
    let app = world.stage.app.clone();
    let dora = quire_domain::text::Handle::parse("dora").unwrap();
    for story in &world.stories {
        if story.deleted_at.is_some() {
            continue;
        }
        let invited = app
            .invite_collaborator(
                &world.author,
                story.id,
                &Invitee::Handle(dora.clone()),
                CollaboratorRole::Beta,
            )
            .await;
        if invited.is_ok() {
            app.accept_invitation(&beta, story.id).await.unwrap();
        }
    }
    (world, tokens)
}

on_each_engine! {
    async fn nobody_gets_a_word_that_is_not_for_them(stage: Stage) {
        let (world, tokens) = world(stage).await;
        let paths = world.paths();
        let mut leaks = Vec::new();
        let mut lost = Vec::new();
        for viewer in VIEWERS {
            let token = tokens[viewer].as_deref();
            let mut seen = BTreeSet::new();
            for path in &paths {
                let (status, text) = world.stage.get(path, token).await;
                assert!(!status.is_server_error(), "{path} as {viewer}: {status}\n{text}");
                for given in &world.texts {
                    // A search may repeat the word that was asked for; its hits may not.
                    let asked = path.contains(&given.word);
                    let found = if asked {
                        text.matches(&given.word).count() > echoes(path, &text, &given.word)
                    } else {
                        text.contains(&given.word)
                    };
                    if found {
                        seen.insert(given.word.as_str());
                        if !given.readers.contains(viewer) {
                            leaks.push(format!("{viewer} finds {} at {path}: {status}", given.word));
                        }
                    }
                }
            }
            // What one may read has to be found somewhere, or this test could not fail.
            for given in &world.texts {
                let deleted = *viewer == "beta";
                if given.readers.contains(viewer) && !deleted && !seen.contains(given.word.as_str()) {
                    lost.push(format!("{viewer} finds {} nowhere", given.word));
                }
            }
        }
        assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
        assert!(lost.is_empty(), "{}", lost.join("\n"));
    }
}

/// How often a search page repeats the question itself: in its form, title and links.
fn echoes(path: &str, text: &str, word: &str) -> usize {
    if !path.contains("search") {
        return 0;
    }
    let asked = [
        format!("value=\"{word}\""),
        format!("q={word}"),
        format!("“{word}”"),
        format!("<title>{word}"),
    ];
    asked
        .iter()
        .map(|echo| text.matches(echo.as_str()).count())
        .sum()
}

/// The lists of a store and the predicate are two texts of one rule: held against each other for
/// every audience a story can have.
#[test]
fn what_is_listed_can_be_read_by_everyone() {
    for audience in Audience::ALL {
        let facts = quire_domain::visibility::StoryFacts {
            state: quire_domain::story::StoryState::Published,
            audience: *audience,
            moderation: quire_domain::story::ModerationState::Ok,
            deletion: Deletion::None,
            owner: quire_domain::account::AccountStatus::Active,
            rating: Rating::General,
        };
        let chapter = ChapterFacts {
            state: quire_domain::chapter::ChapterState::Published,
            moderation: quire_domain::story::ModerationState::Ok,
            deletion: Deletion::None,
        };
        if quire_domain::visibility::is_listed(facts) {
            assert_eq!(
                can_read(&Viewer::ANONYMOUS, facts, Some(chapter)),
                Access::Full
            );
        }
    }
}
