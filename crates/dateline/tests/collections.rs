//! Sources of many articles: what comes out of them, and what is said about those that are damaged.

mod common;

use common::Workplace;
use insta::assert_snapshot;
use std::io::Write as _;
use std::path::Path;

const LINES: &str = r#"{"id": 7, "title": "Mayor leaves", "text": "The mayor of Orvale resigned on Monday.", "date": "2022-05-25"}
{"id": 8, "title": "Judge stays", "text": "The judge of Orvale stayed
{"id": 9, "title": "Ferry sinks", "text": "A ferry sank near Lindhaven on Sunday.", "date": "2022-05-24"}
"#;

const TABLE: &str = "headline,Body,Day\nMayor leaves,\"The mayor of Orvale resigned on Monday.\",2022-05-25\nFerry sinks,\"A ferry sank near \
                     Lindhaven on Sunday.\",2022-05-24\n";

/// Of each report: its headline, the day of publication, and the days of its events.
fn told(output: &std::process::Output) -> String {
    let reports = String::from_utf8_lossy(&output.stdout);
    let days = reports.lines().map(|line| {
        let report: dateline_model::report::Report = serde_json::from_str(line).expect("a report");
        let events: Vec<String> = report.events.iter().filter_map(|e| e.time.as_ref()?.start.clone()).collect();
        format!("{:?} {:?} {}\n", report.article.headline, report.article.published, events.join(" "))
    });
    format!("exit {:?}\n{}-----\n{}", output.status.code(), days.collect::<String>(), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_line_of_json_is_an_article() {
    let work = Workplace::new("jsonl").file("news.jsonl", LINES);
    assert_snapshot!(told(&work.run(&["read", "news.jsonl", "--format", "jsonl"])));
}

#[test]
fn a_row_of_a_table_is_an_article() {
    let work = Workplace::new("rows").file("news.csv", TABLE);
    let named = ["read", "news.csv", "--format", "jsonl", "--column", "text=Body", "--column", "published=Day"];
    assert_snapshot!(told(&work.run(&named)));
    assert_snapshot!(work.told(&["read", "news.csv", "--column", "text=Story"]));
    assert_snapshot!(work.told(&["read", "news.csv", "--column", "colour=red"]));
}

#[test]
fn a_folder_is_read_file_by_file() {
    let work = Workplace::new("files");
    std::fs::create_dir_all(work.path("news/may")).expect("a folder");
    let work =
        work.file("news/b.txt", "The mayor left.").file("news/may/a.jsonl", LINES).file("news/logo.png", "").file("news/.notes", "x");
    assert_snapshot!(told(&work.run(&["read", "news", "--format", "jsonl"])));
    assert_snapshot!(told(&work.run(&["read", "news/*.txt", "--format", "jsonl"])));
}

/// A file of `tests/pages`, all of it written for these tests.
fn page(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(name)).expect("a page")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).and_then(|()| packed.finish()).expect("packed")
}

/// A web archive with a page and what a crawler writes around it, each record packed by itself, as archives are.
fn archive() -> Vec<u8> {
    let answer = |page: &[u8]| [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page].concat();
    let record = |kind: &str, address: &str, block: &[u8]| {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-06-03T04:05:06Z\r\nContent-Type: \
             application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        gzip(&[head.as_bytes(), block, b"\r\n\r\n"].concat())
    };
    [
        record("request", "https://orvale-times.example/news/mayor-resigns", b"GET /news/mayor-resigns HTTP/1.1\r\n\r\n"),
        record("response", "https://orvale-times.example/news/mayor-resigns", &answer(&page("news.html"))),
        record("response", "https://museum.example/about", &answer(&page("undated.html"))),
        record("response", "https://museum.example/2019/04/05/bell", &answer(&page("undated.html"))),
    ]
    .concat()
}

#[test]
fn a_page_gives_its_text_and_what_its_date_rests_on() {
    for name in ["news.html", "old.html", "undated.html"] {
        let work = Workplace::new(name).file(name, page(name));
        assert_snapshot!(format!("article-{name}"), work.told(&["article", name, "--format", "text"]));
    }
    let work = Workplace::new("evidence").file("news.html", page("news.html"));
    let row: serde_json::Value = serde_json::from_slice(&work.run(&["article", "news.html"]).stdout).expect("JSON");
    let evidence = row["article"]["evidence"].as_array().expect("evidence");
    let lines: Vec<String> = evidence.iter().map(|e| format!("{} {} {}", e["fact"], e["origin"], e["value"])).collect();
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_page_is_read_like_its_text() {
    let work = Workplace::new("page").file("news.html", page("news.html"));
    assert_snapshot!(work.told(&["read", "news.html", "--format", "table"]));
}

#[test]
fn a_feed_gives_its_articles_and_says_what_it_holds_not() {
    let work = Workplace::new("feed").file("feed.xml", page("feed.xml"));
    assert_snapshot!(work.told(&["article", "feed.xml", "--format", "text"]));
}

#[test]
fn an_archive_gives_its_pages_and_the_day_of_the_crawl_is_marked() {
    let work = Workplace::new("archive").file("news.warc.gz", archive());
    let output = work.run(&["article", "news.warc.gz"]);
    let rows = String::from_utf8(output.stdout).expect("UTF-8");
    let lines: Vec<String> = rows
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let ids: Vec<&str> = row["problems"].as_array().expect("problems").iter().filter_map(|p| p["id"].as_str()).collect();
            format!(
                "{} {} {} {} {ids:?}",
                row["key"], row["article"]["url"], row["article"]["published"], row["article"]["published_origin"]
            )
        })
        .collect();
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn what_is_whole_in_a_damaged_file_is_kept_and_the_damage_is_named() {
    let archive = archive();
    let lines = gzip(LINES.replace("stayed\n", "stayed.\"}\n").repeat(2000).as_bytes());
    let work = Workplace::new("damaged")
        .file("cut.warc.gz", &archive[..archive.len() - 200])
        .file("cut.jsonl.gz", &lines[..lines.len() / 2])
        .file("cut.html.gz", &gzip(&page("news.html"))[..300])
        .file("cut.xml", &page("feed.xml")[..1400])
        .file("bad.parquet", b"PAR1 and nothing of a table")
        .file("feeds.opml", "<opml><body><outline text='A'/></body></opml>");
    for (file, articles) in
        [("cut.warc.gz", 2), ("cut.jsonl.gz", 1000), ("cut.html.gz", 0), ("cut.xml", 1), ("bad.parquet", 0), ("feeds.opml", 0)]
    {
        let output = work.run(&["article", file]);
        let rows = output.stdout.iter().filter(|b| **b == b'\n').count();
        assert!(rows >= articles && (articles > 0 || rows == 0), "{file}: {rows}");
        assert_snapshot!(
            format!("damaged-{file}"),
            format!("exit {:?}\n{}", output.status.code(), String::from_utf8_lossy(&output.stderr))
        );
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a hang would show nowhere else")]
fn hostile_pages_are_refused_or_read_in_a_moment() {
    let deep = format!("<html><body>{}<p>The mayor of Orvale left the town hall on Monday.</p>", "<div>".repeat(50_000));
    let large = format!("<html><body>{}", "<p>The mayor of Orvale left the town hall on Monday.</p>".repeat(1 << 20));
    let wide = format!("<html><body><div {}>The mayor left.</div>", "a='b' ".repeat(100_000));
    let work = Workplace::new("hostile").file("deep.html", deep).file("large.html", large).file("wide.html", wide);
    for file in ["deep.html", "large.html", "wide.html"] {
        let began = std::time::Instant::now();
        let output = work.run(&["article", file]);
        assert!(began.elapsed().as_secs() < 60, "{file}");
        let ids: Vec<String> = String::from_utf8_lossy(&output.stdout)
            .lines()
            .flat_map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
                row["problems"].as_array().expect("problems").iter().map(|p| p["id"].to_string()).collect::<Vec<_>>()
            })
            .collect();
        let told = format!("exit {:?} {ids:?}\n{}", output.status.code(), String::from_utf8_lossy(&output.stderr));
        assert_snapshot!(format!("hostile-{file}"), told);
    }
    std::fs::remove_file(work.path("large.html")).expect("it goes");
}
