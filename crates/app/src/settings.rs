//! What administrators decide about the site while it runs: its name, who may register.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::RwLock;
use quire_domain::Timestamp;
use quire_domain::account::RegistrationMode;
use quire_domain::text::SiteName;
use quire_store::{Unit, Writing, settings, transact};
use serde_json::json;
use uuid::Uuid;

use crate::{Actor, App, Result};

/// What is decided about the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSettings {
    /// What it is called.
    pub name: SiteName,
    /// Who may register.
    pub registration: RegistrationMode,
}

/// What to change of them.
#[derive(Debug, Clone, Default)]
pub struct SettingsChange {
    /// What it is called.
    pub name: Option<SiteName>,
    /// Who may register.
    pub registration: Option<RegistrationMode>,
}

/// How long settings are answered from memory: this long another instance may not know a change.
const FRESH_FOR: Duration = Duration::from_secs(10);

/// What is known of the site without asking the store: every page shows its name.
#[derive(Debug)]
pub struct Site {
    configured: SiteSettings,
    known: RwLock<Option<(Timestamp, SiteSettings)>>,
    pub(crate) has_admin: AtomicBool,
}

impl Site {
    /// A site as it is configured; what an administrator decides goes before it.
    pub const fn new(configured: SiteSettings) -> Self {
        Self {
            configured,
            known: RwLock::new(None),
            has_admin: AtomicBool::new(false),
        }
    }

    fn fresh(&self, now: Timestamp) -> Option<SiteSettings> {
        let known = self.known.read();
        let (at, settings) = known.as_ref()?;
        // A clock that was set back must not keep old settings for long.
        (*at <= now && now.since(*at) < FRESH_FOR).then(|| settings.clone())
    }

    fn remember(&self, now: Timestamp, settings: &SiteSettings) {
        *self.known.write() = Some((now, settings.clone()));
    }

    pub(crate) fn admin_exists(&self) {
        self.has_admin.store(true, Ordering::Relaxed);
    }
}

const NAME: &str = "site_name";
const REGISTRATION: &str = "registration";

impl App {
    /// What is decided about the site, at most some seconds old.
    pub async fn site_settings(&self) -> Result<SiteSettings> {
        let now = self.now();
        if let Some(fresh) = self.site().fresh(now) {
            return Ok(fresh);
        }
        let mut unit = self.store().read().await?;
        let settings = self.settings_in(&mut unit).await?;
        self.site().remember(now, &settings);
        Ok(settings)
    }

    /// The settings as an administrator reads them before changing them.
    pub async fn settings_for_admin(&self, actor: &Actor) -> Result<SiteSettings> {
        actor.admin()?;
        let mut unit = self.store().read().await?;
        self.settings_in(&mut unit).await
    }

    /// Changes the settings of the site.
    pub async fn change_settings(
        &self,
        actor: &Actor,
        change: &SettingsChange,
    ) -> Result<SiteSettings> {
        let admin = actor.admin()?;
        let changed: Result<SiteSettings> = transact!(self.store(), unit => {
            self.put_settings(unit, change).await?;
            let detail = json!({
                "registration": change.registration,
                "name_changed": change.name.is_some(),
            });
            self.audit(unit, Some(admin.id), "settings.change", Uuid::nil(), &detail)
                .await?;
            self.settings_in(unit).await
        });
        let changed = changed?;
        self.site().remember(self.now(), &changed);
        Ok(changed)
    }

    pub(crate) async fn put_settings(
        &self,
        unit: &mut Writing,
        change: &SettingsChange,
    ) -> Result<()> {
        if let Some(name) = &change.name {
            settings::put(unit, NAME, name.as_str(), self.now()).await?;
        }
        if let Some(mode) = change.registration {
            settings::put(unit, REGISTRATION, mode.as_str(), self.now()).await?;
        }
        Ok(())
    }

    async fn settings_in(&self, unit: &mut impl Unit) -> Result<SiteSettings> {
        let mut found = self.site().configured.clone();
        for (name, value) in settings::made(unit).await? {
            match name.as_str() {
                NAME => found.name = SiteName::from_stored(value),
                // A mode this version does not know must not open the door.
                REGISTRATION => {
                    found.registration = value.parse().unwrap_or(RegistrationMode::Closed);
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// What was just decided in a unit that was committed.
    pub(crate) fn settings_changed(&self) {
        *self.site().known.write() = None;
    }
}
