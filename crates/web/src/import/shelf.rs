//! Files that wait until the person who sent them has looked at them.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use parking_lot::Mutex;
use quire_domain::Timestamp;
use quire_domain::id::AccountId;

use crate::assets::digest;

/// All waiting files together, in bytes; the oldest make way for new ones.
const CAPACITY: usize = 128 * 1_024 * 1_024;
/// How long a file waits.
const PATIENCE: Duration = Duration::from_mins(30);

/// A file that waits.
#[derive(Clone)]
pub struct Waiting {
    key: String,
    owner: AccountId,
    since: Timestamp,
    /// The name it came with.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// The files that wait, oldest first.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<VecDeque<Waiting>>>);

impl Shelf {
    /// Puts a file down; returns what it is asked for by. The same file again is the same one.
    pub fn put(&self, owner: AccountId, name: String, bytes: Bytes, now: Timestamp) -> String {
        let key = format!("{:016x}", digest(&bytes));
        let mut files = self.0.lock();
        files.retain(|file| fresh(file, now) && (&file.key, file.owner) != (&key, owner));
        files.push_back(Waiting {
            key: key.clone(),
            owner,
            since: now,
            name,
            bytes,
        });
        let mut total: usize = files.iter().map(|file| file.bytes.len()).sum();
        while total > CAPACITY && files.len() > 1 {
            total -= files.pop_front().map_or(0, |file| file.bytes.len());
        }
        key
    }

    /// A file of somebody, while it waits.
    pub fn get(&self, owner: AccountId, key: &str, now: Timestamp) -> Option<Waiting> {
        let mut files = self.0.lock();
        files.retain(|file| fresh(file, now));
        let mut files = files.iter();
        files
            .find(|file| file.owner == owner && file.key == key)
            .cloned()
    }

    /// Takes a file away.
    pub fn remove(&self, owner: AccountId, key: &str) {
        let mut files = self.0.lock();
        files.retain(|file| file.owner != owner || file.key != key);
    }
}

fn fresh(file: &Waiting, now: Timestamp) -> bool {
    now.since(file.since) < PATIENCE
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_305_600);

    fn somebody(n: u8) -> AccountId {
        format!("usr_0000000000000000000000000{n}").parse().unwrap()
    }

    #[test]
    fn a_file_waits_half_an_hour_for_who_sent_it() {
        let (shelf, ada) = (Shelf::default(), somebody(1));
        let key = shelf.put(ada, "a.epub".to_owned(), Bytes::from_static(b"book"), NOW);
        assert_eq!(shelf.get(ada, &key, NOW).unwrap().name, "a.epub");
        assert!(shelf.get(somebody(2), &key, NOW).is_none());
        assert!(shelf.get(ada, "0", NOW).is_none());
        assert!(shelf.get(ada, &key, NOW + PATIENCE).is_none());
    }

    #[test]
    fn the_oldest_make_way() {
        let (shelf, ada) = (Shelf::default(), somebody(1));
        let file = |byte: u8| Bytes::from(vec![byte; CAPACITY / 2]);
        let keys: Vec<String> = (1..=3)
            .map(|byte| shelf.put(ada, String::new(), file(byte), NOW))
            .collect();
        let there = |key: &String| shelf.get(ada, key, NOW).is_some();
        assert_eq!(
            keys.iter().map(there).collect::<Vec<_>>(),
            [false, true, true]
        );
        shelf.remove(ada, &keys[1]);
        assert!(!there(&keys[1]) && there(&keys[2]));
    }
}
