//! The passwords that are tried first.
//!
//! The list is generated, not copied: it is what our own rules make of words, names, rows of keys
//! and numbers that people are known to build passwords from. It is no measurement of leaked
//! passwords, and a word nobody here thought of is not on it.
//!
//! An entry is a base with a tail behind or before it (`password` and `123`). The two lists are
//! kept, not their more than a million products: a password is on the list when it can be cut into
//! a base and a tail. Everything is folded (case, look-alike characters) before it is compared, so
//! one entry stands for all its spellings.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static COMMON: LazyLock<Common> = LazyLock::new(|| Common {
    bases: bases().iter().map(|base| fold(base)).collect(),
    tails: tails().iter().map(|tail| fold(tail)).collect(),
});

/// Both lists, folded. The empty tail is among the tails.
struct Common {
    bases: BTreeSet<String>,
    tails: BTreeSet<String>,
}

impl Common {
    fn contains(&self, folded: &str) -> bool {
        folded
            .char_indices()
            .map(|(place, _)| place)
            .chain([folded.len()])
            .filter_map(|place| folded.split_at_checked(place))
            .any(|(head, rest)| {
                (self.bases.contains(head) && self.tails.contains(rest))
                    || (self.tails.contains(head) && self.bases.contains(rest))
            })
    }
}

/// Whether a password is on the list, or so regular that it needs no list. A few marks before and
/// behind it do not count; an exclamation mark may also be meant as a letter.
pub(super) fn is_common(text: &str) -> bool {
    let folded = fold(text);
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    // More marks than a few are a part of the password, not its ornament.
    let ornament = text.chars().count() - bare.chars().count();
    is_monotonous(text)
        || is_monotonous(&folded)
        || COMMON.contains(&folded)
        || (ornament <= 4 && COMMON.contains(&fold(bare)))
}

/// Lower case, and one character for those that stand for each other.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '0' => 'o',
            // One, l and i stand for each other, so they fold together.
            '1' | 'l' | '!' | '|' => 'i',
            '3' | '€' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' | '+' => 't',
            '8' => 'b',
            other => other,
        })
        .collect()
}

/// One to four characters over and over, or a run of neighbours: `aaaa…`, `1212…`, `abcd…`, `9876…`.
fn is_monotonous(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let repeats = (1..=4).any(|period| {
        chars
            .iter()
            .zip(chars.iter().skip(period))
            .all(|(a, b)| a == b)
    });
    let codes = || chars.iter().map(|c| u32::from(*c));
    let run = |step: fn(u32) -> Option<u32>| {
        codes()
            .zip(codes().skip(1))
            .all(|(a, b)| step(a) == Some(b))
    };
    repeats || run(|code| code.checked_add(1)) || run(|code| code.checked_sub(1))
}

/// Words people build passwords from.
const WORDS: &str = "password passwort passwd pass mypassword secret secure access admin administrator root user \
    guest login logon welcome hello letmein changeme default master test testing temp computer internet \
    server system windows samsung google facebook twitter youtube instagram minecraft pokemon nintendo \
    playstation fortnite roblox iloveyou loveyou lovely love forever princess prince angel babygirl \
    beautiful sweetheart sunshine moonlight starlight rainbow butterfly flower flowers rose daisy lily \
    cherry orange banana apple strawberry chocolate cookie cookies cupcake candy sugar honey coffee \
    summer winter spring autumn january february march april june july august september october \
    november december monday tuesday wednesday thursday friday saturday sunday red blue green yellow \
    purple black white silver golden diamond crystal dragon monkey tiger lion wolf eagle falcon phoenix \
    panther shadow ghost killer hunter ranger warrior ninja pirate knight samurai viking spartan wizard \
    merlin magic mystic matrix batman superman spiderman ironman starwars startrek skywalker gandalf \
    hobbit hogwarts potter narnia football soccer baseball basketball hockey tennis golf cricket rugby \
    liverpool arsenal chelsea manchester barcelona madrid juventus yankees cowboys steelers lakers \
    bulls raiders mustang ferrari porsche mercedes corvette camaro yamaha harley honda toyota \
    london paris berlin amsterdam newyork america england scotland ireland australia canada germany \
    france italia brasil mexico india china japan music guitar piano drummer metallica nirvana slipknot \
    eminem beatles elvis trustno freedom liberty justice heaven hell jesus christ church faith blessed \
    family mother father sister brother daddy mommy baby grandma friend friends bestfriend teacher \
    student school college university library reader reading writer writing author story stories novel \
    fiction chapter book books bookworm fanfic poetry quire whatever nothing nobody anything something \
    everything unknown blink thunder lightning storm ocean river mountain forest island beach paradise \
    lucky money million winner champion player gamer legend hero power energy turbo rocket cosmos \
    galaxy planet saturn jupiter mercury venus apollo zeus athena hercules snoopy garfield mickey \
    minnie donald scooby tigger pooh bambi simba nemo dolphin turtle rabbit bunny kitten kitty puppy \
    doggy doggie buster rocky bailey cooper charlie maggie sophie molly lucy bella coco max oscar smokey \
    peanut pepper ginger biscuit marshmallow pumpkin";

