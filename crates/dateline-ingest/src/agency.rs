//! Names of agencies in credits.

use crate::lines::head;
use dateline_model::{Credit, CreditRole, Span};

/// Names in capitals of two or three letters mean many things ("PA", "SPA", "CNA"); these mean the agency.
const SHORT: [&str; 4] = ["AFP", "AP", "PTI", "UPI"];

/// An agency's name in the first 200 characters marks wire copy: 68 of 75 such articles were, 2 of 849 others had one.
const WIRE_COPY_WITHIN: usize = 200;

/// Agencies that bear a given name: with a surname after it, it is somebody's.
const GIVEN_NAMES: [&str; 1] = ["Petra"];

/// Words before and after an agency's name that make it somebody in the story instead of a credit.
const BEFORE: [&str; 14] = ["told", "tell", "tells", "to", "by", "from", "with", "the", "of", "at", "for", "on", "that", "a"];
const AFTER: [&str; 9] = ["reported", "reports", "said", "says", "has", "was", "is", "quoted", "reporter"];

/// True when `name` is a known agency or outlet, as written.
pub(crate) fn is_known(name: &str) -> bool {
    dateline_gazetteer::agency(name).is_some()
}

/// True when `name` can be the name of an agency, an outlet or a photographer: at most six words, the first of them with
/// a capital letter, no sentence.
pub(crate) fn looks_like_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let small = ["and", "de", "du", "for", "la", "of", "the", "via"];
    let capitals =
        name.split_whitespace().all(|w| small.contains(&w) || w.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '@'));
    is_known(name) || ((1..=6).contains(&words) && name.chars().count() <= 60 && capitals && name.contains(char::is_alphabetic))
}

/// The credits in a stretch that names agencies: "AP, Reuters and AFP", "AFP/Getty Images".
pub(crate) fn credits(text: &str, names: Span, role: CreditRole) -> Vec<Credit> {
    let credit = |(start, name): (usize, &str)| {
        let start = names.start as usize + start;
        Credit { agency: name.to_owned(), role, span: Span::new(start, start + name.len()) }
    };
    split(names.of(text)).into_iter().filter(|(_, name)| looks_like_name(name)).map(credit).collect()
}

/// True when the names are all known agencies.
pub(crate) fn all_known(names: &str) -> bool {
    split(names).iter().all(|(_, name)| is_known(name))
}

/// The names of a list, with their offsets.
fn split(names: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = names;
    let mut at = 0;
    loop {
        let cut = [",", "/", "&", "|", ";", " and ", " via "].iter().filter_map(|s| rest.find(s).map(|i| (i, s.len()))).min();
        let (name, next) = cut.map_or((rest, rest.len()), |(i, len)| (rest.get(..i).unwrap_or(rest), i + len));
        let trimmed = name.trim();
        let start = at + name.len() - name.trim_start().len();
        found.extend((!trimmed.is_empty()).then_some((start, trimmed)));
        at += next;
        rest = rest.get(next..).unwrap_or("");
        if rest.is_empty() {
            return found;
        }
    }
}

/// Adds a credit for each known agency in the first 200 characters that no credit names yet and no sentence speaks about.
pub(crate) fn wire_copy(text: &str, credits: &mut Vec<Credit>) {
    let start = head(text, WIRE_COPY_WITHIN);
    let mut end = 0;
    for (from, to) in words(start) {
        if from < end {
            continue;
        }
        let Some(name) = wire_names().filter(|k| starts_as_words(start.get(from..).unwrap_or(""), k)).max_by_key(|k| k.len()) else {
            continue;
        };
        end = from + name.len();
        let before = words(start.get(..from).unwrap_or("")).next_back().map_or("", |(a, b)| start.get(a..b).unwrap_or(""));
        let after = words(text.get(end..).unwrap_or("")).next().map_or("", |(a, b)| text.get(end + a..end + b).unwrap_or(""));
        let is_somebody = GIVEN_NAMES.contains(&name)
            && text.get(end..).is_some_and(|rest| rest.starts_with(' '))
            && after.starts_with(char::is_uppercase);
        let in_a_sentence = is_somebody || BEFORE.contains(&before.to_lowercase().as_str()) || AFTER.contains(&after);
        let span = Span::new(from, end);
        if to <= end && !in_a_sentence && !credits.iter().any(|c| c.agency == name || c.span.overlaps(span)) {
            credits.push(Credit { agency: name.to_owned(), role: CreditRole::Text, span });
        }
    }
}

/// The names by which a wire agency is known anywhere in a text.
fn wire_names() -> impl Iterator<Item = &'static str> {
    let wires = dateline_gazetteer::agencies().iter().filter(|agency| agency.is_wire);
    let names = wires.flat_map(|agency| std::iter::once(agency.name).chain(agency.aliases.iter().copied()));
    names.filter(|name| name.len() > 3 || SHORT.contains(name))
}

/// True when `text` starts with `name` and the name's last word ends there.
fn starts_as_words(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// The words of a text, as byte offsets.
fn words(text: &str) -> impl DoubleEndedIterator<Item = (usize, usize)> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(move |w| {
        let start = w.as_ptr() as usize - text.as_ptr() as usize;
        (start, start + w.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        wire_copy(text, &mut found);
        assert!(found.iter().all(|c| c.span.of(text) == c.agency));
        found.into_iter().map(|c| c.agency).collect()
    }

    #[test]
    fn an_agency_near_the_start_marks_wire_copy() {
        assert_eq!(wire("Reuters | Orvale | The mayor resigned."), ["Reuters"]);
        assert_eq!(wire("Mayor resigns. ORVALE, The Associated Press. The mayor"), ["The Associated Press"]);
    }

    #[test]
    fn an_agency_in_a_sentence_is_somebody_in_the_story() {
        assert_eq!(wire("The mayor told Reuters on Monday that she would go."), [""; 0]);
        assert_eq!(wire("Reuters reported that she would go."), [""; 0]);
        assert_eq!(wire("The mayor spoke to the Associated Press."), [""; 0]);
        assert_eq!(wire("The mayor of Orvale, Petra Dahl, resigned."), [""; 0]);
        assert_eq!(wire("The AFP's mayor, APs and a REUTERS-like thing, UPIC"), [""; 0]);
    }

    #[test]
    fn an_agency_far_from_the_start_marks_nothing() {
        assert_eq!(wire(&format!("{} Reuters |", "word ".repeat(50))), [""; 0]);
    }

    #[test]
    fn agencies_in_a_list_are_credited_one_by_one() {
        let text = "AP, Reuters and AFP/Getty Images";
        let names: Vec<String> = credits(text, Span::new(0, text.len()), CreditRole::Text).into_iter().map(|c| c.agency).collect();
        assert_eq!(names, ["AP", "Reuters", "AFP", "Getty Images"]);
    }

    #[test]
    fn a_sentence_is_no_name() {
        assert!(!looks_like_name("people who were there"));
        assert!(!looks_like_name(""));
        assert!(looks_like_name("Agence Orvalienne de Presse"));
    }
}
