//! What the program reads out of small articles, told in Markdown: `tests/behaviour/*.md`, one file for each phenomenon.
//!
//! A file is prose with sections. A section with a block ```` ```article ```` is a test; the blocks ```` ```statements ```` and
//! ```` ```events ```` after it hold what is expected, a line each, as `tests/behaviour/README.md` explains.
//!
//! `INSTA_UPDATE=always cargo test -p dateline --test behaviour` writes the lines anew; look at the difference before committing.

use dateline::pipeline::Pipeline;
use dateline_ingest::Publication;
use dateline_model::report::{Event, LinkRole, Report, Statement};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A fenced block of a Markdown file: where its lines begin and end, and what its fence says.
struct Block {
    kind: String,
    options: String,
    lines: std::ops::Range<usize>,
}

#[test]
fn articles_are_read_as_the_pages_say() {
    let pipeline = Pipeline::new().expect("the weights");
    let update = std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always");
    let mut failures = String::new();
    let mut checked = 0;
    for path in pages() {
        let text = std::fs::read_to_string(&path).expect("a page");
        let lines: Vec<&str> = text.lines().collect();
        let mut report: Option<Report> = None;
        let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
        for block in blocks(&lines) {
            let body = lines[block.lines.clone()].join("\n");
            let found = match (block.kind.as_str(), &report) {
                ("article", _) => {
                    report = Some(read(&pipeline, &body, &block.options));
                    continue;
                }
                ("statements", Some(report)) => statements(report),
                ("events", Some(report)) => events(report),
                (other, _) => panic!("{}:{}: no article before this block, or no such block: {other}", path.display(), block.lines.start),
            };
            checked += 1;
            if found.trim_end() != body.trim_end() {
                let _ = writeln!(failures, "{}:{}\nexpected\n{body}\nfound\n{found}", path.display(), block.lines.start);
                edits.push((block.lines, found));
            }
        }
        if update && !edits.is_empty() {
            std::fs::write(&path, rewritten(&lines, &edits)).expect("a page");
        }
    }
    assert!(checked > 0, "no page was read");
    assert!(update || failures.is_empty(), "\n{failures}");
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/behaviour");
    let files = std::fs::read_dir(folder).expect("the pages").map(|entry| entry.expect("an entry").path());
    let page = |path: &PathBuf| path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md");
    let mut pages: Vec<PathBuf> = files.filter(page).collect();
    pages.sort();
    pages
}

fn blocks(lines: &[&str]) -> Vec<Block> {
    let mut list = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    for (at, line) in lines.iter().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(fence), None) => open = Some((at + 1, fence)),
            (Some(_), Some((start, fence))) => {
                let (kind, options) = fence.split_once(' ').unwrap_or((fence, ""));
                list.push(Block { kind: kind.to_owned(), options: options.to_owned(), lines: start..at });
                open = None;
            }
            (None, _) => {}
        }
    }
    assert!(open.is_none(), "a block is left open");
    list
}

fn rewritten(lines: &[&str], edits: &[(std::ops::Range<usize>, String)]) -> String {
    let mut text = String::new();
    let mut at = 0;
    for (range, body) in edits {
        lines[at..range.start].iter().for_each(|line| text.extend([line, "\n"]));
        if !body.is_empty() {
            text.extend([body.trim_end(), "\n"]);
        }
        at = range.end;
    }
    lines[at..].iter().for_each(|line| text.extend([line, "\n"]));
    text
}

/// Reads an article; the fence may tell when it was published and by whom: `published=2026-03-02 outlet=The Orvale Times`.
fn read(pipeline: &Pipeline, text: &str, options: &str) -> Report {
    let mut publication = Publication::default();
    let (days, outlet) = options.split_once("outlet=").unwrap_or((options, ""));
    publication.outlet = Some(outlet.trim().to_owned()).filter(|o| !o.is_empty());
    publication.published = days.trim().strip_prefix("published=").map(|day| day.parse().expect("a day, YYYY-MM-DD"));
    pipeline.report(text.as_bytes(), publication).expect("a report")
}

/// `source | cue | content | kind stance | chain`, a line for each statement; a nested one is indented below the one that holds it.
fn statements(report: &Report) -> String {
    let depth = |statement: &Statement| {
        let up = |id: &String| report.statements.iter().find(|s| s.id == *id).and_then(|s| s.inside.clone());
        std::iter::successors(statement.inside.clone(), up).take(8).count()
    };
    let mut lines = String::new();
    for statement in &report.statements {
        let written = statement.source_span.as_ref().map(|s| one_line(&s.text));
        let source = match (statement.source.as_ref().map(|id| name(report, id)), written) {
            (Some(name), Some(written)) if name != written => format!("{written} = {name}"),
            (Some(name), _) => name,
            (None, Some(written)) => format!("{written} = ?"),
            (None, None) => "-".to_owned(),
        };
        let cue = statement.cue.as_ref().map_or("-".to_owned(), |c| one_line(&c.text));
        let content: Vec<String> = statement.content.iter().map(|c| one_line(&c.text)).collect();
        let via: Vec<&str> = statement.chain.iter().filter(|l| l.role != LinkRole::Speaker).filter_map(|l| l.name.as_deref()).collect();
        let chain = if via.is_empty() { "-".to_owned() } else { via.join(" -> ") };
        let (kind, stance) = (word(&statement.kind), word(&statement.stance));
        let indent = "  ".repeat(depth(statement));
        let _ = writeln!(lines, "{indent}{source} | {cue} | {} | {kind} {stance} | {chain}", content.join(" ... "));
    }
    lines
}

/// `actors | trigger TYPE status | recipients | place | time | who says so`, a line for each event.
fn events(report: &Report) -> String {
    let names = |ids: &[String]| {
        let list: Vec<String> = ids.iter().map(|id| name(report, id)).collect();
        if list.is_empty() { "-".to_owned() } else { list.join(", ") }
    };
    let source = |event: &Event| {
        let statement = report.statements.iter().find(|s| Some(&s.id) == event.statement.as_ref())?;
        Some(statement.source.as_ref().map_or("nobody named".to_owned(), |id| name(report, id)))
    };
    let mut lines = String::new();
    for event in &report.events {
        let mode = event.mode.as_ref().map(|m| format!(" ({m})")).unwrap_or_default();
        let place = event.place.as_ref().map_or("-".to_owned(), |p| [&p.name, p.country.as_deref().unwrap_or("?")].join(", "));
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        let time = event.time.as_ref().map_or("-".to_owned(), |t| match (day(&t.start), day(&t.end)) {
            (start, end) if start == end => start,
            (start, end) => format!("{start}..{end}"),
        });
        let (actors, recipients, status) = (names(&event.actors), names(&event.recipients), word(&event.status));
        let (trigger, source) = (one_line(&event.trigger.text), source(event).unwrap_or("-".to_owned()));
        let same = event.same_as.as_ref().map(|id| format!(" | same as {}", trigger_of(report, id))).unwrap_or_default();
        let event_type = &event.event_type;
        let _ = writeln!(lines, "{actors} | {trigger} {event_type}{mode} {status} | {recipients} | {place} | {time} | {source}{same}");
    }
    lines
}

fn trigger_of(report: &Report, id: &str) -> String {
    report.events.iter().find(|e| e.id == id).map_or_else(String::new, |e| one_line(&e.trigger.text))
}

fn name(report: &Report, id: &str) -> String {
    report.entities.iter().find(|e| e.id == id).map_or_else(|| id.to_owned(), |e| one_line(&e.name))
}

/// The word that stands for a value in reports.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
