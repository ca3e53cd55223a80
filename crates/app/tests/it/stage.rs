//! Where the stories play: a program with an obedient clock on an empty store.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use quire_app::chapters::{Chapter, ChapterChange, NewChapter};
use quire_app::settings::{Site, SiteSettings};
use quire_app::stories::{NewStory, Story};
use quire_app::{Actor, App, Member, Parts};
use quire_domain::account::{AccountStatus, RegistrationMode, Role, Scope};
use quire_domain::id::{AccountId, StoryId};
use quire_domain::language::Language;
use quire_domain::story::{AiUse, Audience, Rating, WarningsAnswer};
use quire_domain::text::{
    Blurb, ChapterTitle, DisplayName, EmailAddress, Handle, SiteName, StoryTitle,
};
use quire_domain::{Ids, Timestamp};
use quire_identity::password::{HashWork, Passwords};
use quire_store::{PostgresSettings, SqliteSettings, Store, accounts, migrate};
use quire_testkit::chance::SeededChance;
use quire_testkit::clock::ManualClock;
use quire_testkit::lab;

/// 2026-11-22T00:00:00Z, a Sunday.
pub const START: Timestamp = Timestamp::from_seconds(1_795_305_600);

/// The least work argon2 knows: a test of a verb does not test how slow a hash is.
pub const CHEAP_WORK: HashWork = HashWork {
    memory_kib: 8,
    passes: 1,
    lanes: 1,
};

/// A program, its clock and its chance.
pub struct Stage {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub chance: Arc<SeededChance>,
    _keep: Arc<dyn Any + Send + Sync>,
}

/// The program on a store; two on one store are two instances.
pub fn program(
    store: Store,
    clock: &Arc<ManualClock>,
    chance: &Arc<SeededChance>,
    work: HashWork,
) -> App {
    App::new(Parts {
        store,
        clock: clock.clone(),
        chance: chance.clone(),
        passwords: Passwords::new(work, 4).unwrap(),
        site: Site::new(SiteSettings {
            name: SiteName::parse("The Lighthouse Shelf").unwrap(),
            registration: RegistrationMode::Open,
        }),
    })
}

impl Stage {
    pub async fn on(store: Store, keep: Arc<dyn Any + Send + Sync>) -> Self {
        migrate::apply(&store, START).await.unwrap();
        let clock = Arc::new(ManualClock::new(START));
        let chance = Arc::new(SeededChance::new(1));
        let app = program(store, &clock, &chance, CHEAP_WORK);
        Self {
            app,
            clock,
            chance,
            _keep: keep,
        }
    }

    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&SqliteSettings::at(&folder.path().join("quire.db")));
        Self::on(store.unwrap(), Arc::new(folder)).await
    }

    pub async fn postgres() -> Self {
        let database = lab::postgres().create_database().await;
        let store = Store::open_postgres(&PostgresSettings::at(&database.url)).await;
        Self::on(store.unwrap(), Arc::new(database)).await
    }

    pub async fn pgbouncer() -> Self {
        let database = lab::postgres().create_database().await;
        let url = lab::shared_pgbouncer().url(&database.name);
        let store = Store::open_postgres(&PostgresSettings::at(&url)).await;
        Self::on(store.unwrap(), Arc::new(database)).await
    }

    /// The same program started again on the same store.
    pub fn restarted(&self) -> App {
        self.restarted_with(CHEAP_WORK)
    }

    /// The same program started again, with other work for a password.
    pub fn restarted_with(&self, work: HashWork) -> App {
        program(self.app.store().clone(), &self.clock, &self.chance, work)
    }

    pub fn pass(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Somebody with an account, signed in; the account is made without the cost of a password.
    pub async fn member(&self, handle: &str) -> Actor {
        self.somebody(handle, Role::Member).await
    }

    pub async fn admin(&self, handle: &str) -> Actor {
        self.somebody(handle, Role::Admin).await
    }

    async fn somebody(&self, handle: &str, role: Role) -> Actor {
        let id: AccountId = Ids {
            clock: self.clock.as_ref(),
            chance: self.chance.as_ref(),
        }
        .make();
        let handle = Handle::parse(handle).unwrap();
        let email = EmailAddress::parse(&format!("{handle}@example.org")).unwrap();
        let name = DisplayName::parse(handle.as_str()).unwrap();
        let mut unit = self.app.store().write().await.unwrap();
        let status = AccountStatus::Active;
        accounts::insert(
            &mut unit,
            id,
            &email,
            &email.key(),
            "",
            role,
            status,
            "",
            START,
        )
        .await
        .unwrap();
        accounts::insert_profile(&mut unit, id, &handle, &handle.key(), &name)
            .await
            .unwrap();
        unit.commit().await.unwrap();
        Actor::member_of(Member {
            id,
            handle,
            role,
            status,
            age_confirmed: false,
            scopes: Scope::ALL.to_vec(),
            session: None,
        })
    }

    /// A draft of `author`.
    pub async fn draft(&self, author: &Actor, title: &str) -> Story {
        self.app
            .create_story(author, &new_story(title))
            .await
            .unwrap()
    }

    /// A draft chapter at the end of a story.
    pub async fn chapter(
        &self,
        author: &Actor,
        story: StoryId,
        title: &str,
        text: &str,
    ) -> Chapter {
        let new = NewChapter::titled(ChapterTitle::parse(title).unwrap(), text);
        self.app.create_chapter(author, story, &new).await.unwrap()
    }

    /// A published story with published chapters of these texts, titled One, Two, Three …
    pub async fn shown(
        &self,
        author: &Actor,
        title: &str,
        texts: &[&str],
    ) -> (Story, Vec<Chapter>) {
        let story = self.draft(author, title).await;
        let mut chapters = Vec::new();
        for (text, title) in texts.iter().zip(["One", "Two", "Three", "Four", "Five"]) {
            let chapter = self.chapter(author, story.id, title, text).await;
            let moved = self.app.publish_chapter(author, chapter.id, false).await;
            chapters.push(moved.unwrap().chapter);
        }
        let story = self.app.publish_story(author, story.id).await.unwrap();
        (story, chapters)
    }
}

/// A change of a chapter's text alone.
pub fn text(markdown: &str) -> ChapterChange {
    ChapterChange {
        markdown: Some(markdown.to_owned()),
        ..ChapterChange::default()
    }
}

/// A change of a chapter's title alone.
pub fn retitled(title: &str) -> ChapterChange {
    ChapterChange {
        title: Some(ChapterTitle::parse(title).unwrap()),
        ..ChapterChange::default()
    }
}

/// What a plain public story begins with.
pub fn new_story(title: &str) -> NewStory {
    NewStory {
        title: StoryTitle::parse(title).unwrap(),
        blurb: Blurb::parse("A story.").unwrap(),
        language: Language::parse("en").unwrap(),
        audience: Audience::Public,
        rating: Rating::General,
        warnings_answer: WarningsAnswer::NoneApply,
        warnings: Vec::new(),
        ai_use: AiUse::None,
        original: true,
        license: String::new(),
    }
}

/// One story told three times: on SQLite, on PostgreSQL, through PgBouncer.
#[macro_export]
macro_rules! on_each_engine {
    ($($(#[$doc:meta])* async fn $name:ident($stage:ident: Stage) $body:block)*) => {$(
        async fn $name($stage: $crate::stage::Stage) $body

        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$name($crate::stage::Stage::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                super::$name($crate::stage::Stage::postgres().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn through_pgbouncer() {
                super::$name($crate::stage::Stage::pgbouncer().await).await;
            }
        }
    )*};
}
