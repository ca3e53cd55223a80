//! How far long work is: a bar for who watches, a line now and then elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{is_watched, note};

/// How often a bar moves.
const BLINK: Duration = Duration::from_millis(100);

/// Told on standard error; cheap to tell often.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    /// What was told last, where there is no bar.
    told: String,
    all: u64,
}

impl Progress {
    /// Of work with so many parts.
    pub fn of(all: u64) -> Self {
        let bar = is_watched().then(|| {
            let bar =
                ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr_with_hz(10));
            let style = ProgressStyle::with_template("  {bar:30} {pos}/{len}  {msg}");
            bar.set_style(style.unwrap_or_else(|_wrong| ProgressStyle::default_bar()));
            bar.enable_steady_tick(BLINK);
            bar
        });
        Self {
            bar,
            told: String::new(),
            all,
        }
    }

    /// So many parts are done, and this is being worked on. Off a terminal it is told when that changes.
    pub fn at(&mut self, done: u64, what: &str) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            if bar.message() != what {
                bar.set_message(what.to_owned());
            }
        } else if self.told != what {
            what.clone_into(&mut self.told);
            note(format!("{what} ({done} of {})", self.all));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
