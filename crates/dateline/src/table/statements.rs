//! Who says what, speaker by speaker.

use super::entities::{facts, find, name};
use super::text::shortened;
use super::{DOUBT, INDENT, NAME, NO, Page, QUIET, clean, count};
use anstyle::Style;
use dateline_model::report::{LinkRole, Report, Stance, Statement, StatementKind};

pub(super) fn render(report: &Report, page: &mut Page) {
    if report.statements.is_empty() {
        return;
    }
    let mut speakers: Vec<Option<&str>> = Vec::new();
    for statement in &report.statements {
        if !speakers.contains(&statement.source.as_deref()) {
            speakers.push(statement.source.as_deref());
        }
    }
    let named = speakers.iter().flatten().count();
    let counted = format!("{}, {}", count(report.statements.len(), "statement", "statements"), count(named, "source", "sources"));
    page.heading("WHO SAYS WHAT", &counted);
    for (i, speaker) in speakers.into_iter().enumerate() {
        if i > 0 {
            page.out.push('\n');
        }
        page.paragraph(0, 2, &title(report, speaker));
        for statement in report.statements.iter().filter(|s| s.source.as_deref() == speaker) {
            render_one(report, statement, page);
        }
    }
}

/// The speaker with what the report knows of them.
fn title(report: &Report, speaker: Option<&str>) -> String {
    let Some(id) = speaker else { return format!("{NAME}Source not named{NAME:#}") };
    let entity = find(report, id);
    let about = entity.map_or(String::new(), |entity| {
        let description = entity.descriptions.first().filter(|d| **d != entity.name);
        let description = description.map_or(String::new(), |d| format!(" - {}", shortened(&clean(d), 70)));
        format!("  {QUIET}{}{description}{QUIET:#}", facts(entity))
    });
    format!("{NAME}{}{NAME:#}{about}", name(report, id))
}

fn render_one(report: &Report, statement: &Statement, page: &mut Page) {
    let (stance, style) = stance(statement.stance);
    let cue = statement.cue.as_ref().map_or(String::new(), |cue| format!("“{}” ", clean(&cue.text)));
    let kind = match statement.kind {
        StatementKind::Direct => "direct",
        StatementKind::Indirect => "indirect",
        StatementKind::Mixed => "mixed",
    };
    let inside = statement.inside.as_ref().map_or(String::new(), |id| format!(", inside {id}"));
    let facts = format!("{QUIET}{cue}{kind}{inside}, {}{QUIET:#}", sure(statement.confidence));
    page.paragraph(0, INDENT, &format!("{:<4} {style}{stance}{style:#}  {facts}", statement.id));
    let content: Vec<String> = statement.content.iter().map(|span| clean(&span.text)).collect();
    let content = shortened(&content.join(" … "), 3 * page.width.saturating_sub(INDENT));
    page.paragraph(INDENT, INDENT, &content);
    if let Some(chain) = chain(report, statement) {
        page.paragraph(INDENT, INDENT + 2, &format!("{QUIET}{chain}{QUIET:#}"));
    }
}

/// The chain, when anybody stands between the speaker and the outlet.
fn chain(report: &Report, statement: &Statement) -> Option<String> {
    statement.chain.iter().find(|link| link.role == LinkRole::Intermediary)?;
    let links = statement.chain.iter().map(|link| {
        let known = link.name.as_deref().map(clean).or_else(|| link.entity.as_deref().map(|id| name(report, id)));
        known.unwrap_or_else(|| if link.role == LinkRole::Outlet { "this outlet" } else { "a source not named" }.to_owned())
    });
    Some(links.collect::<Vec<_>>().join(" → "))
}

/// A confidence as people say it.
pub(super) fn sure(confidence: f32) -> String {
    format!("{:.0} %", f64::from(confidence.clamp(0.0, 1.0)) * 100.0)
}

fn stance(stance: Stance) -> (&'static str, Style) {
    match stance {
        Stance::Says => ("says", Style::new()),
        Stance::Denies => ("denies", NO),
        Stance::Believes => ("believes", Style::new()),
        Stance::Wants => ("wants", Style::new()),
        Stance::Asks => ("asks", Style::new()),
        Stance::Promises => ("promises", Style::new()),
        Stance::Threatens => ("threatens", NO),
        Stance::Accuses => ("accuses", NO),
        Stance::Rumoured => ("rumoured", DOUBT),
    }
}
