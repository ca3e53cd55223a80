//! Writes log lines on a thread of its own, so that a slow output never slows a request.
//!
//! While one batch is being written the next gathers: a busy server makes one system call for many
//! lines, a quiet one writes each at once. When the output stands still, lines are dropped and
//! counted rather than kept without bound.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use metrics::counter;
use tracing_subscriber::fmt::MakeWriter;

use crate::catalogue;

/// About 30,000 access lines: several seconds of a very busy server.
const WAITING_BYTES: usize = 8 * 1024 * 1024;
/// A burst's buffer is given back rather than kept for ever.
const KEPT_BYTES: usize = 256 * 1024;

/// The running writer. Dropping it writes what still waits; keep it until the process ends.
#[derive(Debug)]
pub struct Outlet {
    queue: Arc<Queue>,
    writer: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: Vec<u8>,
    closed: bool,
}

impl Outlet {
    pub(super) fn start(mut output: impl Write + Send + 'static) -> io::Result<Self> {
        let queue = Arc::new(Queue::default());
        let source = Arc::clone(&queue);
        let writer = thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || source.drain_into(&mut output))?;
        Ok(Self {
            queue,
            writer: Some(writer),
        })
    }

    pub(super) fn inlet(&self) -> Inlet {
        Inlet(Arc::clone(&self.queue))
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.queue.lock().closed = true;
        self.queue.arrived.notify_one();
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has nothing left to tell.
            let _ = writer.join();
        }
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn drain_into(&self, output: &mut impl Write) {
        let mut batch = Vec::new();
        loop {
            let mut waiting = self
                .arrived
                .wait_while(self.lock(), |waiting| {
                    waiting.lines.is_empty() && !waiting.closed
                })
                .unwrap_or_else(PoisonError::into_inner);
            mem::swap(&mut waiting.lines, &mut batch);
            drop(waiting);
            if batch.is_empty() {
                return;
            }
            // There is nowhere left to say that the log cannot be written.
            let _ = output.write_all(&batch).and_then(|()| output.flush());
            batch.clear();
            batch.shrink_to(KEPT_BYTES);
        }
    }
}

/// What the formatting layer writes to.
#[derive(Clone, Debug)]
pub(super) struct Inlet(Arc<Queue>);

impl<'a> MakeWriter<'a> for Inlet {
    type Writer = &'a Self;

    fn make_writer(&'a self) -> Self::Writer {
        self
    }
}

impl Write for &Inlet {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.0.lock();
        if waiting.lines.len() + line.len() > WAITING_BYTES || waiting.closed {
            drop(waiting);
            counter!(catalogue::LOG_DROPPED.name).increment(1);
            return Ok(line.len());
        }
        let first = waiting.lines.is_empty();
        waiting.lines.extend_from_slice(line);
        drop(waiting);
        if first {
            self.0.arrived.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// An output that tells of each write and waits for permission before it returns.
    struct Gate {
        told: mpsc::Sender<Vec<u8>>,
        open: mpsc::Receiver<()>,
    }

    impl Write for Gate {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.told.send(bytes.to_vec()).unwrap();
            let _ = self.open.recv();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_arrive_during_a_write_share_the_next() {
        let (told, tells) = mpsc::channel();
        let (opens, open) = mpsc::channel();
        let outlet = Outlet::start(Gate { told, open }).unwrap();
        let inlet = outlet.inlet();
        (&inlet).write_all(b"one\n").unwrap();
        assert_eq!(tells.recv().unwrap(), b"one\n");
        (&inlet).write_all(b"two\n").unwrap();
        (&inlet).write_all(b"three\n").unwrap();
        opens.send(()).unwrap();
        assert_eq!(tells.recv().unwrap(), b"two\nthree\n");
        drop(opens);
        drop(outlet);
    }

    #[test]
    fn a_standing_output_costs_lines_but_no_memory_without_bound() {
        let (told, tells) = mpsc::channel();
        let (opens, open) = mpsc::channel();
        let outlet = Outlet::start(Gate { told, open }).unwrap();
        let inlet = outlet.inlet();
        (&inlet).write_all(b"first\n").unwrap();
        tells.recv().unwrap();
        let line = vec![b'x'; 1024 * 1024];
        for _ in 0..20 {
            (&inlet).write_all(&line).unwrap();
        }
        assert_eq!(inlet.0.lock().lines.len(), WAITING_BYTES);
        drop(opens);
        drop(outlet);
    }

    #[test]
    fn what_waits_is_written_when_the_outlet_is_dropped() {
        let (told, tells) = mpsc::channel();
        let (opens, open) = mpsc::channel();
        drop(opens);
        let outlet = Outlet::start(Gate { told, open }).unwrap();
        (&outlet.inlet()).write_all(b"last words\n").unwrap();
        drop(outlet);
        let all: Vec<u8> = tells.try_iter().flatten().collect();
        assert_eq!(all, b"last words\n");
    }
}
