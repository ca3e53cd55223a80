//! Made-up rows in quantity, written straight into a migrated database: the same ones every time,
//! and the same ones on both engines.

use std::path::Path;

use anyhow::Context as _;
use rusqlite::Connection;

/// A story is made of its number alone. `{n}` is the number, `{uuid:x}` an id made of `x`.
/// Every fiftieth story has the rare tag's word; twenty stories in all have the rarest word.
struct Engine {
    numbers: fn(u64, u64) -> String,
    uuid: fn(&str) -> String,
}

const SQLITE: Engine = Engine {
    numbers: |from, to| {
        format!(
            "(with recursive numbers(n) as (select {from} union all select n + 1 from numbers where n < {to}) select n from numbers) as numbers"
        )
    },
    uuid: |number| format!("unhex(printf('%032x', {number}))"),
};

const POSTGRES: Engine = Engine {
    numbers: |from, to| format!("generate_series({from}::bigint, {to}::bigint) as numbers(n)"),
    uuid: |number| format!("cast(lpad(to_hex({number}), 32, '0') as uuid)"),
};

/// The slug of a made-up story.
pub fn slug(number: u64) -> String {
    format!("made-up-{number}")
}

/// Authors, tags and stories `1..=stories` with one chapter each, in statements of bounded size.
fn statements(engine: &Engine, from: u64, to: u64) -> Vec<String> {
    let numbers = (engine.numbers)(from, to);
    let uuid = engine.uuid;
    let story = uuid("n + 1000000000");
    let author = uuid("n % 1000 + 1");
    let chapter = uuid("n + 2000000000");
    let revision = uuid("n + 3000000000");
    // Spread over the keys without chance: multiplication by an odd number permutes them.
    let shuffled = "(n * 7919 % 1000003)";
    let at = format!("1700000000000000 + {shuffled} * 1000000");
    vec![
        format!(
            "insert into story (id, slug, title, blurb, language, owner_id, state, audience, serial_status,
                hiatus_note, rating, warnings_answer, warnings, ai_use, original, default_note_before,
                default_note_after, license, download, mod_state, owner_banned, first_published_at,
                last_chapter_at, bumped_at, word_count, chapter_count, follower_count, trend_key,
                created_at, updated_at, version)
             select {story}, 'made-up-' || n, 'Made up number ' || n, 'A story that nobody wrote.', 'en', {author},
                'published', 'public', 'ongoing', '', 'general', 'none_apply', '', 'none', true, '', '', '',
                true, 'ok', false, {at}, {at}, {at}, 1000 + n % 9000, 1, 0,
                cast({shuffled} as double precision) / 1000.0, {at}, {at}, 1
             from {numbers}"
        ),
        format!(
            "insert into chapter (id, story_id, position, number, kind, title, slug, note_before, note_after,
                warnings, head_revision_id, live_revision_id, state, published_at, queued, silent, mod_state,
                word_count, live_word_count, created_at, updated_at, version)
             select {chapter}, {story}, 1, 1, 'chapter', 'One', 'one', '', '', '', {revision}, {revision},
                'published', {at}, false, false, 'ok', 9, 9, {at}, {at}, 1
             from {numbers}"
        ),
        format!(
            "insert into revision (id, chapter_id, n, source, blocks, words, characters, author_id, created_at,
                label, kind)
             select {revision}, {chapter}, 1, 'Nobody wrote this chapter, and nobody shall read it.', '[]', 9, 52,
                {author}, {at}, '', 'publish'
             from {numbers}"
        ),
        format!(
            "insert into story_tag (story_id, tag_id, position, listed, trend_key, first_published_at, bumped_at)
             select {story}, {tag}, 0, true, cast({shuffled} as double precision) / 1000.0, {at}, {at}
             from {numbers}",
            tag = uuid("n % 50 + 4000000001"),
        ),
    ]
}

fn people_and_tags(engine: &Engine) -> Vec<String> {
    let people = (engine.numbers)(1, 1_000);
    let tags = (engine.numbers)(1, 50);
    let uuid = engine.uuid;
    vec![
        format!(
            "insert into account (id, email, email_key, password_hash, role, status, answer, age_confirmed,
                created_at, last_seen_day)
             select {id}, 'made' || n || '@example.org', 'made' || n || '@example.org', '', 'member', 'active', '',
                false, 0, 0 from {people}",
            id = uuid("n")
        ),
        format!(
            "insert into profile (account_id, handle, handle_key, display_name, bio, visibility, listed,
                follower_count, story_count, version)
             select {id}, 'made_' || n, 'made_' || n, 'Made ' || n, '', 'public', true, 0, 0, 1 from {people}",
            id = uuid("n")
        ),
        format!(
            "insert into tag (id, kind, name, slug, banned, usage_count, created_at)
             select {id}, 'theme', 'Tag ' || n, 'tag-' || n, false, 0, 0 from {tags}",
            id = uuid("n + 4000000000")
        ),
    ]
}

/// Stories in one statement.
const CHUNK: u64 = 50_000;

fn all(engine: &Engine, stories: u64) -> Vec<String> {
    let mut texts = people_and_tags(engine);
    let mut from = 1;
    while from <= stories {
        let to = (from + CHUNK - 1).min(stories);
        texts.extend(statements(engine, from, to));
        from = to + 1;
    }
    texts
}

/// Fills a migrated SQLite file that no server has open.
pub fn sqlite(path: &Path, stories: u64, search: &[String]) -> anyhow::Result<()> {
    let connection = Connection::open(path)?;
    connection.execute_batch("pragma synchronous = off; pragma foreign_keys = off; begin")?;
    for text in all(&SQLITE, stories).iter().chain(search) {
        connection
            .execute_batch(text)
            .with_context(|| text.clone())?;
    }
    connection.execute_batch("commit; analyze; pragma wal_checkpoint(truncate)")?;
    Ok(())
}

/// Fills a migrated PostgreSQL database.
pub async fn postgres(url: &str, stories: u64, search: &[String]) -> anyhow::Result<()> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    for text in all(&POSTGRES, stories).iter().chain(search) {
        client
            .batch_execute(text)
            .await
            .with_context(|| text.clone())?;
    }
    client.batch_execute("vacuum analyze").await?;
    Ok(())
}

/// Adds revisions to a SQLite file until it has at least `bytes`; its size then.
pub fn pad_sqlite(path: &Path, bytes: u64) -> anyhow::Result<u64> {
    let connection = Connection::open(path)?;
    let mut number: i64 = 100_000;
    loop {
        connection.execute_batch("pragma wal_checkpoint(truncate)")?;
        let size = std::fs::metadata(path)?.len();
        if size >= bytes {
            return Ok(size);
        }
        connection.execute(
            "insert into revision (id, chapter_id, n, source, blocks, words, characters, author_id,
                created_at, label, kind)
             select randomblob(16), id, ?1 + numbers.n, printf('%.*c', 20000, 'x'), '[]', 1, 20000,
                randomblob(16), 0, '', 'save'
               from (select id from chapter limit 1),
                    (with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 200)
                     select n from numbers) as numbers",
            [number],
        )?;
        number += 1_000;
    }
}
