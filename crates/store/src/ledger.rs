//! What happened: events for other parts of the program, and the audit trail.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, AuditId, ChapterId, OutboxId};
use uuid::Uuid;

use crate::{Many, record, statements};

record! {
    /// An event that waits to be told.
    pub struct Event {
        /// Its id; the order of ids is the order of events.
        pub id: OutboxId,
        /// What happened: `chapter.published` …
        pub kind: String,
        /// To what.
        pub aggregate_id: Uuid,
        /// More, as JSON.
        pub payload: String,
        /// When.
        pub at: Timestamp,
    }
}

record! {
    /// An entry of the audit trail.
    pub struct AuditEntry {
        /// Its id; the order of ids is the order of entries.
        pub id: AuditId,
        /// When.
        pub at: Timestamp,
        /// What was done.
        pub action: String,
        /// To what.
        pub object_id: Option<Uuid>,
        /// More, as JSON.
        pub detail: String,
    }
}

statements! {
    /// Notes an event in the unit that made it.
    change tell(id: OutboxId, kind: &str, aggregate: Uuid, payload: &str, at: Timestamp) -> [Count] {
        "insert into outbox (id, kind, aggregate_id, payload, at) values ($1, $2, $3, $4, $5)"
    }

    /// Notes the same event of many things, one each.
    change tell_many(
        ids: Many<'_, OutboxId>, kind: &str, aggregates: Many<'_, ChapterId>, payload: &str,
        at: Timestamp,
    ) -> [Count] {
        sqlite: "insert into outbox (id, kind, aggregate_id, payload, at)
                 select unhex(value), $2, unhex(json_extract($3, '$[' || key || ']')), $4, $5
                   from json_each($1)",
        postgres: "insert into outbox (id, kind, aggregate_id, payload, at)
                   select i.id, $2, i.aggregate, $4, $5
                     from unnest(cast($1 as uuid[]), cast($3 as uuid[])) as i (id, aggregate)",
    }

    /// The events nobody has told yet, oldest first.
    fn pending(limit: i64) -> [Vec<Event>] {
        "select id, kind, aggregate_id, payload, at from outbox
          where processed_at is null order by id limit $1"
    }

    /// An event has been told.
    change told(id: OutboxId, now: Timestamp) -> [Count] {
        "update outbox set processed_at = $2 where id = $1 and processed_at is null"
    }

    /// Removes events told before a moment, some at a time.
    change forget_told(before: Timestamp, limit: i64) -> [Count] {
        "delete from outbox where id in (
            select id from outbox where processed_at is not null and processed_at < $1
             order by processed_at, id limit $2)"
    }

    /// Answers with what it was given: the readiness probe and the pooler check ask it.
    fn echo(text: &str, number: i64) -> [One<(String, i64)>] {
        "select cast($1 as text), cast($2 as bigint)"
    }

    /// The newest migration the database has; 0 when none.
    fn schema() -> [One<i64>] {
        "select coalesce(max(version), 0) from migration"
    }

    /// Notes who did what in the unit that did it.
    change audit(id: AuditId, at: Timestamp, actor: Option<AccountId>, action: &str,
                 object: Option<Uuid>, detail: &str) -> [Count] {
        "insert into audit_event (id, at, actor_id, action, object_id, detail)
         values ($1, $2, $3, $4, $5, $6)"
    }

    /// What an account did, the newest first.
    fn audit_of(actor: AccountId, limit: i64) -> [Vec<AuditEntry>] {
        "select id, at, action, object_id, detail from audit_event
          where actor_id = $1 order by id desc limit $2"
    }
}
