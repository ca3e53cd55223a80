//! Every page in every shape, and every form by its names: for tests, and for people who look at
//! the design without a database.

use askama::Template;

pub use crate::form::FormNames;
use crate::view::View;
use crate::{chapter, error, home, login, register, setup, story};

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
    of::<story::StoryPage>(&mut all);
    of::<chapter::ChapterPage>(&mut all);
    of::<login::LoginPage>(&mut all);
    of::<register::RegisterPage>(&mut all);
    of::<setup::SetupPage>(&mut all);
    all
}

/// Every form that is sent with POST. One button alone is a form too, with hidden fields or none.
pub fn forms() -> Vec<FormNames> {
    vec![
        FormNames::of::<login::LoginForm>(),
        FormNames::of::<register::RegisterForm>(),
        FormNames::of::<setup::SetupForm>(),
        FormNames {
            to: "/logout",
            fields: &[],
        },
    ]
}
