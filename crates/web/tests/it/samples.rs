//! Every page with every sample keeps the rules of markup that later work stands on.

use std::collections::{HashMap, HashSet};

use quire_web::samples::{FormNames, forms, pages};

use crate::markup::{Element, Markup};

fn each(check: impl Fn(&Markup) -> Vec<String>) {
    let mut found = Vec::new();
    let samples = pages();
    assert!(samples.len() > 20, "the samples are there");
    for sample in samples {
        let markup = Markup::read(&sample.html);
        for fault in check(&markup) {
            found.push(format!("{}: {fault}", sample.name));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn complaints<'a>(
    elements: impl Iterator<Item = &'a Element>,
    wrong: impl Fn(&Element) -> bool,
    what: &str,
) -> Vec<String> {
    elements
        .filter(|one| wrong(one))
        .map(|one| format!("{what}: {one:?}"))
        .collect()
}

#[test]
fn every_tag_is_closed_where_it_was_opened() {
    each(|page| page.faults.clone());
}

#[test]
fn every_page_has_a_language_a_title_one_heading_and_landmarks() {
    each(|page| {
        let mut wrong = Vec::new();
        if page.one("html").get("lang") != Some("en") {
            wrong.push("no language".to_owned());
        }
        if page.one("title").text.trim().is_empty() {
            wrong.push("no title".to_owned());
        }
        let headings: Vec<_> = page.all("h1").collect();
        if headings.len() != 1 || headings[0].text.trim().is_empty() {
            wrong.push(format!("{} first headings", headings.len()));
        }
        if page.one("main").get("id") != Some("main") {
            wrong.push("the skip link leads nowhere".to_owned());
        }
        for landmark in ["header", "footer"] {
            if !page
                .all(landmark)
                .any(|one| one.get("class") == Some("site"))
            {
                wrong.push(format!("no {landmark} of the site"));
            }
        }
        let navs = page.all("nav");
        wrong.extend(complaints(
            navs,
            |nav| nav.get("aria-label").is_none(),
            "nameless",
        ));
        wrong
    });
}

#[test]
fn headings_go_down_one_step_at_a_time() {
    each(|page| {
        let mut last = 0;
        let mut wrong = Vec::new();
        for element in &page.elements {
            let level = match element.name.as_str() {
                "h1" => 1,
                "h2" => 2,
                "h3" => 3,
                "h4" => 4,
                _ => continue,
            };
            if level > last + 1 {
                wrong.push(format!("h{level} after h{last}: {}", element.text));
            }
            last = level;
        }
        wrong
    });
}

#[test]
fn ids_are_unique_and_every_reference_leads_to_one() {
    each(|page| {
        let mut ids = HashSet::new();
        let mut wrong = Vec::new();
        for id in page.elements.iter().filter_map(|one| one.get("id")) {
            if !ids.insert(id) {
                wrong.push(format!("id {id} is there twice"));
            }
        }
        for element in &page.elements {
            for attribute in ["for", "aria-describedby", "aria-labelledby"] {
                for id in element
                    .get(attribute)
                    .unwrap_or_default()
                    .split_whitespace()
                {
                    if !ids.contains(id) {
                        wrong.push(format!("{attribute}={id} leads nowhere"));
                    }
                }
            }
        }
        wrong
    });
}

#[test]
fn every_control_has_a_label_of_its_own() {
    each(|page| {
        let labels: HashMap<_, _> = page
            .all("label")
            .filter_map(|label| Some((label.get("for")?, label.text.trim())))
            .collect();
        let controls = page.elements.iter().filter(|one| {
            matches!(one.name.as_str(), "input" | "select" | "textarea")
                && one.get("type") != Some("hidden")
        });
        complaints(
            controls,
            |one| {
                let label = one.get("id").and_then(|id| labels.get(id));
                label.is_none_or(|label| label.is_empty()) && one.get("aria-label").is_none()
            },
            "no label",
        )
    });
}

#[test]
fn every_button_says_what_it_does_and_is_in_a_form() {
    each(|page| {
        complaints(
            page.all("button"),
            |button| {
                let form = button
                    .around
                    .iter()
                    .any(|place| page.elements[*place].name == "form");
                button.text.trim().is_empty() || !form || button.get("type").is_none()
            },
            "a button",
        )
    });
}

#[test]
fn nothing_runs_and_nothing_comes_from_elsewhere() {
    each(|page| {
        let mut wrong = Vec::new();
        for element in &page.elements {
            if matches!(
                element.name.as_str(),
                "script" | "style" | "iframe" | "object"
            ) {
                wrong.push(format!("<{}>", element.name));
            }
            for (name, value) in &element.attributes {
                if name == "style" || name.starts_with("on") {
                    wrong.push(format!("{name}={value}"));
                }
                let loads = matches!(name.as_str(), "src" | "action" | "formaction" | "srcset")
                    || (name == "href" && element.name == "link");
                if loads && (!value.starts_with('/') || value.starts_with("//")) {
                    wrong.push(format!("{name}={value}"));
                }
            }
        }
        wrong
    });
}

/// Whether a path fits a route such as `/write/{story}`.
fn fits(route: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route
            .iter()
            .zip(&path)
            .all(|(wanted, got)| match wanted.split_once('{') {
                None => wanted == got,
                Some((before, _)) => got.len() > before.len() && got.starts_with(before),
            })
}

/// The form a path is for: a word goes before a blank.
fn form_of<'f>(all: &'f [FormNames], path: &str) -> Option<&'f FormNames> {
    let fitting = all.iter().filter(|form| fits(form.to, path));
    fitting.min_by_key(|form| form.to.matches('{').count())
}

#[test]
fn every_form_names_its_fields_as_its_handler_reads_them() {
    let all = forms();
    let seen = std::cell::RefCell::new(HashMap::<&str, HashSet<String>>::new());
    each(|page| {
        let mut wrong = Vec::new();
        for form in page
            .all("form")
            .filter(|form| form.get("method") == Some("post"))
        {
            let action = form.get("action").unwrap_or_default();
            let Some(names) = form_of(&all, action) else {
                wrong.push(format!("no handler reads {action}"));
                continue;
            };
            let mut seen = seen.borrow_mut();
            let used = seen.entry(names.to).or_default();
            for name in page.inside(form).filter_map(|control| control.get("name")) {
                if !names.fields.contains(&name) {
                    wrong.push(format!("{action} does not read {name}"));
                }
                used.insert(name.to_owned());
            }
        }
        wrong
    });
    for form in &all {
        let seen = seen.borrow();
        let used = seen.get(form.to);
        assert!(used.is_some(), "no page has the form to {}", form.to);
        for field in form.fields {
            assert!(
                used.is_some_and(|used| used.contains(*field)),
                "no page asks for {field} of {}",
                form.to
            );
        }
    }
}

#[test]
fn what_people_typed_never_becomes_markup() {
    let register = pages()
        .into_iter()
        .find(|page| page.html.contains("a&#34;b&#60;c"));
    assert!(
        register.is_some(),
        "a handle with a quote and a bracket is escaped"
    );
}
