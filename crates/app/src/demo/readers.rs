//! Readers who follow, read and have not finished: so that trending, "continue reading" and counts
//! tell of something that happened.

use std::time::Duration;

use quire_domain::progress::Fraction;

use super::story::published;
use crate::imports::Fresh;
use crate::reading::Report;
use crate::{Actor, App, Refused, Result};

/// Their names.
pub(super) const READERS: &[&str] = &["Mara Lindqvist", "Tobias Okafor", "June Abernathy"];
/// The most chapters one of them has read of a story.
const READ: usize = 12;

impl App {
    /// Lets a reader follow and read: all of them the first story, and each a part of the others.
    pub(super) async fn demo_reader(
        &self,
        reader: &Actor,
        place: usize,
        stories: &[Fresh],
    ) -> Result<()> {
        for (index, fresh) in stories.iter().enumerate() {
            if index > 0 && place > 0 && !(index + place).is_multiple_of(place + 1) {
                continue;
            }
            self.follow_story(reader, fresh.story).await?;
            if index.is_multiple_of(2) {
                self.follow_user(reader, fresh.author).await?;
            }
            self.demo_reading(reader, place, fresh).await?;
        }
        Ok(())
    }

    /// Reads a story up to somewhere in the middle of a chapter.
    async fn demo_reading(&self, reader: &Actor, place: usize, fresh: &Fresh) -> Result<()> {
        let finished = (published(fresh) / (place + 2)).min(READ);
        let fraction =
            Fraction::parse(0.42).map_err(|invalid| Refused::invalid("/fraction", &invalid))?;
        let reports: Vec<Report> = fresh
            .chapters
            .iter()
            .take(finished + 1)
            .enumerate()
            .map(|(index, chapter)| Report {
                chapter: chapter.id,
                block: String::new(),
                fraction: if index < finished {
                    Fraction::END
                } else {
                    fraction
                },
                client_time: self.now() - minutes(finished - index),
                device: "demo".to_owned(),
                sequence: i64::try_from(index).unwrap_or(0),
                finished: index < finished,
            })
            .collect();
        for result in self.report_batch(reader, &reports).await? {
            result?;
        }
        Ok(())
    }
}

fn minutes(n: usize) -> Duration {
    Duration::from_mins(u64::try_from(n).unwrap_or(0).saturating_mul(20))
}
