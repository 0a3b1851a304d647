use super::*;
use crate::testing::sample;

fn plain(report: &Report, width: usize) -> String {
    anstream::adapter::strip_str(&render(report, "story.txt", width)).to_string()
}

#[test]
fn a_report_is_told_speaker_by_speaker_and_event_by_event() {
    insta::assert_snapshot!(plain(&sample(), 80));
}

#[test]
fn lines_are_no_wider_than_the_page() {
    for width in [50, 72, 120] {
        for line in plain(&sample(), width).lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{line}");
        }
    }
}

#[test]
fn an_empty_report_is_its_name() {
    let report = Report { statements: Vec::new(), events: Vec::new(), problems: Vec::new(), ..sample() };
    assert_eq!(plain(&report, 80).lines().next(), Some("story.txt"));
    assert!(!plain(&report, 80).contains("WHO"));
}

#[test]
fn an_article_cannot_steer_the_terminal() {
    let mut report = sample();
    report.entities[0].name = "\u{1B}[2JAna".to_owned();
    report.article.byline = Some("By \u{1B}]0;title\u{7}".to_owned());
    report.statements[0].content[0].text = "red \u{1B}[31m".to_owned();
    let bare = plain(&report, 80);
    assert!(!bare.contains(|c: char| c.is_control() && c != '\n'), "{bare:?}");
    assert!(bare.contains("\u{FFFD}[31m"));
}
