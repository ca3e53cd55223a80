//! "The Ferry Clerk", a short serial written for this project (CC0 1.0).

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../demo/", $name)))),*]
    };
}

/// Its files: names and texts.
pub(super) const FILES: &[(&str, &str)] = texts![
    "story.md",
    "01-the-ledger.md",
    "02-what-dunn-knew.md",
    "03-a-crate-of-hens.md",
    "04-the-midnight-passenger.md",
    "05-mist.md",
    "06-two-hands.md",
    "07-inventory.md",
    "08-the-lantern-man.md",
    "09-three-o-clock.md",
];
