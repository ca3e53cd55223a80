//! Nothing derived goes wrong by itself, and what was made wrong is found and counted anew.

use std::time::Duration;

use quire_app::doctor::Finding;
use quire_store::{follows, search};

use crate::on_each_engine;
use crate::people::newcomer;
use crate::publication::{chapter_now, serial};
use crate::stage::text;

fn wrong(findings: &[Finding]) -> Vec<(&'static str, u64, u64)> {
    let wrong = findings.iter().filter(|finding| finding.wrong > 0);
    wrong
        .map(|finding| (finding.check, finding.wrong, finding.repaired))
        .collect()
}

on_each_engine! {
    async fn after_ordinary_work_nothing_is_wrong_and_what_is_made_wrong_is_put_right(stage: Stage) {
        let ada = newcomer(&stage.app, "ada").await;
        let app = &stage.app;
        let story = serial(&stage, &ada, "The Moonstone").await;
        let second = stage.chapter(&ada, story.id, "Second", "One two three.").await;
        let third = stage.chapter(&ada, story.id, "Third", "Four five.").await;
        app.publish_chapter(&ada, second.id, false).await.unwrap();
        let rewritten = text("Now there are more words than before.");
        app.save_chapter(&ada, second.id, chapter_now(&stage, &ada, second.id).await.version, &rewritten).await.unwrap();
        app.withdraw_chapter(&ada, second.id).await.unwrap();
        app.schedule_chapter(&ada, third.id, app.now() + Duration::from_hours(1), false).await.unwrap();
        stage.pass(Duration::from_hours(2));
        app.tick(app.now()).await.unwrap();
        app.delete_chapter(&ada, second.id, None).await.unwrap();
        let findings = app.examine(false).await.unwrap();
        assert_eq!(wrong(&findings), []);
        assert!(findings.iter().filter(|finding| finding.check.contains("stor")).all(|finding| finding.seen == 1));

        let mut unit = app.store().write().await.unwrap();
        follows::count_story(&mut unit, story.id, 7).await.unwrap();
        follows::count_user(&mut unit, ada.account().unwrap(), -1).await.unwrap();
        let doc = search::document(&mut unit, third.id.as_uuid()).await.unwrap().unwrap();
        search::delete_words(&mut unit, doc).await.unwrap();
        search::delete_text(&mut unit, doc).await.unwrap();
        search::delete_document(&mut unit, doc).await.unwrap();
        unit.commit().await.unwrap();
        let found = app.examine(false).await.unwrap();
        assert_eq!(wrong(&found), [("story followers", 1, 0), ("search for texts", 1, 0), ("account followers", 1, 0)]);
        assert_eq!(found[3].named, ["the-moonstone"]);
        let repaired = app.examine(true).await.unwrap();
        assert_eq!(wrong(&repaired), [("story followers", 1, 1), ("search for texts", 1, 1), ("account followers", 1, 1)]);
        assert!(repaired.iter().all(Finding::is_well));
        assert_eq!(wrong(&app.examine(false).await.unwrap()), []);
        assert_eq!(app.examine_file().await.unwrap(), Vec::<String>::new());
    }
}
