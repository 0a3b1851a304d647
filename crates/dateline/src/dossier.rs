//! One occurrence for people to read in a terminal: every version of it, and who says which.

use crate::table::{clean, count, shortened, wrapped};
use anstyle::{AnsiColor, Style};
use dateline_record::grouping::Evidence;
use dateline_record::happenings::Attribute;
use dateline_record::{ArticleRow, Dossier, StatementRow, Version};
use std::fmt::Write as _;

const HEADING: Style = Style::new().bold().underline();
const NAME: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const NO: Style = AnsiColor::Red.on_default();
const TYPE: Style = AnsiColor::Cyan.on_default().bold();

/// Columns of a sentence or quotation that are shown.
const SENTENCE: usize = 280;
/// Links and signs of a link that are shown; the JSON has all.
const LINKS: usize = 12;
const SIGNS: usize = 4;
/// Columns before what belongs to a version.
const INDENT: usize = 4;

/// The dossier as lines of at most `width` columns where words allow.
pub fn render(dossier: &Dossier, width: usize) -> String {
    let mut page = Page { out: String::new(), width };
    head(dossier, &mut page);
    sources(dossier, &mut page);
    disputes(dossier, &mut page);
    versions(dossier, &mut page);
    reasons(dossier, &mut page);
    page.out
}

struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn paragraph(&mut self, first: usize, rest: usize, words: &str) {
        for line in wrapped(words, self.width, first, rest) {
            self.out.push_str(line.trim_end());
            self.out.push('\n');
        }
    }

    fn heading(&mut self, words: &str, quietly: &str) {
        let _ = writeln!(self.out, "\n{HEADING}{words}{HEADING:#}  {QUIET}{quietly}{QUIET:#}");
    }
}

fn head(dossier: &Dossier, page: &mut Page) {
    let row = &dossier.happening;
    let mode = row.mode.as_ref().map_or(String::new(), |mode| format!("/{}", clean(mode)));
    let side = |names: &[String]| if names.is_empty() { "–".to_owned() } else { clean(&names.join(", ")) };
    let parties = match (row.who.is_empty(), row.to_whom.is_empty()) {
        (true, true) => "nobody named".to_owned(),
        (false, true) => side(&row.who),
        _ => format!("{} → {}", side(&row.who), side(&row.to_whom)),
    };
    page.paragraph(
        0,
        INDENT,
        &format!("{NAME}{}{NAME:#}  {TYPE}{}{mode}{TYPE:#}  {parties}  {}", row.id, clean(&row.event_type), row.status),
    );
    let facts = [when(dossier), place(dossier)];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        page.paragraph(INDENT, INDENT, &facts.join(" · "));
    }
    let told = format!(
        "{}{}{} in {}, {}",
        count(row.sources, "independent source", "independent sources"),
        if row.anonymous > 0 { format!(", {} without a name", row.anonymous) } else { String::new() },
        if row.denying > 0 { format!(", {} denying it", row.denying) } else { String::new() },
        count(row.articles, "article", "articles"),
        count(row.stories, "story", "stories")
    );
    page.paragraph(INDENT, INDENT, &told);
}

/// Who vouches for it, and who passes it on; the numbers are those of the versions.
fn sources(dossier: &Dossier, page: &mut Page) {
    page.heading("WHO VOUCHES FOR IT", &count(dossier.account.sources.len(), "source", "sources"));
    for source in &dossier.account.sources {
        let denies = if source.denies { format!("  {NO}denies it{NO:#}") } else { String::new() };
        let name = if source.name.is_empty() { "not named".to_owned() } else { clean(&source.name) };
        page.paragraph(2, INDENT, &format!("{NAME}{name}{NAME:#}  {}{denies}  {QUIET}{}{QUIET:#}", source.kind, numbers(&source.events)));
    }
    let on: Vec<String> = dossier.account.passed_on.iter().map(|source| clean(&source.name)).filter(|name| !name.is_empty()).collect();
    if !on.is_empty() {
        page.paragraph(2, INDENT, &format!("{QUIET}passed on by{QUIET:#} {}", on.join(", ")));
    }
}

/// What the versions say differently.
fn disputes(dossier: &Dossier, page: &mut Page) {
    let disputed: Vec<&Attribute> = dossier.account.attributes.iter().filter(|attribute| !attribute.agreed).collect();
    if disputed.is_empty() {
        return;
    }
    page.heading("WHERE THEY DISAGREE", "");
    for attribute in disputed {
        page.paragraph(2, INDENT, &format!("{NAME}{}{NAME:#}", attribute.name));
        for variant in &attribute.variants {
            page.paragraph(INDENT, INDENT + 2, &format!("{}  {QUIET}{}{QUIET:#}", clean(&variant.value), numbers(&variant.events)));
        }
    }
}

/// "[1] [3]": versions by their number.
fn numbers(events: &[usize]) -> String {
    events.iter().map(|event| format!("[{}]", event + 1)).collect::<Vec<String>>().join(" ")
}

/// Why the events are held for one.
fn reasons(dossier: &Dossier, page: &mut Page) {
    if dossier.links.is_empty() {
        return;
    }
    page.heading("WHY THESE ARE ONE", &count(dossier.links.len(), "link", "links"));
    let number = |id: &str| dossier.versions.iter().position(|version| version.event.id == *id).map_or(0, |at| at + 1);
    for link in dossier.links.iter().take(LINKS) {
        let signs: Vec<String> = link.evidence.iter().filter(|evidence| evidence.weight > 0.0).take(SIGNS).map(sign).collect();
        let pair = format!("[{}] [{}]  {:.0} %", number(&link.a), number(&link.b), link.score * 100.0);
        page.paragraph(2, INDENT, &format!("{pair}  {QUIET}{}{QUIET:#}", signs.join(" · ")));
    }
    if dossier.links.len() > LINKS {
        page.paragraph(2, INDENT, &format!("{QUIET}and {} more{QUIET:#}", dossier.links.len() - LINKS));
    }
}

