//! What stories begin with: an author's pages filled in.

use axum::http::StatusCode;

use crate::person::{Person, Seen};

/// A story with one draft in it; the path of its page for authors, and of the chapter's.
pub async fn begun(author: &mut Person, title: &str, text: &str) -> (String, String) {
    let form = author.get("/write/new").await.form("/write/new");
    let sent = author.send(form.with(&[("title", title)])).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let story = sent.path().to_owned();
    let chapter = written(author, &story, "The Lamp", text).await;
    (story, chapter)
}

/// A draft in a story; the path of its editor.
pub async fn written(author: &mut Person, story: &str, title: &str, text: &str) -> String {
    let new = format!("{story}/new");
    let form = author.get(&new).await.form(&new);
    let typed = [("title", title), ("markdown", text), ("then", "save")];
    let sent = author.send(form.with(&typed)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    sent.path().split('?').next().unwrap().to_owned()
}

/// Changes a story's settings.
pub async fn described(author: &mut Person, story: &str, fields: &[(&str, &str)]) {
    let path = format!("{story}/settings");
    let form = author.get(&path).await.form(&path);
    let seen = author.submit(form.with(fields)).await;
    assert!(seen.says("Saved."), "{}", seen.words());
}

/// The rating keeps no anonymous reader out.
pub async fn rated_for_all(author: &mut Person, story: &str) {
    described(author, story, &[("rating", "general")]).await;
}

/// Publishes a chapter and, the first time, its story.
pub async fn publish(author: &mut Person, story: &str, chapter: &str) -> Seen {
    let path = format!("{chapter}/publication");
    let page = author.get(&path).await;
    let seen = author.submit(page.button("Publish now")).await;
    assert!(seen.says("Published."), "{}", seen.words());
    let page = author.get(story).await;
    if page.has_button("Publish the story") {
        author.submit(page.button("Publish the story")).await
    } else {
        page
    }
}

/// A published story for everybody, of one chapter.
pub async fn published(author: &mut Person, title: &str, text: &str) -> (String, String) {
    let (story, chapter) = begun(author, title, text).await;
    rated_for_all(author, &story).await;
    publish(author, &story, &chapter).await;
    (story, chapter)
}
