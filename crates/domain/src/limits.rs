//! Numbers that several crates hold to. Lengths of short texts stand with their types in
//! [`crate::text`]; what an operator may change is configuration, with these as defaults.

use std::time::Duration;

/// The greatest length of a chapter's Markdown, in Unicode scalar values.
pub const CHAPTER_CHARS: usize = 500_000;
/// The greatest length of a chapter's Markdown in bytes: four for each scalar value.
pub const CHAPTER_BYTES: usize = CHAPTER_CHARS * 4;
/// The newest autosaves of a chapter that are kept; beside them one a day, and all saved by hand.
pub const AUTOSAVES_KEPT: usize = 40;
/// How long a deleted story or chapter can be restored.
pub const TRASH: Duration = Duration::from_hours(30 * 24);
/// Items on one page of a list when nothing is asked.
pub const PAGE_DEFAULT: u32 = 20;
/// The most items on one page of a list; the least is one.
pub const PAGE_MAX: u32 = 100;
/// The most reading positions in one batch.
pub const PROGRESS_BATCH: usize = 200;
/// The most collaborators of a story beside its owner.
pub const COLLABORATORS: usize = 20;
/// The most chapters of a story that one reorder, import or listing for its author handles.
pub const CHAPTERS_PER_STORY: usize = 5_000;
/// The most volumes of a story.
pub const VOLUMES_PER_STORY: usize = 200;
/// The longest time a chapter may be scheduled ahead.
pub const SCHEDULE_AHEAD: Duration = Duration::from_hours(5 * 366 * 24);
/// A story moves up in "recently updated" at most once in this time: splitting chapters gains nothing.
pub const BUMP_EVERY: Duration = Duration::from_hours(20);
/// How late a scheduled chapter may become visible (P99).
pub const PUBLISH_LATENESS: Duration = Duration::from_secs(5);
/// From this age on, a due chapter that still waits makes the service degraded.
pub const PUBLISH_OVERDUE: Duration = Duration::from_mins(1);
/// How long a changed handle is kept from others.
pub const HANDLE_RESERVED: Duration = Duration::from_hours(90 * 24);
/// The most handles that are kept for one account at once: nobody collects names by renaming.
pub const HANDLES_KEPT: i64 = 3;
/// How long an API token lasts when nothing is asked.
pub const TOKEN_LIFETIME: Duration = Duration::from_hours(365 * 24);
/// The longest an API token may last.
pub const TOKEN_LONGEST: Duration = Duration::from_hours(2 * 365 * 24);
/// The most valid API tokens of one account.
pub const TOKENS_PER_ACCOUNT: i64 = 50;
/// How long an invitation lasts when nothing is asked.
pub const INVITE_LIFETIME: Duration = Duration::from_hours(30 * 24);
/// The longest an invitation may last.
pub const INVITE_LONGEST: Duration = Duration::from_hours(365 * 24);
/// The most people one invitation lets in.
pub const INVITE_USES: u32 = 1_000;
