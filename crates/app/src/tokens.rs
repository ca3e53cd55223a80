//! API tokens: made, listed, ended.

use std::time::Duration;

use quire_domain::account::Scope;
use quire_domain::id::{AccountId, TokenId};
use quire_domain::limits::{TOKEN_LIFETIME, TOKEN_LONGEST, TOKENS_PER_ACCOUNT};
use quire_domain::text::Label;
use quire_identity::scope::Scopes;
use quire_identity::token::ApiSecret;
use quire_store::{tokens, transact};
use serde_json::json;
use uuid::Uuid;

use crate::{Actor, App, Page, PageRequest, Refused, Result};

pub use quire_store::tokens::Token;

/// What a token shall be.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: Label,
    /// What it may do.
    pub scopes: Scopes,
    /// How long it lasts; 365 days when nothing is said.
    pub lifetime: Option<Duration>,
}

/// A token was made.
#[derive(Debug, Clone)]
pub struct MadeToken {
    /// The token.
    pub token: Token,
    /// Its secret, told once.
    pub secret: ApiSecret,
}

impl App {
    /// Makes a token of the actor. A token cannot make another.
    pub async fn create_token(&self, actor: &Actor, new: &NewToken) -> Result<MadeToken> {
        let owner = actor.in_person()?.member.id;
        self.insert_token(owner, new).await
    }

    /// Makes a token of the account a command acts for. No face may call this.
    pub async fn create_token_at_shell(&self, actor: &Actor, new: &NewToken) -> Result<MadeToken> {
        let owner = actor.signed_in(Scope::Read)?.id;
        self.insert_token(owner, new).await
    }

    async fn insert_token(&self, owner: AccountId, new: &NewToken) -> Result<MadeToken> {
        let lifetime = new.lifetime.unwrap_or(TOKEN_LIFETIME);
        if lifetime.is_zero() || lifetime > TOKEN_LONGEST {
            return Err(Refused::field(
                "/expires_at",
                "out-of-range",
                "a token lasts at most 730 days",
            ));
        }
        let (now, id) = (self.now(), self.make::<TokenId>());
        let secret = ApiSecret::generate(self.chance());
        let (digest, scopes) = (secret.digest(), new.scopes.to_string());
        let token: Result<Token> = transact!(self.store(), unit => {
            if tokens::count(unit, owner, now, TOKENS_PER_ACCOUNT).await? >= TOKENS_PER_ACCOUNT {
                return Err(Refused::Conflict(format!(
                    "an account has at most {TOKENS_PER_ACCOUNT} tokens: revoke one first"
                )));
            }
            let expires = now + lifetime;
            tokens::insert(unit, id, owner, &new.name, digest.as_bytes(), &scopes, now, expires)
                .await?;
            let detail = json!({ "scopes": scopes });
            self.audit(unit, Some(owner), "token.create", id.as_uuid(), &detail)
                .await?;
            tokens::by_id(unit, id, owner).await?.ok_or(Refused::NotFound)
        });
        Ok(MadeToken {
            token: token?,
            secret,
        })
    }

    /// The actor's tokens that were not revoked, the newest first.
    pub async fn own_tokens(&self, actor: &Actor, request: &PageRequest) -> Result<Page<Token>> {
        let owner = actor.in_person()?.member.id;
        let list = self.list("tokens.own", &owner).await?;
        let newest = || TokenId::from(Uuid::max());
        let before = list.after(request)?.unwrap_or_else(newest);
        let mut unit = self.store().read().await?;
        let rows = tokens::of_account(&mut unit, owner, before, request.fetch()).await?;
        Ok(list.page(request, rows, |token| token.id))
    }

    /// Ends one of the actor's tokens.
    pub async fn revoke_token(&self, actor: &Actor, id: TokenId) -> Result<()> {
        let (owner, now) = (actor.in_person()?.member.id, self.now());
        transact!(self.store(), unit => {
            if tokens::revoke(unit, id, owner, now).await? == 0 {
                return Err(Refused::NotFound);
            }
            self.audit(unit, Some(owner), "token.revoke", id.as_uuid(), &json!({}))
                .await
        })
    }
}
