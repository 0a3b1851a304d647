//! How an article opens: its byline and its dateline.

use crate::agency;
use crate::lines::{Line, head, lines};
use dateline_gazetteer::Kind;
use dateline_model::{Background, BackgroundKind, Credit, CreditRole, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Words in capitals that are not a place.
const NOT_PLACES: &str = include_str!("../data/not-places.tsv");

/// Bylines and datelines stand in the first lines.
const LINES: usize = 8;
/// A dateline that follows a headline in the same line stands within so many characters.
const WITHIN: usize = 300;
/// A town in small letters opens a paragraph of at least so many characters; shorter lines that open so are headlines.
const PARAGRAPH: usize = 100;
/// Inhabitants of a town whose name in small letters may be a dateline; many a village is called like a common word.
const TOWN: u64 = 50_000;

/// The byline and the dateline of an article, and what they take out of its text.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    pub(crate) byline: Option<Span>,
    pub(crate) dateline: Option<Span>,
    pub(crate) stretches: Vec<Background>,
    pub(crate) credits: Vec<Credit>,
}

/// Finds byline and dateline; `background` is what is known not to be text.
pub(crate) fn find(text: &str, background: &[Background]) -> Opening {
    let mut opening = Opening::default();
    let lines: Vec<Line> = lines(text).into_iter().take(LINES).collect();
    for (i, line) in lines.iter().enumerate() {
        if background.iter().any(|b| b.span.overlaps(line.span)) {
            opening.byline = opening.byline.or(agency_byline(line, background));
            continue;
        }
        if opening.dateline.is_none() && opening.find_dateline(text, *line) {
            break;
        }
        // A byline does not follow the first paragraph of the article.
        let prose = lines.get(..i).unwrap_or_default().iter().any(|l| l.span.len() > 200);
        if opening.byline.is_none() && !prose {
            opening.find_byline(text, line.span);
        }
    }
    opening
}

/// A line that ingest's rules know as a byline ("Web Desk").
fn agency_byline(line: &Line, background: &[Background]) -> Option<Span> {
    background.iter().find(|b| b.span == line.span && b.kind == BackgroundKind::Byline).map(|b| b.span)
}

/// `PLACE, Region, May 3 (AGENCY) --`: what may stand before the article's first words.
///
/// The forms are those of the stylebooks of AP and Reuters (place in capitals, region, agency in brackets, dash), of Yonhap
/// and Xinhua (with the day), and of papers of South Asia and the Middle East (colon, or nothing after the agency).
static DATELINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = r"[^\s,():;\d–—―\-/]+(?:-[^\s,():;\d–—―\-/]+)*";
    let place = format!("(?<place>{word}(?:[ /]{word}){{0,5}})");
    let region = format!("(?<region>, {word}(?: {word}){{0,2}})");
    let month = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?";
    let day = format!(r"(?<day>,? (?:{month} [0-9]{{1,2}}|[0-9]{{1,2}} {month})(?:,? [0-9]{{4}})?)");
    let agency = r"(?: ?\((?<agency>[^()\n]{2,40})\))";
    let dash = r"(?<dash>\s*(?:--+|[–—―]|:|-(?:\s|\u{A0}))|\s+-)";
    let dash2 = dash.replace("<dash>", "<bare>");
    Regex::new(&format!("^{place}(?:{region}(?:, {word}(?: {word}){{0,2}})?)?{day}?(?:{agency}{dash}?|{dash2})[\\s\u{A0}]*")).ok()
});

impl Opening {
    /// Takes the dateline off the line, if it opens with one or has one after a headline.
    fn find_dateline(&mut self, text: &str, line: Line) -> bool {
        let start = line.span.start as usize;
        if self.dateline_at(text, line.span, start) {
            return true;
        }
        let within = head(line.span.of(text), WITHIN);
        let ends = [". ", ".\u{A0}", "! ", "? "];
        let mut starts: Vec<usize> = ends.iter().flat_map(|e| within.match_indices(e).map(|(i, e)| start + i + e.len())).collect();
        starts.sort_unstable();
        starts.into_iter().any(|at| {
            let found = self.dateline_at(text, line.span, at);
            if found && self.byline.is_none() {
                // "By Jane Roe. ORVALE (AP) - ": the byline shares the line.
                let before = text.get(start..at).map_or("", str::trim_end);
                let before = before.strip_suffix('.').unwrap_or(before);
                self.find_byline(text, Span::new(start, start + before.len()));
            }
            found
        })
    }