/// "trigger: shelled / shelling".
fn sign(evidence: &Evidence) -> String {
    let name = format!("{:?}", evidence.sign).to_lowercase();
    match (evidence.a.as_str(), evidence.b.as_str()) {
        ("", "") => name,
        (a, b) if a == b => format!("{name}: {}", clean(a)),
        (a, b) => format!("{name}: {} / {}", shortened(&clean(a), 40), shortened(&clean(b), 40)),
    }
}

fn when(dossier: &Dossier) -> Option<String> {
    let row = &dossier.happening;
    match (&row.first, &row.last, &row.reported) {
        (Some(first), Some(last), _) if first == last => Some(first.clone()),
        (Some(first), Some(last), _) => Some(format!("{first} to {last}")),
        (Some(first), None, _) => Some(format!("from {first}")),
        (None, Some(last), _) => Some(format!("until {last}")),
        (None, None, Some(reported)) => Some(format!("day not told, first told {reported}")),
        (None, None, None) => None,
    }
}

fn place(dossier: &Dossier) -> Option<String> {
    let row = &dossier.happening;
    match (&row.place, &row.country) {
        (Some(place), Some(country)) => Some(clean(&format!("{place}, {country}"))),
        (place, country) => place.clone().or_else(|| country.clone()).map(|place| clean(&place)),
    }
}

fn versions(dossier: &Dossier, page: &mut Page) {
    page.heading("WHO TELLS IT HOW", &count(dossier.versions.len(), "version", "versions"));
    let mut before: Option<&str> = None;
    for (n, version) in dossier.versions.iter().enumerate() {
        let id = version.event.article.as_str();
        if before != Some(id) {
            let (article, story) = (dossier.articles.get(id), dossier.stories.get(id));
            page.paragraph(0, INDENT, &heading(id, article, story.map(String::as_str)));
            before = Some(id);
        }
        one(n + 1, version, page);
    }
}

/// "The Orvale Times, 2022-05-25  Shells on Teskov  https://…  a0123 in story s0123".
fn heading(id: &str, article: Option<&ArticleRow>, story: Option<&str>) -> String {
    let known = |value: Option<&String>| value.map(|value| clean(value));
    let outlet = known(article.and_then(|article| article.outlet.as_ref())).unwrap_or_else(|| "outlet not known".to_owned());
    let day = known(article.and_then(|article| article.published.as_ref())).unwrap_or_else(|| "day not known".to_owned());
    let headline = known(article.and_then(|article| article.headline.as_ref())).map_or(String::new(), |headline| format!("  “{headline}”"));
    let url = known(article.and_then(|article| article.url.as_ref())).map_or(String::new(), |url| format!("  {url}"));
    let agencies = article.map(|article| article.agencies.join(", ")).filter(|agencies| !agencies.is_empty());
    let agencies = agencies.map_or(String::new(), |agencies| format!(" (credits {})", clean(&agencies)));
    let story = story.map_or(String::new(), |story| format!(", story {story}"));
    format!("{NAME}{outlet}{NAME:#}{agencies}, {day}{headline}{url}  {QUIET}{id}{story}{QUIET:#}")
}

fn one(n: usize, version: &Version, page: &mut Page) {
    let event = &version.event;
    let side = |names: &[String]| if names.is_empty() { "–".to_owned() } else { clean(&names.join(", ")) };
    let mut facts = vec![format!("{} → {}", side(&version.actors), side(&version.recipients)), event.status.clone()];
    facts.extend(match (&event.start, &event.end) {
        (Some(start), Some(end)) if start == end => Some(start.clone()),
        (Some(start), Some(end)) => Some(format!("{start} to {end}")),
        (Some(start), None) => Some(format!("from {start}")),
        (None, Some(end)) => Some(format!("until {end}")),
        (None, None) => None,
    });
    facts.extend(event.place.as_ref().map(|place| clean(place)));
    if event.corrected {
        facts.push("corrected".to_owned());
    }
    let at = format!("{QUIET}{} {}:{}{QUIET:#}", event.id, event.trigger_start, event.trigger_end);
    page.paragraph(0, INDENT, &format!("{NAME}[{n}]{NAME:#} {}  {at}", facts.join(" · ")));
    match &version.says {
        Some(says) => page.paragraph(INDENT, INDENT, &word(says)),
        None => page.paragraph(INDENT, INDENT, &format!("{QUIET}in the outlet's own voice{QUIET:#}")),
    }
    page.paragraph(INDENT, INDENT, &format!("{QUIET}{}{QUIET:#}", shortened(&clean(&event.sentence), SENTENCE)));
}

/// "says Edda Lorentz → Associated Press → The Orvale Times: “…”".
fn word(says: &StatementRow) -> String {
    let chain: Vec<String> = says
        .chain
        .iter()
        .map(|link| {
            let unknown = if link.role == "outlet" { "this outlet" } else { "source not named" };
            link.name.as_ref().map_or_else(|| unknown.to_owned(), |name| clean(name))
        })
        .collect();
    let quoted = if says.kind == "direct" { format!(": “{}”", shortened(&clean(&says.content), SENTENCE)) } else { String::new() };
    format!("{} {}{quoted}  {QUIET}{} {}:{}{QUIET:#}", says.stance, chain.join(" → "), says.id, says.start, says.end)
}
