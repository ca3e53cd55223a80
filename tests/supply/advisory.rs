//! Advisories of the `RustSec` database, and whether a version is affected.

use semver::{Comparator, Op, Version, VersionReq};
use serde_json::Value;

/// One published advisory that still stands.
#[derive(Debug)]
pub struct Advisory {
    pub id: String,
    package: String,
    /// A version in one of these is fixed or was never affected.
    safe: Vec<VersionReq>,
}

impl Advisory {
    pub fn affects(&self, name: &str, version: &Version) -> bool {
        self.package == name && !self.safe.iter().any(|range| within(range, version))
    }
}

/// Reads the database's export. Withdrawn advisories and mere notices are left out;
/// vulnerable, unsound and unmaintained packages count.
pub fn read(text: &str) -> Vec<Advisory> {
    let database: Value = serde_json::from_str(text).unwrap();
    let all = database["advisories"].as_array().unwrap().iter();
    all.filter(|advisory| advisory["withdrawn"].is_null() && advisory["informational"] != "notice")
        .map(|advisory| {
            let ranges = |key: &str| advisory[key].as_array().unwrap().clone();
            let safe = ranges("patched").into_iter().chain(ranges("unaffected"));
            Advisory {
                id: advisory["id"].as_str().unwrap().to_owned(),
                package: advisory["package"].as_str().unwrap().to_owned(),
                safe: safe
                    .map(|range| range.as_str().unwrap().parse().unwrap())
                    .collect(),
            }
        })
        .collect()
}

/// Whether the version lies in the range by the order of versions alone. `VersionReq::matches`
/// would leave every pre-release out, so that 2.0.0-rc.1 would not count as newer than 1.5.0.
fn within(range: &VersionReq, version: &Version) -> bool {
    range.comparators.iter().all(|part| holds(part, version))
}

fn holds(part: &Comparator, version: &Version) -> bool {
    let floor = Version {
        pre: part.pre.clone(),
        ..Version::new(part.major, part.minor.unwrap_or(0), part.patch.unwrap_or(0))
    };
    let order = version.cmp_precedence(&floor);
    let below = |ceiling: &Version| version.cmp_precedence(ceiling).is_lt();
    match part.op {
        Op::GreaterEq => order.is_ge(),
        Op::Less => order.is_lt(),
        Op::Greater if part.patch.is_some() => order.is_gt(),
        Op::Greater => !below(&after(part)),
        Op::LessEq if part.patch.is_some() => order.is_le(),
        Op::LessEq => below(&after(part)),
        Op::Exact if part.patch.is_some() => order.is_eq(),
        Op::Caret => order.is_ge() && below(&next_breaking(part)),
        Op::Tilde => {
            let minor = Comparator {
                patch: None,
                ..part.clone()
            };
            order.is_ge() && below(&after(&minor))
        }
        // `1.2.*` and `=1.2` mean the whole of 1.2.
        _ => order.is_ge() && below(&after(part)),
    }
}

/// The first version after everything that an incomplete version stands for: 1.2 gives 1.3.0.
fn after(part: &Comparator) -> Version {
    match (part.minor, part.patch) {
        (None, _) => Version::new(part.major + 1, 0, 0),
        (Some(minor), None) => Version::new(part.major, minor + 1, 0),
        (Some(minor), Some(patch)) => Version::new(part.major, minor, patch + 1),
    }
}

/// The first version that Cargo does not take for compatible.
fn next_breaking(part: &Comparator) -> Version {
    match (part.major, part.minor, part.patch) {
        (0, Some(0), Some(patch)) => Version::new(0, 0, patch + 1),
        (0, Some(minor), _) => Version::new(0, minor + 1, 0),
        (major, _, _) => Version::new(major + 1, 0, 0),
    }
}

#[test]
fn ranges_hold_by_the_order_of_versions() {
    let holds = |range: &str, version: &str| {
        let range: VersionReq = range.parse().unwrap();
        within(&range, &version.parse().unwrap())
    };
    for (range, inside, outside) in [
        (">= 0.8.2, < 0.9", "0.8.9", "0.9.0"),
        (">= 0.44.6, < 0.45.0-alpha.1", "0.44.6", "0.45.0-alpha.1"),
        (">= 1.5", "2.0.0-rc.1", "1.5.0-rc.1"),
        ("> 1.2", "1.3.0", "1.2.9"),
        ("<= 1.2", "1.2.9", "1.3.0"),
        ("> 1.2.3", "1.2.4", "1.2.3"),
        ("= 1.2.3", "1.2.3", "1.2.4"),
        ("= 1.2", "1.2.4", "1.3.0"),
        ("0.15.1", "0.15.9", "0.16.0"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^1.2", "1.9.0", "2.0.0"),
        ("~1.2.3", "1.2.9", "1.3.0"),
    ] {
        assert!(holds(range, inside), "{inside} lies in {range}");
        assert!(!holds(range, outside), "{outside} lies outside {range}");
    }
}
