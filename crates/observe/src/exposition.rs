//! The numbers as Prometheus reads them.
//!
//! Installed once by the composition root; the operations listener calls [`Exposition::render`],
//! the supervisor calls [`Exposition::upkeep`] every few seconds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use metrics::{describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::catalogue::{self, Kind};
use crate::{http, process};

static INSTALLED: AtomicBool = AtomicBool::new(false);

/// Why the numbers cannot be exposed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A histogram of the catalogue has no bounds.
    #[error("a metric's buckets are not usable")]
    Buckets(#[from] metrics_exporter_prometheus::BuildError),
    /// Another recorder was installed before.
    #[error("this process already has a metrics recorder")]
    AlreadyInstalled,
}

/// The installed recorder's reading end.
#[derive(Clone, Debug)]
pub struct Exposition {
    recorder: PrometheusHandle,
    started: Instant,
}

impl Exposition {
    /// The media type of [`Self::render`].
    pub const MEDIA_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// Starts recording for the whole process, which began at `started`.
    pub fn install(version: &'static str, started: Instant) -> Result<Self, Error> {
        let mut builder = PrometheusBuilder::new();
        for metric in catalogue::ALL {
            if let Kind::Histogram(bounds) = metric.kind {
                let exactly = Matcher::Full(metric.name.to_owned());
                builder = builder.set_buckets_for_metric(exactly, bounds)?;
            }
        }
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|_refused| Error::AlreadyInstalled)?;
        for metric in catalogue::ALL {
            match metric.kind {
                Kind::Counter => describe_counter!(metric.name, metric.about),
                Kind::Gauge => describe_gauge!(metric.name, metric.about),
                Kind::Histogram(_) => describe_histogram!(metric.name, metric.about),
            }
        }
        gauge!(catalogue::BUILD.name, "version" => version).set(1.0);
        INSTALLED.store(true, Ordering::Release);
        Ok(Self {
            recorder: handle,
            started,
        })
    }

    /// All numbers in the text format, those of the process read now.
    ///
    /// Reads a few files under `/proc`: call it off the request path.
    pub fn render(&self) -> String {
        process::read(self.started.elapsed()).record();
        http::record_in_flight();
        self.recorder.render()
    }

    /// Sorts raw observations into their buckets. Without it a process that nobody scrapes would
    /// keep every observation in memory; every 5 s is often enough.
    pub fn upkeep(&self) {
        self.recorder.run_upkeep();
    }
}

/// Whether handles may be kept: one made earlier would point nowhere for ever.
pub(crate) fn installed() -> bool {
    INSTALLED.load(Ordering::Acquire)
}
