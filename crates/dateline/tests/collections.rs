//! Sources of many articles: what comes out of them, and what is said about those that are damaged.

mod common;

use common::Workplace;
use insta::assert_snapshot;

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
