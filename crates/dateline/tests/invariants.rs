//! What holds for every report, whatever the text: spans lie in the text and say what stands there, ids are unique, and
//! what is referred to exists.

mod common;

use dateline::pipeline::Pipeline;
use dateline_ingest::Publication;
use dateline_model::report::Report;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().expect("the weights"));
static ARTICLES: LazyLock<Vec<String>> = LazyLock::new(|| common::golden().into_iter().map(|(_, text, _)| text).collect());

/// Fails unless every invariant holds.
fn check(report: &Report) -> Result<(), TestCaseError> {
    let json = serde_json::to_value(report).expect("JSON");
    let text: Vec<char> = report.article.text.chars().collect();
    spans(&json, &text)?;

    let ids: Vec<&str> = report
        .entities
        .iter()
        .map(|e| e.id.as_str())
        .chain(report.statements.iter().map(|s| s.id.as_str()))
        .chain(report.events.iter().map(|v| v.id.as_str()))
        .collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    prop_assert_eq!(known.len(), ids.len(), "an id stands twice");
    let refers = |id: &str, letter: char| known.contains(id) && id.starts_with(letter);
    for (i, statement) in report.statements.iter().enumerate() {
        prop_assert!(!statement.content.is_empty() && (0.0..=1.0).contains(&statement.confidence), "{:?}", statement);
        prop_assert!(statement.source.as_deref().is_none_or(|id| refers(id, 'e')), "{:?}", statement);
        prop_assert!(statement.chain.iter().all(|link| link.entity.as_deref().is_none_or(|id| refers(id, 'e'))), "{:?}", statement);
        prop_assert!(statement.inside.as_deref().is_none_or(|id| refers(id, 's') && id != statement.id), "{:?}", statement);
        let mut outer = report.statements.get(i);
        for _ in 0..=report.statements.len() {
            let Some(id) = outer.and_then(|s| s.inside.as_deref()) else {
                outer = None;
                break;
            };
            outer = report.statements.iter().find(|s| s.id == id);
        }
        prop_assert!(outer.is_none(), "{} stands inside itself", statement.id);
    }
    for event in &report.events {
        prop_assert!(event.actors.iter().chain(&event.recipients).all(|id| refers(id, 'e')), "{:?}", event);
        prop_assert!(event.statement.as_deref().is_none_or(|id| refers(id, 's')), "{:?}", event);
        prop_assert!(event.same_as.as_deref().is_none_or(|id| refers(id, 'v') && id != event.id), "{:?}", event);
        prop_assert!((0.0..=1.0).contains(&event.confidence), "{:?}", event);
    }
    for entity in &report.entities {
        prop_assert!(!entity.mentions.is_empty() && !entity.name.is_empty(), "{:?}", entity);
    }
    Ok(())
}

/// Every object with a start, an end and a text is a span of the article.
fn spans(json: &Value, text: &[char]) -> Result<(), TestCaseError> {
    if let (Some(start), Some(end), Some(said)) = (json["start"].as_u64(), json["end"].as_u64(), json["text"].as_str()) {
        let (start, end) = (start as usize, end as usize);
        prop_assert!(start < end && end <= text.len(), "{}", json);
        prop_assert_eq!(text[start..end].iter().collect::<String>(), said);
    }
    match json {
        Value::Array(values) => values.iter().try_for_each(|value| spans(value, text)),
        Value::Object(fields) => fields.values().try_for_each(|value| spans(value, text)),
        _ => Ok(()),
    }
}

fn check_text(text: &str) -> Result<(), TestCaseError> {
    let publication = Publication { published: "2022-05-25".parse().ok(), ..Publication::default() };
    match PIPELINE.report(text.as_bytes(), publication) {
        Ok(report) => check(&report),
        Err(problem) => {
            prop_assert_eq!(problem.id, "binary");
            Ok(())
        }
    }
}

/// A change to a text: where, how many characters go, what comes.
type Change = (prop::sample::Index, usize, String);

fn change() -> impl Strategy<Value = Change> {
    let odd = prop::sample::select(vec![
        "",
        "",
        "\"",
        "“",
        "”",
        "'",
        "’",
        "(",
        ")",
        "\n\n",
        "\r\n",
        " ",
        "\u{A0}",
        ".",
        ",",
        "—",
        "😀",
        "👨‍👩‍👧",
        "\u{202E}",
        "مدينة",
        "אורוולה",
        "e\u{301}",
        "\u{200B}",
        "\u{FFFD}",
        "İ",
        "ß",
        "Ⅷ",
        "said",
        " told the AP ",
        "according to",
        "not ",
        "\u{1}",
        "(Image: AP)",
        "2022-02-30",
        "last year",
    ]);
    (any::<prop::sample::Index>(), prop_oneof![Just(0usize), 1..4usize, 10..200usize], odd.prop_map(str::to_owned))
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, gone, new) in changes {
        let start = at.index(chars.len() + 1);
        let end = (start + gone).min(chars.len());
        chars.splice(start..end, new.chars());
    }
    chars.into_iter().collect()
}

/// Fewer cases than proptest's 256, since each reads a text; `PROPTEST_CASES=5000` looks harder.
fn config() -> ProptestConfig {
    let standard = ProptestConfig::default();
    ProptestConfig { cases: if standard.cases == 256 { 96 } else { standard.cases }, ..standard }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_report_of_any_text_is_sound(text in "(\\PC|[\"'“”‘’.,\n\r\t ]|[a-z]{1,8} ){0,200}") {
        check_text(&text)?;
    }

    #[test]
    fn the_report_of_a_damaged_article_is_sound(article in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..40)) {
        check_text(&changed(&ARTICLES[article.index(ARTICLES.len())], &changes))?;
    }

    #[test]
    fn the_report_of_any_bytes_is_sound(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        match PIPELINE.report(&bytes, Publication::default()) {
            Ok(report) => check(&report)?,
            Err(problem) => prop_assert_eq!(problem.id, "binary"),
        }
    }
}

#[test]
fn the_reports_of_the_golden_articles_are_sound_and_not_empty() {
    for text in ARTICLES.iter() {
        check_text(text).expect("sound");
        let report = PIPELINE.report(text.as_bytes(), Publication::default()).expect("a report");
        assert!(!report.statements.is_empty() && !report.events.is_empty(), "{text}");
    }
}

#[test]
fn hard_texts_are_sound() {
    let unspaced = "Orvale,said\"the\"mayor(AP)—she".repeat(400);
    let nested = "\"".repeat(3000) + &"(".repeat(3000);
    for text in [
        "\u{FEFF}",
        "\"",
        "“”",
        "said",
        "\r",
        ".",
        &unspaced,
        &nested,
        &"He said she said ".repeat(300),
        &"😀".repeat(2000),
        &"\n".repeat(5000),
    ] {
        check_text(text).expect("sound");
    }
}