    fn dateline_at(&mut self, text: &str, line: Span, at: usize) -> bool {
        let Some(rest) = text.get(at..line.end as usize) else { return false };
        let Some(captures) = DATELINE.as_ref().and_then(|d| d.captures(rest)) else { return false };
        let (Some(all), Some(place)) = (captures.get(0), captures.name("place")) else { return false };
        let (agency, day, dash) = (captures.name("agency"), captures.name("day"), captures.name("dash").or(captures.name("bare")));
        let after = rest.get(all.end()..).unwrap_or("");
        let known = agency.is_some_and(|a| {
            agency::credits(a.as_str(), Span::new(0, a.len()), CreditRole::Text).iter().any(|c| agency::is_known(&c.agency))
        });
        let capitals = !place.as_str().contains(char::is_lowercase) && place.as_str().chars().filter(|c| c.is_uppercase()).count() >= 3;
        let capital =
            |m: Option<regex::Match<'_>>| m.is_none_or(|m| m.as_str().trim_start_matches([',', ' ']).starts_with(char::is_uppercase));
        if !(capital(Some(place)) && capital(captures.name("region")) && capital(agency)) {
            return false;
        }
        let colon = dash.is_some_and(|d| d.as_str().trim() == ":");
        let fixed = day.is_some() || captures.name("region").is_some();
        let ok = match agency {
            Some(_) => (known || capitals || day.is_some()) && (dash.is_some() || day.is_some()),
            None => {
                let paragraph = || at == line.start as usize && line.len() >= PARAGRAPH && ends_sentence(after);
                let named = if capitals { fixed || is_place(place.as_str()) } else { paragraph() && is_town(place.as_str()) };
                named && dash.is_some() && starts_sentence(after) && !(colon && is_interview(text))
            }
        };
        if !ok || after.is_empty() || is_no_place(place.as_str()) || !is_of_one_case(place.as_str()) {
            return false;
        }
        let end = agency.map(|a| a.end() + 1).or(dash.map(|d| d.start())).unwrap_or(all.end());
        let words = rest.get(..end).unwrap_or("").trim_end();
        self.dateline = Some(Span::new(at, at + words.len()));
        let taken = rest.get(..all.end()).unwrap_or("").trim_end();
        self.stretches.push(Background { span: Span::new(at, at + taken.len()), kind: BackgroundKind::Dateline });
        if let Some(agency) = agency {
            self.credits.extend(agency::credits(text, Span::new(at + agency.start(), at + agency.end()), CreditRole::Text));
        }
        true
    }

    /// Takes `line` as the byline if it is one: "By Jane Roe", "Jane Roe, Reuters", "By Jane Roe and John Doe | AP".
    fn find_byline(&mut self, text: &str, line: Span) {
        let written = line.of(text);
        let by = ["BYLINE: ", "Byline: ", "By ", "BY ", "by "].iter().find_map(|by| written.strip_prefix(by));
        let rest = by.unwrap_or(written);
        let rest = rest.strip_suffix('.').unwrap_or(rest);
        if rest.chars().count() > 120 {
            return;
        }
        let base = line.end as usize - by.unwrap_or(written).len();
        let credits = agency::credits(text, Span::new(base, base + rest.len()), CreditRole::Text);
        let agencies: Vec<Credit> = credits.iter().filter(|c| agency::is_known(&c.agency)).cloned().collect();
        let parts = parts(rest);
        let all_names = !parts.is_empty() && parts.iter().all(|part| agency::is_known(part) || is_person(part) || is_affiliation(part));
        let person = parts.first().is_some_and(|part| is_person(part) || agency::is_known(part));
        if all_names && person && (by.is_some() || !agencies.is_empty()) {
            self.byline = Some(line);
            self.stretches.push(Background { span: line, kind: BackgroundKind::Byline });
            self.credits.extend(agencies);
        }
    }
}

/// The names of a byline.
fn parts(names: &str) -> Vec<&str> {
    let mut found = vec![names];
    for cut in [" and ", " AND ", " & ", ", ", " | ", "/", " in ", " for ", " - ", " – ", " of ", " with "] {
        found = found.into_iter().flat_map(|part| part.split(cut)).collect();
    }
    found.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Two to four words with capital letters: a person as a byline names one.
fn is_person(name: &str) -> bool {
    let particles = ["al", "bin", "da", "de", "del", "der", "di", "du", "el", "ibn", "la", "van", "von", "ter"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |w: &&str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || ".'’-".contains(c));
    let shouted = |w: &&str| w.chars().filter(|c| c.is_uppercase()).count() > 1;
    let months = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "The", "This", "A"];
    (2..=5).contains(&words.len())
        && words.iter().all(|w| capital(w) || particles.contains(&w.to_lowercase().as_str()))
        && words.first().is_some_and(capital)
        && (words.iter().all(|w| shouted(w) || w.len() <= 3) || words.iter().any(|w| w.contains(char::is_lowercase)))
        && !words.iter().any(|w| months.contains(w))
}

