use std::sync::atomic::{AtomicU8, Ordering};

use super::*;

/// A different salt each time, the same in every run.
struct Counting(AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

const QUICK: HashWork = HashWork {
    memory_kib: 64,
    passes: 1,
    lanes: 1,
};

fn chance() -> Counting {
    Counting(AtomicU8::new(0))
}

#[tokio::test]
async fn the_right_password_is_recognised_and_others_are_not() {
    let passwords = Passwords::new(QUICK, 1).unwrap();
    let typed = Password::new("a long walk by the sea");
    let stored = passwords.hash(&typed, &chance()).await.unwrap();
    assert_eq!(passwords.verify(&typed, &stored).await, Ok(true));
    for wrong in [
        "a long walk by the se",
        "A long walk by the sea",
        "a long walk by the sea ",
        "",
    ] {
        assert_eq!(
            passwords.verify(&Password::new(wrong), &stored).await,
            Ok(false),
            "{wrong}"
        );
    }
    assert_eq!(passwords.verify_nobody(&typed).await, Ok(()));
}

#[tokio::test]
async fn the_stored_text_is_a_phc_string_with_its_work_in_it() {
    let passwords = Passwords::new(HashWork::default(), 1).unwrap();
    let stored = passwords
        .hash(&Password::new("x"), &chance())
        .await
        .unwrap();
    assert!(
        stored
            .as_str()
            .starts_with("$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$")
    );
    assert!(!format!("{stored:?}").contains('$'), "Debug shows no hash");
}

#[tokio::test]
async fn two_people_with_one_password_have_different_hashes() {
    let passwords = Passwords::new(QUICK, 1).unwrap();
    let (typed, chance) = (Password::new("the same password"), chance());
    let first = passwords.hash(&typed, &chance).await.unwrap();
    let second = passwords.hash(&typed, &chance).await.unwrap();
    assert_ne!(first, second);
}

#[tokio::test]
async fn one_password_typed_on_two_keyboards_is_one_password() {
    let passwords = Passwords::new(QUICK, 1).unwrap();
    let stored = passwords
        .hash(&Password::new("café au lait"), &chance())
        .await
        .unwrap();
    let decomposed = Password::new("cafe\u{301} au lait");
    assert_eq!(passwords.verify(&decomposed, &stored).await, Ok(true));
}

#[tokio::test]
async fn a_hash_of_other_work_still_verifies_and_is_made_again() {
    let old = Passwords::new(QUICK, 1).unwrap();
    let new = Passwords::new(
        HashWork {
            memory_kib: 128,
            ..QUICK
        },
        1,
    )
    .unwrap();
    let typed = Password::new("a long walk by the sea");
    let stored = old.hash(&typed, &chance()).await.unwrap();
    assert!(!old.needs_rehash(&stored));
    assert!(new.needs_rehash(&stored));
    assert_eq!(new.verify(&typed, &stored).await, Ok(true));
    assert!(!new.needs_rehash(&new.hash(&typed, &chance()).await.unwrap()));
}

#[tokio::test]
async fn a_damaged_hash_is_the_operators_trouble_not_a_wrong_password() {
    let passwords = Passwords::new(QUICK, 1).unwrap();
    for damaged in [
        "",
        "plain",
        "$argon2id$v=19$m=64,t=1,p=1$AAAA",
        "$2b$12$abcdefghijklmnopqrstuv",
    ] {
        let stored = StoredHash::from_stored(damaged.to_owned());
        let answer = passwords.verify(&Password::new("x"), &stored).await;
        assert_eq!(answer, Err(HashRefused::Malformed), "{damaged}");
        assert!(passwords.needs_rehash(&stored));
    }
}

#[tokio::test]
async fn a_flood_is_turned_away_at_once_and_those_admitted_are_served() {
    let passwords = Arc::new(Passwords::new(QUICK, 1).unwrap());
    // Nothing runs until the test lets it: every admitted caller waits for the one turn.
    let turn = passwords.running.acquire().await.unwrap();
    let typed = Password::new("a long walk by the sea");
    let places = 1 + WAITING_PER_RUNNING;
    let waiting: Vec<_> = (0..places)
        .map(|_| {
            let (passwords, typed) = (Arc::clone(&passwords), typed.clone());
            tokio::spawn(async move { passwords.verify_nobody(&typed).await })
        })
        .collect();
    while passwords.admitted.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        passwords.verify_nobody(&typed).await,
        Err(HashRefused::Busy)
    );
    drop(turn);
    for caller in waiting {
        assert_eq!(caller.await.unwrap(), Ok(()));
    }
    assert_eq!(passwords.admitted.available_permits(), places);
    assert_eq!(passwords.verify_nobody(&typed).await, Ok(()));
}

#[tokio::test]
async fn a_caller_who_hangs_up_while_waiting_frees_the_place() {
    let passwords = Passwords::new(QUICK, 1).unwrap();
    let turn = passwords.running.acquire().await.unwrap();
    let typed = Password::new("x");
    let before = passwords.admitted.available_permits();
    {
        let mut waiting = Box::pin(passwords.verify_nobody(&typed));
        tokio::select! {
            biased;
            answer = &mut waiting => panic!("answered without a turn: {answer:?}"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(passwords.admitted.available_permits(), before - 1);
    }
    assert_eq!(passwords.admitted.available_permits(), before);
    drop(turn);
}

#[test]
fn impossible_work_is_refused_when_the_pool_is_made() {
    for work in [
        HashWork {
            memory_kib: 7,
            ..QUICK
        },
        HashWork { passes: 0, ..QUICK },
        HashWork { lanes: 0, ..QUICK },
    ] {
        assert_eq!(
            Passwords::new(work, 1).err(),
            Some(ImpossibleWork),
            "{work:?}"
        );
    }
}

#[test]
fn a_password_never_prints() {
    assert_eq!(
        format!("{:?}", Password::new("secret words")),
        "Password(redacted)"
    );
}
