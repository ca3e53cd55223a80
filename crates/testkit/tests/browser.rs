//! The browser of the laboratory is a real one and does what a person does.

#![cfg(test)]

mod browser {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use quire_testkit::browser::{Browser, Scripts};

    const PAGE: &str = "<!doctype html><title>quiet</title>\
        <form action=/answer><label>Name <input name=name></label><button>Send</button></form>\
        <p id=words data-kind=prose>Once <b>upon</b> a time</p>\
        <script>document.title = 'scripted'</script>";

    /// A site of one page for as many requests as come; it ends with the test's process.
    fn site() -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut visitor in listener.incoming().flatten() {
                let mut request = [0; 4096];
                let _size = visitor.read(&mut request);
                let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: visited=yes";
                let length = PAGE.len();
                let _sent = write!(
                    visitor,
                    "{head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{PAGE}"
                );
            }
        });
        format!("http://{address}/")
    }

    #[tokio::test]
    async fn a_page_is_read_filled_in_and_sent() {
        let site = site();
        let browser = Browser::start(Scripts::On).await;
        browser.set_window(800, 600).await.unwrap();
        browser.open(&site).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), "scripted");
        let words = browser.find("#words").await.unwrap();
        assert_eq!(words.text().await.unwrap(), "Once upon a time");
        let kind = words.attribute("data-kind").await.unwrap();
        assert_eq!(kind.as_deref(), Some("prose"));
        assert_eq!(words.attribute("lang").await.unwrap(), None);
        assert_eq!(browser.find_all("p, b").await.unwrap().len(), 2);

        assert_eq!(
            browser.execute("return document.cookie").await.unwrap(),
            "visited=yes"
        );
        browser.clear_cookies().await.unwrap();
        assert_eq!(browser.execute("return document.cookie").await.unwrap(), "");

        let field = browser.find("input").await.unwrap();
        field.type_text("Pip").await.unwrap();
        let focused = browser.focused().await.unwrap();
        let name = focused.attribute("name").await.unwrap();
        assert_eq!(name.as_deref(), Some("name"));
        let button = browser.find("button").await.unwrap();
        button.follow().await.unwrap();
        assert_eq!(
            browser.url().await.unwrap(),
            format!("{site}answer?name=Pip")
        );

        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("page.png");
        browser.screenshot(&picture).await.unwrap();
        assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    }

    #[tokio::test]
    async fn scripts_can_be_off() {
        let browser = Browser::start(Scripts::Off).await;
        browser.open(&site()).await.unwrap();
        assert_eq!(browser.title().await.unwrap(), "quiet");
    }

    #[tokio::test]
    async fn what_is_not_there_and_what_is_not_here_are_refused() {
        let browser = Browser::start(Scripts::On).await;
        browser
            .open("data:text/html,<title>here</title>")
            .await
            .unwrap();
        assert_eq!(browser.title().await.unwrap(), "here");
        let missing = browser.find("#nothing").await.unwrap_err().to_string();
        assert!(missing.contains("no such element"), "{missing}");
        let outside = browser.open("http://example.org/").await.unwrap_err();
        assert!(outside.to_string().contains("ERR_NAME_NOT_RESOLVED"));
    }
}
