//! Every page in every shape, and every form by its names: for tests, and for people who look at
//! the design without a database.

use askama::Template;

pub use crate::form::FormNames;
use crate::view::View;
use crate::{
    admin, chapter, discover, error, follow, home, import, login, profile, reading, register,
    search, settings, setup, story, tag, write,
};

/// A page as it is shown.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The view and the number of its sample.
    pub name: String,
    /// What a browser gets.
    pub html: String,
}

fn of<V: View + Template>(all: &mut Vec<Sample>) {
    let full = std::any::type_name::<V>();
    let name = full.rsplit("::").next().unwrap_or(full);
    for (place, view) in V::samples().iter().enumerate() {
        all.push(Sample {
            name: format!("{name} {}", place + 1),
            html: view.render().unwrap_or_default(),
        });
    }
}

/// Every page with every sample.
pub fn pages() -> Vec<Sample> {
    let mut all = Vec::new();
    of::<error::ErrorPage>(&mut all);
    of::<home::HomePage>(&mut all);
    of::<discover::DiscoverPage>(&mut all);
    of::<tag::TagPage>(&mut all);
    of::<search::SearchPage>(&mut all);
    of::<profile::ProfilePage>(&mut all);
    of::<story::StoryPage>(&mut all);
    of::<chapter::ChapterPage>(&mut all);
    of::<login::LoginPage>(&mut all);
    of::<register::RegisterPage>(&mut all);
    of::<setup::SetupPage>(&mut all);
    of::<settings::profile::ProfileSettingsPage>(&mut all);
    of::<settings::password::PasswordPage>(&mut all);
    of::<settings::sessions::SessionsPage>(&mut all);
    of::<settings::tokens::TokensPage>(&mut all);
    of::<write::dashboard::DashboardPage>(&mut all);
    of::<write::story_new::NewStoryPage>(&mut all);
    of::<write::story::WriteStoryPage>(&mut all);
    of::<write::settings::SettingsPage>(&mut all);
    of::<write::tags::TagsPage>(&mut all);
    of::<write::volumes::VolumesPage>(&mut all);
    of::<write::plan::PlanPage>(&mut all);
    of::<write::queue::QueuePage>(&mut all);
    of::<write::story_trash::TrashPage>(&mut all);
    of::<write::chapter::EditorPage>(&mut all);
    of::<write::chapter_publication::ChapterPublicationPage>(&mut all);
    of::<write::revisions::RevisionsPage>(&mut all);
    of::<write::revision::RevisionPage>(&mut all);
    of::<import::StartPage>(&mut all);
    of::<import::LookPage>(&mut all);
    of::<import::OutcomePage>(&mut all);
    of::<admin::AdminPage>(&mut all);
    all
}

/// A form that is one button.
const fn button(to: &'static str) -> FormNames {
    FormNames { to, fields: &[] }
}

/// Every form that is sent with POST. One button alone is a form too, with hidden fields or none.
pub fn forms() -> Vec<FormNames> {
    vec![
        FormNames::of::<login::LoginForm>(),
        FormNames::of::<register::RegisterForm>(),
        FormNames::of::<setup::SetupForm>(),
        button("/logout"),
        FormNames::of::<follow::FollowStoryForm>(),
        FormNames::of::<profile::FollowUserForm>(),
        FormNames::of::<reading::ReadForm>(),
        FormNames::of::<settings::profile::ProfileForm>(),
        FormNames::of::<settings::password::PasswordForm>(),
        FormNames::of::<settings::sessions::RevokeSessionForm>(),
        FormNames::of::<settings::tokens::TokenForm>(),
        FormNames::of::<settings::tokens::RevokeTokenForm>(),
        FormNames::of::<settings::age::AgeForm>(),
        FormNames::of::<write::story_new::NewStoryForm>(),
        FormNames::of::<write::settings::SettingsForm>(),
        FormNames::of::<write::story_publication::StoryPublicationForm>(),
        button("/write/{story}/deletion"),
        button("/write/{story}/restoration"),
        FormNames::of::<write::order::OrderForm>(),
        FormNames::of::<write::tags::TagsForm>(),
        FormNames::of::<write::volumes::VolumesForm>(),
        FormNames::of::<write::plan::PlanForm>(),
        button("/write/{story}/plan/deletion"),
        FormNames::of::<write::queue::QueueForm>(),
        FormNames {
            to: "/write/{story}/new",
            ..FormNames::of::<write::chapter::ChapterForm>()
        },
        FormNames::of::<write::chapter::ChapterForm>(),
        FormNames::of::<write::chapter_publication::ChapterPublicationForm>(),
        button("/write/{story}/{chapter}/deletion"),
        button("/write/{story}/{chapter}/restoration"),
        FormNames::of::<write::revision::RestorationForm>(),
        import::START,
        FormNames::of::<import::LookForm>(),
        FormNames::of::<import::UndoForm>(),
        FormNames::of::<admin::SiteForm>(),
        FormNames::of::<admin::ApplicantForm>(),
        FormNames::of::<admin::InviteForm>(),
        FormNames::of::<admin::RevokeInviteForm>(),
    ]
}
