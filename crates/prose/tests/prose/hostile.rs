//! Texts made to break the parser, the page or the clock. The times are far above what a debug
//! build needs and far below what anything quadratic would.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use quire_prose::{align, diff, excerpt, fold, plain, render, words};

use crate::page::read;

fn within(seconds: u64, name: &str, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(seconds), "{name} took {took:?}");
}

#[test]
fn depth_is_bounded_and_no_text_is_lost() {
    for (name, text) in [
        ("quotes", format!("{}deep", "> ".repeat(10_000))),
        (
            "quotes without spaces",
            format!("{}deep", ">".repeat(10_000)),
        ),
        ("lists", format!("{}deep", "- ".repeat(10_000))),
        ("numbered lists", format!("{}deep", "1. ".repeat(5_000))),
        (
            "emphasis",
            format!("{}deep{}", "*a ".repeat(10_000), " b*".repeat(10_000)),
        ),
        (
            "stars",
            format!("{}deep{}", "*".repeat(10_000), "*".repeat(10_000)),
        ),
        (
            "links",
            format!("{}deep{}", "[".repeat(10_000), "](x)".repeat(10_000)),
        ),
        (
            "images",
            format!("{}deep{}", "![".repeat(5_000), "](/media/x)".repeat(5_000)),
        ),
        (
            "quoted tables",
            format!("{0}|deep|\n{0}|-|\n{0}|x|", "> ".repeat(62)),
        ),
        ("mixed", format!("{}deep", "> - ".repeat(5_000))),
    ] {
        within(20, name, || {
            let page = read(&text);
            assert!(page.deepest <= 70, "{name}: {} deep", page.deepest);
            let alt = render(&text, &[])
                .iter()
                .any(|block| block.html.contains("deep"));
            assert!(alt, "{name} lost its text");
        });
    }
}

#[test]
fn openings_without_end_take_no_time() {
    for piece in [
        "[",
        "![",
        "](",
        "[a](",
        "<",
        "<a ",
        "<!--",
        "<![CDATA[",
        "&",
        "`",
        "`a",
        "``a`",
        "*a_ ",
        "_a__",
        "~~a",
        "[^",
        "[^1]: ",
        "[a]: ",
        "|",
        "|-",
        "\\",
        "> ",
        "- a\n",
        "a\n- ",
        "\t- ",
        "***\n",
        "a  \n",
        "\r",
        "\0",
        "[a][",
        "**a *b",
        "http://",
        "<a@",
        "\"",
        "1.",
        "1. a\n\n",
        "#",
        "```\n",
        "    a\n\n",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        within(20, piece, || drop(render(&text, &[])));
    }
}

#[test]
fn a_table_is_as_large_as_its_text() {
    let columns = 2_000;
    let mut text = "|a".repeat(columns) + "|\n" + &"|-".repeat(columns) + "|\n";
    for row in 0..10_000 {
        writeln!(text, "|{row}|").unwrap();
    }
    within(30, "a table of two thousand columns", || {
        let html: usize = render(&text, &[])
            .iter()
            .map(|block| block.html.len())
            .sum();
        assert!(html < 12_000_000, "{html} bytes from {}", text.len());
    });
}

#[test]
fn an_address_said_once_is_not_repeated_without_end() {
    let text = format!(
        "[a]: https://example.com/{}\n\n{}",
        "x".repeat(50_000),
        "[a] ".repeat(50_000)
    );
    let html: usize = render(&text, &[])
        .iter()
        .map(|block| block.html.len())
        .sum();
    assert!(html < 4_000_000, "{html} bytes from {}", text.len());
}

/// About 500,000 characters in paragraphs of different words.
fn novel(seed: u64) -> Vec<String> {
    let mut state = seed;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut paragraphs = Vec::new();
    let mut length = 0;
    while length < 500_000 {
        let words: Vec<String> = (0..10 + next(90))
            .map(|_| format!("w{}", next(4_000) * next(4_000)))
            .collect();
        let text = words.join(" ") + ".";
        length += text.len() + 2;
        paragraphs.push(text);
    }
    paragraphs
}

#[test]
fn one_edit_in_a_long_chapter_is_cheap_and_exact() {
    let mut paragraphs = novel(1);
    let old = paragraphs.join("\n\n");
    let old_marks = align(&[], "", &old);
    paragraphs[500].push_str(" And then?");
    let new = paragraphs.join("\n\n");
    within(5, "one edit", || {
        let marks = align(&old_marks, &old, &new);
        let ids = |marks: &[quire_prose::BlockMark]| {
            marks.iter().map(|mark| mark.bid).collect::<Vec<_>>()
        };
        assert_eq!(ids(&marks), ids(&old_marks));
    });
    within(5, "its diff", || {
        let changed = diff(&old, &new)
            .iter()
            .filter(|b| !matches!(b, quire_prose::DiffBlock::Same { .. }))
            .count();
        assert_eq!(changed, 1);
    });
}

#[test]
fn two_different_chapters_are_compared_in_bounded_time() {
    let (old, new) = (novel(1).join("\n\n"), novel(2).join("\n\n"));
    let old_marks = align(&[], "", &old);
    within(20, "different chapters", || {
        align(&old_marks, &old, &new);
        diff(&old, &new);
    });
    let letters = |seed: usize| {
        (0..100_000)
            .map(|n| {
                if n * n % seed < seed / 2 {
                    "a\n\n"
                } else {
                    "b\n\n"
                }
            })
            .collect()
    };
    let (old, new): (String, String) = (letters(1_009), letters(2_003));
    let old_marks = align(&[], "", &old);
    within(30, "two letters", || {
        align(&old_marks, &old, &new);
        diff(&old, &new);
    });
}

#[test]
fn the_rest_is_linear_too() {
    let text = novel(3).join("\n\n");
    let line = "东".repeat(250_000) + &"-".repeat(250_000);
    within(20, "words, folds and excerpts", || {
        for text in [&text, &line] {
            assert!(words(text).words > 1_000);
            fold(&plain(text));
            excerpt(text, 200);
        }
    });
}

#[test]
#[ignore = "a measurement: run it with --release -- --ignored --nocapture"]
fn how_long_a_long_chapter_takes() {
    let mut paragraphs = novel(1);
    let old = paragraphs.join("\n\n");
    let old_marks = align(&[], "", &old);
    paragraphs[500].push_str(" And then?");
    let new = paragraphs.join("\n\n");
    let other = novel(2).join("\n\n");
    let time = |name: &str, work: &dyn Fn()| {
        let start = Instant::now();
        work();
        println!("{name}: {:?}", start.elapsed());
    };
    time("align, one edit", &|| drop(align(&old_marks, &old, &new)));
    time("align, another text", &|| {
        drop(align(&old_marks, &old, &other));
    });
    time("diff, one edit", &|| drop(diff(&old, &new)));
    time("diff, another text", &|| drop(diff(&old, &other)));
    time("render", &|| drop(render(&new, &old_marks)));
    time("words", &|| assert!(words(&new).words > 0));
    time("fold", &|| drop(fold(&plain(&new))));
}
