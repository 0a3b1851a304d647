use super::*;
use crate::testing::{TEXT, sample, span};
use dateline_model::report::{Link, LinkRole, PlaceLevel};
use dateline_model::{Sentence, Span};

/// The reading of the sample's text as far as a sheet needs it: a sentence a line.
fn reading() -> Reading {
    let sentence = |line: &str| {
        let start = TEXT.find(line).expect("a line of the text");
        Sentence { span: Span::new(start, start + line.len()), tokens: 0..0, starts_paragraph: false }
    };
    Reading { sentences: TEXT.lines().map(sentence).collect(), ..Reading::default() }
}

fn table(report: &Report, rows: Rows) -> Vec<Vec<String>> {
    let all = header(rows).expect("a header") + &render(report, &reading(), rows).expect("rows");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(all.as_bytes());
    reader.records().map(|r| r.expect("rows of one length").iter().map(str::to_owned).collect()).collect()
}

/// Each row as lines `column: cell`.
fn told(report: &Report, rows: Rows) -> String {
    let table = table(report, rows);
    let (names, rows) = table.split_first().expect("a header");
    let row = |row: &Vec<String>| names.iter().zip(row).map(|(name, cell)| format!("{name}: {cell}\n")).collect::<String>();
    rows.iter().map(row).collect::<Vec<_>>().join("--\n")
}

fn full() -> Report {
    let mut report = sample();
    report.article.id = "sha256:00".to_owned();
    report.entities[1].country = Some("ORV".to_owned());
    report.entities[1].sector = Some("MIL".to_owned());
    let event = &mut report.events[0];
    event.actors = vec!["e2".to_owned(), "e1".to_owned()];
    event.statement = Some("s1".to_owned());
    if let Some(place) = event.place.as_mut() {
        (place.lat, place.lon, place.geonames_id, place.level) = (Some(-3.5), Some(28.25), Some(7), Some(PlaceLevel::City));
    }
    report
}

#[test]
fn a_row_tells_an_event_whole() {
    insta::assert_snapshot!(told(&full(), Rows::Events));
}

#[test]
fn a_row_tells_a_statement_whole() {
    insta::assert_snapshot!(told(&full(), Rows::Statements));
}

#[test]
fn rows_end_as_the_standard_has_it_and_cells_with_commas_are_quoted() {
    let rows = render(&full(), &reading(), Rows::Statements).expect("rows");
    assert!(rows.ends_with("\r\n") && rows.matches('\n').count() == 1, "{rows:?}");
    assert!(rows.contains(",\"We will hold the bridge, … for as long as it takes.\","), "{rows}");
}

#[test]
fn a_report_without_events_has_a_header_alone() {
    let report = Report { events: Vec::new(), ..sample() };
    assert_eq!(table(&report, Rows::Events).len(), 1);
}

#[test]
fn what_is_not_known_is_empty_and_who_is_not_named_is_said_so() {
    let mut report = sample();
    report.article.outlet = None;
    report.events[0].time = None;
    report.events[0].place = None;
    report.statements[0].chain.remove(0);
    let told_events = told(&report, Rows::Events);
    assert!(told_events.contains("\nsource_chain: \n") && told_events.contains("\nlat: \n") && told_events.contains("\nstart: \n"));
    assert!(told(&report, Rows::Statements).contains("source_chain: source not named -> The Lindmark Wire -> this outlet\n"));
}

#[test]
fn an_article_cannot_make_a_spreadsheet_calculate() {
    let mut report = sample();
    report.article.headline = Some("=HYPERLINK(\"http://example.org\")".to_owned());
    report.entities[1].name = "@Orvale".to_owned();
    report.statements[0].chain = vec![Link { role: LinkRole::Speaker, entity: None, name: Some("+1".to_owned()), span: None }];
    report.statements[0].content = vec![span("told")];
    report.statements[0].content[0].text = "-2+3".to_owned();
    for rows in [Rows::Events, Rows::Statements] {
        for cell in table(&report, rows).into_iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '@', '-']), "{cell}");
        }
    }
    assert!(told(&report, Rows::Statements).contains("content: '-2+3\n"));
}