/// Given names, likewise.
const NAMES: &str = "michael daniel david james john robert william joseph thomas andrew anthony matthew joshua \
    christopher nicholas alexander alexandra benjamin samuel jonathan jordan justin brandon kevin jason \
    richard charles george edward patrick peter martin marcus oliver harry jack liam noah ethan mason \
    lucas logan jacob austin tyler dylan connor maria anna laura sarah jessica jennifer ashley amanda \
    melissa michelle nicole stephanie elizabeth victoria natalie natasha rebecca rachel hannah emily \
    emma olivia ava mia isabella charlotte amelia grace chloe samantha vanessa andrea carolina daniela \
    gabriela valentina camila juliana mariana fernanda carlos juan jose luis miguel pedro antonio \
    francisco alejandro ricardo eduardo fernando marco paolo giulia francesca alessandro lorenzo \
    stefan andreas thomas sebastian florian johannes julia katharina sabrina sandra petra ivan dmitri \
    natalia tatiana svetlana olga irina ahmed mohamed mohammed fatima ali hassan ibrahim yusuf priya \
    rahul rohit sanjay deepak krishna ganesh lakshmi wei ming yuki sakura haruka kenji";

/// Phrases long enough, or nearly, to be used bare.
const PHRASES: &str = "iloveyou iloveyousomuch iloveyouforever iloveyoubaby ilovemyself ilovegod ilovemymom \
    ilovejesus ihateyou imissyou letmeinplease opensesame openthedoor whatsupdoc whatthehell \
    trustnoone trustno1 nothingtolose donttouch donttellanyone forgetmenot forgotmypassword \
    mypasswordis thisismypassword passwordispassword nopassword newpassword oldpassword thepassword \
    yourpassword password1password temporarypassword defaultpassword superuser systemadmin \
    rootpassword adminadmin administrator administration changethis changemenow changeitnow \
    correcthorse correcthorsebatterystaple thequickbrownfox lordoftherings harrypotter gameofthrones \
    starwarsfan maytheforce maytheforcebewithyou winteriscoming hakunamatata helloworld hellokitty \
    spongebob pinkfloyd ledzeppelin blackmetal deathmetal rockandroll rocknroll backstreet justinbieber \
    taylorswift onedirection manchesterunited realmadrid fcbarcelona championsleague motherfucker \
    fuckyou fuckoff bullshit asshole unbelievable qwertyuiop asdfghjkl onceuponatime happilyeverafter \
    writersblock nanowrimo fanfiction archiveofourown bookworms iamareader";

/// Rows and columns of common keyboards.
const WALKS: &[&str] = &[
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "qawsedrftgyhujikolp",
    "a1s2d3f4g5h6j7k8l9",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
    "1029384756",
    "5647382910",
    "qpwoeirutyalskdjfhgzmxncbv",
    "qweasdzxc",
    "123qweasdzxc",
    "qweasd123",
    "zxcasdqwe",
    "147258369",
    "159357456",
    "789456123",
    "741852963",
    "1234qwerasdfzxcv",
    "aqwsderf",
    "abcdefghijklmnopqrstuvwxyz",
];