/// What stands beside the names of a byline: "Associated Press", "Orvale", "Staff Writer".
fn is_affiliation(part: &str) -> bool {
    let words = ["staff", "writer", "reporter", "correspondent", "editor", "chief", "bureau", "special", "the", "political", "senior"];
    part.split_whitespace().count() <= 4
        && part.split_whitespace().all(|w| words.contains(&w.to_lowercase().as_str()) || w.starts_with(char::is_uppercase))
}

/// A sentence begins with a capital letter, a number, a quotation mark or a bracket and holds a small letter.
fn starts_sentence(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || "\"'“‘”’«($€£".contains(c)) && text.contains(char::is_lowercase)
}

/// True when several lines begin with capitals and a colon: speakers take turns.
fn is_interview(text: &str) -> bool {
    let turn = |line: &&str| {
        let name = line.trim_start().split(':').next().unwrap_or("");
        line.contains(':') && name.len() <= 40 && name.contains(char::is_uppercase) && !name.contains(char::is_lowercase)
    };
    text.lines().filter(turn).count() > 1
}

/// True when capitals that stand alone can be a place: one word, or words that the gazetteer knows.
fn is_place(capitals: &str) -> bool {
    const NOT_IN_THE_GAZETTEER: [&str; 6] =
        ["ABOARD AIR FORCE ONE", "CAMP DAVID", "CAPITOL HILL", "GAZA STRIP", "UNITED NATIONS", "WEST BANK"];
    let known = |place: &str| {
        let title: Vec<String> = place.split(' ').map(title_case).collect();
        NOT_IN_THE_GAZETTEER.contains(&place) || !dateline_gazetteer::by_name(&title.join(" ")).is_empty()
    };
    !capitals.contains([' ', '/']) || capitals.split('/').any(known)
}

/// True for the name of a town of some size, and of no country.
fn is_town(name: &str) -> bool {
    let places = || dateline_gazetteer::by_name(name).into_iter().filter(|c| c.is_main_name).map(|c| c.place);
    let country = places().any(|p| matches!(p.kind, Kind::Country | Kind::Region));
    !country && places().any(|p| p.kind == Kind::City && p.population >= TOWN)
}

/// A paragraph of prose ends as a sentence does.
fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '"', '”', '’', ')'])
}

fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_string() + &chars.as_str().to_lowercase())
}

/// True when the words longer than three letters are all in capitals or all in title case: "Mayor Resigns. ORVALE" is a
/// headline and a place.
fn is_of_one_case(place: &str) -> bool {
    let long = || place.split([' ', '/', '-']).filter(|w| w.chars().count() > 3);
    let small = |w: &str| w.contains(char::is_lowercase);
    !long().any(small) || long().all(|w| small(w) && w.starts_with(char::is_uppercase))
}

