//! Invitations to register.

use quire_domain::Timestamp;
use quire_domain::id::{AccountId, InviteId};
use quire_domain::text::Handle;

use crate::{record, statements};

record! {
    /// An invitation; its code is nowhere but with who was given it.
    pub struct Invite {
        /// Its id.
        pub id: InviteId,
        /// Who made it.
        pub created_by: Handle,
        /// How many may still come with it.
        pub uses_left: i64,
        /// When it was made.
        pub created_at: Timestamp,
        /// From when on it is no longer valid.
        pub expires_at: Timestamp,
    }
}

statements! {
    /// Makes an invitation.
    change insert(
        id: InviteId, code_hash: &[u8; 32], by: AccountId, uses: i64, now: Timestamp,
        expires: Timestamp,
    ) -> [Count] {
        "insert into invite (id, code_hash, created_by, uses_left, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)"
    }

    /// Whether a code still lets somebody in.
    fn is_valid(code_hash: &[u8; 32], now: Timestamp) -> [One<bool>] {
        "select exists (select 1 from invite
                         where code_hash = $1 and uses_left > 0 and expires_at > $2)"
    }

    /// Uses a code once; 0 rows when it lets nobody in any more.
    change consume(code_hash: &[u8; 32], now: Timestamp) -> [Count] {
        "update invite set uses_left = uses_left - 1
          where code_hash = $1 and uses_left > 0 and expires_at > $2"
    }

    /// One invitation.
    fn by_id(id: InviteId) -> [Option<Invite>] {
        "select i.id, p.handle, i.uses_left, i.created_at, i.expires_at
           from invite i join profile p on p.account_id = i.created_by where i.id = $1"
    }

    /// Invitations, the newest first.
    fn list(before: InviteId, limit: i64) -> [Vec<Invite>] {
        "select i.id, p.handle, i.uses_left, i.created_at, i.expires_at
           from invite i join profile p on p.account_id = i.created_by
          where i.id < $1 order by i.id desc limit $2"
    }

    /// Removes an invitation.
    change delete(id: InviteId) -> [Count] {
        "delete from invite where id = $1"
    }
}
