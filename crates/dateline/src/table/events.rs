//! Who did what to whom, in the order of the text.

use super::entities::{name, names};
use super::statements::sure;
use super::text::{Points, shortened};
use super::{DOUBT, INDENT, NAME, NO, Page, QUIET, TYPE, clean, count};
use anstyle::Style;
use dateline_model::report::{Event, EventTime, Place, Report, Status};

pub(super) fn render(report: &Report, page: &mut Page) {
    if report.events.is_empty() {
        return;
    }
    page.heading("WHO DID WHAT", &count(report.events.len(), "event", "events"));
    let text = Points::new(&report.article.text);
    for event in &report.events {
        render_one(report, event, &text, page);
    }
}

fn render_one(report: &Report, event: &Event, text: &Points<'_>, page: &mut Page) {
    let (status, style) = status(event.status);
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!("/{}", clean(mode)));
    let again = event.same_as.as_ref().map_or(String::new(), |id| format!("  {QUIET}told again, see {id}{QUIET:#}"));
    let head =
        format!("{TYPE}{}{mode}{TYPE:#}  {}  {style}{status}{style:#}{again}", clean(&event.event_type), participants(report, event));
    page.paragraph(0, INDENT, &format!("{:<4} {head}", event.id));

    let word = event.statement.as_ref().map(|id| format!("says {}", speaker(report, id)));
    let facts = [event.time.as_ref().map(time), event.place.as_ref().map(place), word, Some(sure(event.confidence))];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    page.paragraph(INDENT, INDENT, &format!("{QUIET}{}{QUIET:#}", facts.join(" · ")));

    let trigger = clean(&event.trigger.text);
    let columns = page.width.saturating_sub(INDENT + trigger.chars().count()) / 2;
    let (before, after) = text.around(event.trigger.start, event.trigger.end, columns.saturating_sub(3));
    page.paragraph(INDENT, INDENT, &format!("{QUIET}{before}{QUIET:#}{NAME}{trigger}{NAME:#}{QUIET}{after}{QUIET:#}"));
}

/// "Lindmark → Orvale": who, to whom; a dash for one that the text does not name.
fn participants(report: &Report, event: &Event) -> String {
    let side = |ids: &[String]| if ids.is_empty() { "–".to_owned() } else { names(report, ids) };
    match (event.actors.is_empty(), event.recipients.is_empty()) {
        (true, true) => "nobody named".to_owned(),
        (false, true) => names(report, &event.actors),
        _ => format!("{} → {}", side(&event.actors), side(&event.recipients)),
    }
}

/// Who answers for the statement with an id.
fn speaker(report: &Report, id: &str) -> String {
    let source = report.statements.iter().find(|s| s.id == *id).and_then(|s| s.source.as_deref());
    source.map_or_else(|| format!("a source not named ({id})"), |source| format!("{} ({id})", name(report, source)))
}

/// "2022-02-01 to 2022-02-28 (“in February”)".
fn time(time: &EventTime) -> String {
    let words = shortened(&clean(&time.span.text), 30);
    match (&time.start, &time.end) {
        (Some(start), Some(end)) if start == end => format!("{start} (“{words}”)"),
        (Some(start), Some(end)) => format!("{start} to {end} (“{words}”)"),
        (Some(start), None) => format!("from {start} (“{words}”)"),
        (None, Some(end)) => format!("until {end} (“{words}”)"),
        (None, None) => format!("“{words}”"),
    }
}

/// "Minsk, BLR"; as written when the gazetteer does not know it.
fn place(place: &Place) -> String {
    let country = place.country.as_ref().map_or(String::new(), |country| format!(", {}", clean(country)));
    format!("{}{country}", shortened(&clean(&place.name), 40))
}

fn status(status: Status) -> (&'static str, Style) {
    match status {
        Status::Happened => ("happened", Style::new()),
        Status::Ongoing => ("ongoing", Style::new()),
        Status::Planned => ("planned", DOUBT),
        Status::Possible => ("possible", DOUBT),
        Status::Denied => ("denied", NO),
    }
}