fn bases() -> Vec<String> {
    let mut bases = Vec::new();
    for word in [WORDS, NAMES, PHRASES]
        .into_iter()
        .flat_map(str::split_whitespace)
    {
        bases.push(word.to_owned());
        bases.extend([word.repeat(2), word.repeat(3), word.chars().rev().collect()]);
        bases.extend(["my", "the", "ilove"].map(|start| format!("{start}{word}")));
    }
    for piece in WALKS.iter().copied().flat_map(pieces) {
        let backwards: String = piece.chars().rev().collect();
        bases.extend([
            piece.repeat(2),
            piece.repeat(3),
            format!("{piece}{backwards}"),
        ]);
        bases.extend([backwards, piece]);
    }
    bases
}

/// What is hung on a word to please a rule: years, months, counts, repeated digits. Marks are cut
/// off before a password is looked up.
fn tails() -> Vec<String> {
    let mut tails: Vec<String> = (1_950..=2_035_u32).map(|year| year.to_string()).collect();
    tails.extend((0..100_u32).map(|n| format!("{n:02}")));
    tails.extend((0..1_000_u32).map(|n| format!("{n:03}")));
    for year in 1_990..=2_035_u32 {
        tails.extend((1..=12_u32).map(|month| format!("{year}{month:02}")));
    }
    tails.extend((0..10_u32).map(|n| n.to_string()));
    for length in 4..=10 {
        tails.push("1234567890".chars().take(length).collect());
        tails.push("0987654321".chars().take(length).collect());
        tails.push("9876543210".chars().take(length).collect());
        tails.extend(
            "0123456789"
                .chars()
                .map(|digit| digit.to_string().repeat(length)),
        );
    }
    for odd in [
        "1122", "1212", "1313", "1337", "2580", "123123", "112233", "121212", "abc", "abc123",
        "qwerty", "xyz", "xoxo", "love", "me", "you",
    ] {
        tails.push(odd.to_owned());
    }
    tails.push(String::new());
    tails
}

/// The runs of a walk: from three keys on at its beginning, from ten keys on anywhere.
fn pieces(walk: &str) -> Vec<String> {
    let keys: Vec<char> = walk.chars().collect();
    (0..keys.len())
        .flat_map(|from| (3..=keys.len()).map(move |length| (from, length)))
        .filter(|(from, length)| from + length <= keys.len() && (*from == 0 || *length >= 10))
        .map(|(from, length)| keys.iter().skip(from).take(length).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::MIN_CHARS;

    #[test]
    fn the_list_has_more_than_ten_thousand_entries_long_enough_to_matter() {
        let entries: BTreeSet<String> = COMMON
            .bases
            .iter()
            .flat_map(|base| COMMON.tails.iter().map(move |tail| format!("{base}{tail}")))
            .filter(|entry| entry.chars().count() >= MIN_CHARS)
            .take(50_000)
            .collect();
        assert!(entries.len() >= 10_000, "{}", entries.len());
        assert!(entries.iter().step_by(97).all(|entry| is_common(entry)));
        assert!(COMMON.bases.len() * COMMON.tails.len() > 1_000_000);
    }

    #[test]
    fn the_lists_kept_are_small() {
        let kept: usize = [&COMMON.bases, &COMMON.tails]
            .into_iter()
            .flatten()
            .map(|text| text.len() + size_of::<String>())
            .sum();
        assert!(kept < 1 << 20, "{kept} bytes");
    }

    #[test]
    fn spellings_of_one_word_fold_together() {
        assert_eq!(fold("P@55w0rd"), fold("password"));
        assert_eq!(fold("Li1!"), fold("iiii"));
        assert_ne!(fold("kettle"), fold("nettle"));
    }

    #[test]
    fn regular_texts_of_any_length_need_no_list() {
        for text in [
            "zzzzzzzzzzzzzzzzz",
            "xyxyxyxyxyx",
            "lkjalkjalkja",
            "εζηθικλμνξ",
            "zyxwvutsrqponm",
        ] {
            assert!(is_common(text), "{text}");
        }
        for text in [
            "tidal harbour",
            "#$%^&*()_+{",
            "max}{%#@^&*<>",
            "?;kX;%/,.:-",
        ] {
            assert!(!is_common(text), "{text}");
        }
    }
}
