//! A site without an administrator: the one of the settings is made, or a setup link is shown.
//! There is no default password, ever.

use quire_app::App;
use quire_app::setup::NewAdmin;
use quire_config::{Admin, Problem, Problems};
use quire_domain::text::{EmailAddress, Handle};
use quire_identity::password::Password;

use crate::refusal::told;

/// The setup link for a site that needs one; makes the administrator of the settings when there is one.
pub async fn setup_link(app: &App, admin: &Admin, origin: &str) -> anyhow::Result<Option<String>> {
    if !app.setup_needed().await.map_err(told)? {
        return Ok(None);
    }
    if let Some(new) = configured(admin)? {
        let made = app.create_admin(&new).await;
        return match made {
            Ok(_id) => Ok(None),
            Err(refused) => Err(unusable("admin.password", &format!("{:#}", told(refused))).into()),
        };
    }
    new_link(app, origin).await.map(Some)
}

/// A new link; the one before is void.
pub async fn new_link(app: &App, origin: &str) -> anyhow::Result<String> {
    let code = app.issue_setup_code().await.map_err(told)?;
    Ok(format!("{origin}/setup?code={}", code.reveal()))
}

/// The administrator that the settings describe.
fn configured(admin: &Admin) -> Result<Option<NewAdmin>, Problems> {
    let (Some(email), Some(password)) = (&admin.email, &admin.password) else {
        return Ok(None);
    };
    let local = || email.split('@').next().unwrap_or_default().to_owned();
    let handle = admin.handle.clone().unwrap_or_else(local);
    let email = EmailAddress::parse(email)
        .map_err(|invalid| unusable("admin.email", &invalid.to_string()))?;
    let handle = Handle::parse(&handle)
        .map_err(|invalid| unusable("admin.handle", &format!("`{handle}` {invalid}")))?;
    Ok(Some(NewAdmin {
        handle,
        email,
        password: Password::new(password.expose()),
        display_name: None,
    }))
}

fn unusable(key: &str, wrong: &str) -> Problems {
    let variable = format!("QUIRE_{}", key.replace('.', "_").to_ascii_uppercase());
    Problems(vec![Problem {
        subject: key.to_owned(),
        origin: "first administrator".to_owned(),
        wrong: wrong.to_owned(),
        fix: format!(
            "set {variable} to one that is accepted, or leave all of admin.* out and use the setup link"
        ),
    }])
}

#[cfg(test)]
mod tests {
    use quire_config::Secret;

    use super::*;

    fn admin(handle: Option<&str>, email: &str) -> Admin {
        Admin {
            handle: handle.map(ToOwned::to_owned),
            email: Some(email.to_owned()),
            password: Some(Secret::new("not looked at here".to_owned())),
        }
    }

    #[test]
    fn the_handle_is_the_local_part_of_the_address_unless_said() {
        let handle = |admin| {
            configured(&admin)
                .unwrap()
                .unwrap()
                .handle
                .as_str()
                .to_owned()
        };
        assert_eq!(handle(admin(None, "ada@example.org")), "ada");
        assert_eq!(
            handle(admin(Some("countess"), "ada@example.org")),
            "countess"
        );
    }

    #[test]
    fn what_cannot_be_a_handle_is_refused_with_the_variable_that_sets_it() {
        let Problems(problems) = configured(&admin(None, "a.b+c@example.org")).unwrap_err();
        assert_eq!(problems[0].subject, "admin.handle");
        assert!(
            problems[0].fix.contains("QUIRE_ADMIN_HANDLE"),
            "{problems:?}"
        );
    }
}
