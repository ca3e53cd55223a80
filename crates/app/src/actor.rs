//! Who asks for something, and with which rights.

use quire_domain::account::{AccountStatus, Role, Scope};
use quire_domain::id::{AccountId, SessionId};
use quire_domain::text::Handle;

use crate::refused::{Refused, Result};

/// Who asks: a stranger, or a member with what the session or token lets them do.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    member: Option<Member>,
}

/// Somebody signed in.
#[derive(Debug, Clone)]
pub struct Member {
    /// The account.
    pub id: AccountId,
    /// Its handle.
    pub handle: Handle,
    /// What it may do beyond its own works.
    pub role: Role,
    /// Where it stands.
    pub status: AccountStatus,
    /// Whether it has confirmed to be an adult.
    pub age_confirmed: bool,
    /// What the credential allows: a session everything, a token what it was made for.
    pub scopes: Vec<Scope>,
    /// The session, when it is one.
    pub session: Option<SessionId>,
}

/// Somebody who signed in with a password.
#[derive(Debug, Clone, Copy)]
pub struct InPerson<'a> {
    /// Who.
    pub member: &'a Member,
    /// With which login.
    pub session: SessionId,
}

impl Actor {
    /// Somebody not signed in.
    pub const ANONYMOUS: Self = Self { member: None };

    /// Somebody signed in.
    pub const fn member_of(member: Member) -> Self {
        Self {
            member: Some(member),
        }
    }

    /// The member, if it is one.
    pub const fn member(&self) -> Option<&Member> {
        self.member.as_ref()
    }

    /// The account, if there is one.
    pub fn account(&self) -> Option<AccountId> {
        self.member.as_ref().map(|member| member.id)
    }

    /// Proof that somebody is signed in and may do what `scope` covers.
    ///
    /// A suspended account may read and keep its place, but not write (domain rules, "Account").
    pub fn signed_in(&self, scope: Scope) -> Result<&Member> {
        let member = self.member.as_ref().ok_or(Refused::Unauthenticated)?;
        if !member.scopes.contains(&scope) {
            return Err(Refused::Forbidden("the token lacks the scope for this"));
        }
        let may = match member.status {
            AccountStatus::Active => true,
            AccountStatus::Suspended => matches!(scope, Scope::Read | Scope::Progress),
            AccountStatus::Pending | AccountStatus::Banned => false,
        };
        if may {
            Ok(member)
        } else {
            Err(Refused::Forbidden("the account may not do this now"))
        }
    }

    /// Proof that the owner of an account asks, with a login and not with a token: what opens an
    /// account to others (passwords, tokens, logins) is not for programs. Suspended accounts may
    /// still be kept safe.
    pub fn in_person(&self) -> Result<InPerson<'_>> {
        let member = self.member.as_ref().ok_or(Refused::Unauthenticated)?;
        let session = member.session.ok_or(Refused::Forbidden(
            "sign in with your password for this: a token may not do it",
        ))?;
        match member.status {
            AccountStatus::Active | AccountStatus::Suspended => Ok(InPerson { member, session }),
            AccountStatus::Pending | AccountStatus::Banned => {
                Err(Refused::Forbidden("the account may not do this now"))
            }
        }
    }

    /// Proof that an administrator asks.
    pub fn admin(&self) -> Result<&Member> {
        let member = self.signed_in(Scope::Admin)?;
        if member.role == Role::Admin {
            Ok(member)
        } else {
            Err(Refused::Forbidden("only administrators may do this"))
        }
    }
}