fn is_no_place(place: &str) -> bool {
    let straight = place.replace('’', "'");
    straight.starts_with("By ") || straight.starts_with("BY ") || NOT_PLACES.lines().any(|line| line == straight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dateline, what stays of the line, and the agencies.
    fn dateline(text: &str) -> Option<(&str, &str, Vec<String>)> {
        let opening = find(text, &[]);
        let span = opening.dateline?;
        let cut = opening.stretches.iter().find(|b| b.kind == BackgroundKind::Dateline)?.span;
        let rest = text.get(cut.end as usize..)?.trim_start();
        Some((span.of(text), rest, opening.credits.into_iter().map(|c| c.agency).collect()))
    }

    fn check(text: &str, expected: &str, agencies: &[&str]) {
        let (found, rest, credits) = dateline(text).unwrap_or_else(|| panic!("no dateline in {text}"));
        assert_eq!(found, expected);
        assert!(rest.starts_with("The mayor") || rest.starts_with("“The mayor"), "{rest}");
        assert_eq!(credits, agencies);
    }

    #[test]
    fn a_place_with_an_agency_is_a_dateline() {
        check("ORVALE (AP) - The mayor left.", "ORVALE (AP)", &["AP"]);
        check("ORVALE, Lindmark (AP) — The mayor left.", "ORVALE, Lindmark (AP)", &["AP"]);
        check("ST. ORVALE, N.D. (WXYZ) -- The mayor left.", "ST. ORVALE, N.D. (WXYZ)", &["WXYZ"]);
        check("Orvale (AFP) – The mayor left.", "Orvale (AFP)", &["AFP"]);
        check("ORVALE/LINDHAVEN (Reuters) - The mayor left.", "ORVALE/LINDHAVEN (Reuters)", &["Reuters"]);
    }

    #[test]
    fn a_place_with_a_day_and_an_agency_is_a_dateline() {
        check("ORVALE, May 3 (Yonhap) -- The mayor left.", "ORVALE, May 3 (Yonhap)", &["Yonhap"]);
        check("New Orvale, Jan 12 (PTI) The mayor left.", "New Orvale, Jan 12 (PTI)", &["PTI"]);
        check("Orvale, May 3 (VNO): The mayor left.", "Orvale, May 3 (VNO)", &["VNO"]);
        check("ORVALE, Sept. 30 (Xinhua) -- The mayor left.", "ORVALE, Sept. 30 (Xinhua)", &["Xinhua"]);
    }

    #[test]
    fn a_place_in_capitals_with_a_dash_or_a_colon_is_a_dateline() {
        check("ORVALE — The mayor left.", "ORVALE", &[]);
        check("ORVALE —\u{A0}The mayor left.", "ORVALE", &[]);
        check("NEW ORVALE, Lindmark -- “The mayor left,” he said.", "NEW ORVALE, Lindmark", &[]);
        check("ORVALE: The mayor left.", "ORVALE", &[]);
        check("ORVALE —The mayor left.", "ORVALE", &[]);
        check("NEW DELHI: The mayor left.", "NEW DELHI", &[]);
        check("UNITED NATIONS — The mayor left.", "UNITED NATIONS", &[]);
    }

    #[test]
    fn a_town_in_small_letters_with_a_dash_or_a_colon_opens_a_paragraph() {
        let rest = "The mayor left on Monday, a day after the council had asked her to answer for the works on the harbour bridge.";
        for (text, town) in [("Muscat: ", "Muscat"), ("Srinagar- ", "Srinagar"), ("Cape Town — ", "Cape Town")] {
            check(&format!("{text}{rest}"), town, &[]);
        }
        let headline = "Pretoria: The mayor who would not go and the council that could not make her, a year of quarrels in a small town";
        for text in [format!("Poll: {rest}"), format!("Georgia: {rest}"), "Muscat: The mayor left.".to_owned(), headline.to_owned()] {
            assert_eq!(dateline(&text), None, "{text}");
        }
    }

    #[test]
    fn a_dateline_may_follow_the_headline() {
        check("Mayor of Orvale resigns.\n\nORVALE (AP) - The mayor left.", "ORVALE (AP)", &["AP"]);
        check("Mayor of Orvale resigns . ORVALE: The mayor left.", "ORVALE", &[]);
    }

    #[test]
    fn prose_has_no_dateline() {
        for text in [
            "NATO — the alliance — said that it would stay.",
            "The mayor (Labour) - a friend of the arts - left.",
            "BREAKING: The mayor left.",
            "By JANE ROE, Associated Press ORVALE (AP) - The mayor left.",
            "ANALYSIS - The mayor left.",
            "JANE ROE - The mayor left.",
            "TOWN HALL NEWS: The mayor left.",
            "MAYOR: I will go.\nREPORTER: Why?\nMAYOR: I am tired.",
            "Orvale - The mayor left.",
            "Poll: The mayor leads.",
            "ORVALE - A TOWN IN UPROAR",
            "ORVALE —",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }

    fn byline(text: &str) -> Option<&str> {
        find(text, &[]).byline.map(|span| span.of(text))
    }

    #[test]
    fn a_line_with_names_after_by_is_a_byline() {
        assert_eq!(byline("Mayor resigns\n\nBy Jane Roe\n\nThe mayor left."), Some("By Jane Roe"));
        assert_eq!(
            byline("By JANE ROE and JOHN DOE, Associated Press\n\nThe mayor left."),
            Some("By JANE ROE and JOHN DOE, Associated Press")
        );
        assert_eq!(byline("By Jane van der Roe | AP\nThe mayor left."), Some("By Jane van der Roe | AP"));
        assert_eq!(byline("BYLINE: Jane Roe.\n\nThe mayor left."), Some("BYLINE: Jane Roe."));
        assert_eq!(byline("By Jane Roe. ORVALE (Reuters) - The mayor left."), Some("By Jane Roe"));
    }

    #[test]
    fn a_name_with_an_agency_is_a_byline_and_credits_it() {
        let text = "Mayor resigns\nJane Roe, Reuters\n\nThe mayor left.";
        assert_eq!(byline(text), Some("Jane Roe, Reuters"));
        let credits = find(text, &[]).credits;
        assert_eq!(credits.iter().map(|c| c.span.of(text)).collect::<Vec<_>>(), ["Reuters"]);
    }

    #[test]
    fn prose_has_no_byline() {
        for text in [
            "By Monday Evening\n\nThe mayor left.",
            "By now the mayor has left.",
            "Jane Roe, Mayor of Orvale\n\nThe mayor left.",
            "By winning the vote, Jane Roe became mayor.",
            "Jane Roe\n\nThe mayor left.",
        ] {
            assert_eq!(byline(text), None, "{text}");
        }
    }
}
