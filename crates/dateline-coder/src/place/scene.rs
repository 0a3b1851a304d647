//! In which country an event happened, when no place is tied to it: what a careful reader concludes from the whole article.
//!
//! Every name of a place and every demonym is a clue to its country. A clue counts by how near it stands to the event, by what it is (a
//! place says more than a nationality), and by how much of the article speaks of the country; who took part counts too, whoever it
//! was done to more than who did it. Without a clue that stands out there is no country: the outlet's own is never one.

use super::PlaceMention;
use dateline_gazetteer::{country_named, demonym, longest};
use dateline_model::{Article, NameClass, Reading, Span, TokenIdx, Tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Words from which a country is concluded.
#[derive(Clone, Debug)]
struct Clue {
    span: Span,
    tokens: Tokens,
    sentence: usize,
    country: &'static str,
    sort: Sort,
}

/// What a clue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A place where things happen.
    Place,
    /// A government by the name of its country or capital.
    Government,
    /// A nationality, "the Iraqi army".
    Demonym,
    /// A country within another name, "Bank of England".
    Inside,
    /// The dateline's place: where the reporter was.
    Dateline,
}

/// The country of an event with the words it was concluded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// ISO 3166 alpha-3.
    pub country: &'static str,
    /// The clue that speaks most for it.
    pub span: Span,
}

/// Who takes part in an event: a token and the country of the entity it stands for.
pub type Participant = (TokenIdx, Option<&'static str>);

/// What is asked about.
#[derive(Clone, Debug)]
pub struct Happening<'a> {
    /// Head token of the trigger.
    pub head: TokenIdx,
    /// Type in the codebook, "ASSAULT".
    pub event_type: &'a str,
    /// Who did it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Country of another event told with the same word, for which the text gives a place: "the bombings in Kenya ... the bombings".
    pub told_elsewhere: Option<&'static str>,
}

/// The clues of an article.
#[derive(Clone, Debug)]
pub struct Scene {
    clues: Vec<Clue>,
    /// Share of each country in the article, 0 to 1.
    shares: BTreeMap<&'static str, f32>,
    /// Where the outlet is at home, as far as its name or address tells; it can only second what the article says.
    outlet: Option<&'static str>,
}

/// What the clues weigh. Tuned by hand on the gold reports of development and 107 more reports annotated like them.
mod weights {
    /// A place in the event's own sentence, below the trigger in the tree or elsewhere.
    pub(super) const BELOW: f32 = 2.0;
    pub(super) const PLACE: f32 = 1.2;
    pub(super) const GOVERNMENT: f32 = 0.5;
    pub(super) const DEMONYM: f32 = 0.4;
    pub(super) const INSIDE: f32 = 0.4;
    /// A place in the sentence before.
    pub(super) const BEFORE: f32 = 0.5;
    /// Who is at home where it happens, and who need not be.
    pub(super) const HOST: f32 = 1.4;
    pub(super) const GUEST: f32 = 0.6;
    pub(super) const TOLD_ELSEWHERE: f32 = 1.5;
    /// For the only country of an article.
    pub(super) const SHARE: f32 = 4.0;
    pub(super) const DATELINE: f32 = 1.0;
    /// A country that the article speaks of and where the outlet is at home.
    pub(super) const HOME: f32 = 1.0;
    /// What it takes to be told.
    pub(super) const LEAST: f32 = 1.5;
    /// How much better than the second it must be.
    pub(super) const MARGIN: f32 = 0.3;
}

/// An article whose clues together count less is shared out as if they counted so much: one nationality is not what it is about.
const FEWEST: f32 = 3.0;

/// Types of events that happen where those are to whom they are done: an army attacks abroad, a court sentences at home.
const AT_RECIPIENT: [&str; 4] = ["ASSAULT", "AID", "RETREAT", "MOBILIZE"];

impl Scene {
    /// Collects the clues of an article.
    pub fn new(article: &Article, reading: &Reading, places: &[PlaceMention]) -> Self {
        let mut clues: Vec<Clue> = places.iter().filter_map(|place| of_place(article, reading, place)).collect();
        clues.extend(of_words(article, reading, places));
        clues.sort_by_key(|c| (c.tokens.start, c.tokens.end));
        let mut shares: BTreeMap<&'static str, f32> = BTreeMap::new();
        for clue in &clues {
            let lead = if clue.sentence < 2 { 1.5 } else { 1.0 };
            *shares.entry(clue.country).or_default() += lead
                * match clue.sort {
                    Sort::Place | Sort::Dateline => 1.0,
                    Sort::Demonym | Sort::Government => 0.6,
                    Sort::Inside => 0.5,
                };
        }
        let sum: f32 = shares.values().sum();
        shares.values_mut().for_each(|share| *share /= sum.max(FEWEST));
        Scene { clues, shares, outlet: article.outlet.as_deref().and_then(super::hints::seat) }
    }

    /// The country where an event happened.
    pub fn of_event(&self, reading: &Reading, event: &Happening) -> Option<Inferred> {
        let sentence = reading.sentence_of(event.head);
        let mut scores: BTreeMap<&'static str, f32> = BTreeMap::new();
        for (country, share) in &self.shares {
            let home = if self.outlet == Some(country) { weights::HOME } else { 0.0 };
            *scores.entry(country).or_default() += share * weights::SHARE + home;
        }
        let mut here: BTreeMap<&'static str, f32> = BTreeMap::new();
        let mut local: BTreeSet<&'static str> = BTreeSet::new();
        for clue in &self.clues {
            let weight = match (clue.sort, sentence.checked_sub(clue.sentence)) {
                (Sort::Dateline, _) => weights::DATELINE,
                (Sort::Place, Some(0)) if is_below(reading, clue.tokens.start, event.head) => weights::BELOW,
                (Sort::Place, Some(0)) => weights::PLACE,
                (Sort::Government, Some(0)) => weights::GOVERNMENT,
                (Sort::Demonym, Some(0)) => weights::DEMONYM,
                (Sort::Inside, Some(0)) => weights::INSIDE,
                (Sort::Place, Some(1)) => weights::BEFORE,
                _ => continue,
            };
            if clue.sort != Sort::Dateline && clue.sentence == sentence {
                local.insert(clue.country);
            }
            // Two names of one country in a sentence are one clue: the best counts.
            let best = here.entry(clue.country).or_default();
            *best = best.max(weight);
        }
        let (host, guest) =
            if AT_RECIPIENT.contains(&event.event_type) { (&event.recipients, &event.actors) } else { (&event.actors, &event.recipients) };
        for (participants, weight) in [(host, weights::HOST), (guest, weights::GUEST)] {
            for country in participants.iter().filter_map(|p| p.1).collect::<BTreeSet<_>>() {
                *here.entry(country).or_default() += weight;
                local.insert(country);
            }
        }
        if let Some(country) = event.told_elsewhere {
            local.insert(country);
            *here.entry(country).or_default() += weights::TOLD_ELSEWHERE;
        }
        for (country, weight) in here {
            *scores.entry(country).or_default() += weight;
        }
        let mut ranked: Vec<(&'static str, f32)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let (country, score) = *ranked.first()?;
        let second = ranked.get(1).map_or(0.0, |r| r.1);
        // What the article as a whole is about takes more than one mention: a meeting to be held in Geneva makes no article Swiss.
        let mentions = self.clues.iter().filter(|c| c.country == country).count() + usize::from(self.outlet == Some(country));
        let is_near = local.contains(country);
        if mentions < 2 && !is_near || score < weights::LEAST || score - second < weights::MARGIN {
            return None;
        }
        Some(Inferred { country, span: self.reason(reading, event, country)? })
    }

    /// The words that speak most for a country: in the event's sentence or the one before, else the first place in the article, else a
    /// participant.
    fn reason(&self, reading: &Reading, event: &Happening, country: &'static str) -> Option<Span> {
        let head = event.head;
        let sentence = reading.sentence_of(head);
        let clues = || self.clues.iter().filter(|c| c.country == country);
        let order = |clue: &&Clue| (clue.sort != Sort::Place, clue.tokens.start.abs_diff(head));
        if let Some(near) = clues().filter(|c| c.sentence == sentence).min_by_key(order) {
            return Some(near.span);
        }
        let before = clues().filter(|c| c.sentence + 1 == sentence && c.sort == Sort::Place).min_by_key(order);
        let first = || clues().find(|c| c.sort == Sort::Place).or_else(|| clues().next());
        if let Some(clue) = before.or_else(first) {
            return Some(clue.span);
        }
        let participant = event.recipients.iter().chain(&event.actors).find(|p| p.1 == Some(country))?;
        reading.tokens.get(participant.0).map(|t| t.span)
    }
}

/// Steps from a place up to a trigger; trees deeper than this are not walked.
const FARTHEST: usize = 12;

/// True when a token hangs below another.
fn is_below(reading: &Reading, token: TokenIdx, above: TokenIdx) -> bool {
    let mut at = token;
    for _ in 0..FARTHEST {
        match reading.tokens.get(at).and_then(|t| t.head) {
            Some(head) if head == above => return true,
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// "U.S. embassies in Kenya" are American and not in America.
fn is_adjective(article: &Article, reading: &Reading, place: &PlaceMention) -> bool {
    let head = super::event::head(reading, &place.tokens).and_then(|head| reading.tokens.get(head));
    demonym(place.span.of(&article.text)).is_some() && head.is_some_and(|t| matches!(t.deprel.universal(), "compound" | "amod"))
}

fn of_place(article: &Article, reading: &Reading, place: &PlaceMention) -> Option<Clue> {
    let sort = match place {
        place if place.tokens.is_empty() => Sort::Dateline,
        place if is_adjective(article, reading, place) => Sort::Demonym,
        place if place.is_inside => Sort::Inside,
        place if place.is_metonym => Sort::Government,
        _ => Sort::Place,
    };
    Some(Clue {
        span: place.span,
        tokens: place.tokens.clone(),
        sentence: reading.sentence_of(place.tokens.start),
        country: place.country?,
        sort,
    })
}

/// Demonyms, and names of countries inside names of organizations, laws and the like.
fn of_words(article: &Article, reading: &Reading, places: &[PlaceMention]) -> Vec<Clue> {
    let mut out = Vec::new();
    let spans: Vec<Span> = reading.tokens.iter().map(|t| t.span).collect();
    let mut at = 0;
    while at < spans.len() {
        let start = at;
        at += 1;
        if !reading.form(&article.text, start).starts_with(char::is_uppercase) {
            continue;
        }
        let next = places.partition_point(|p| p.tokens.end <= start);
        if let Some(place) = places.get(next).filter(|p| p.tokens.contains(&start)) {
            at = place.tokens.end.max(at);
            continue;
        }
        let name = reading.names.get(reading.names.partition_point(|n| n.tokens.end <= start)).filter(|n| n.tokens.contains(&start));
        if name.is_some_and(|n| n.class == NameClass::Person) {
            continue;
        }
        let sentence = reading.sentence_of(start);
        let end = reading.sentences.get(sentence).map_or(spans.len(), |s| s.tokens.end).max(start + 1);
        let run = spans.get(start..end).unwrap_or(&[]);
        let found = longest(&article.text, run.get(..2).unwrap_or(run), demonym)
            .map(|found| (found, Sort::Demonym))
            .or_else(|| longest(&article.text, run, country_named).map(|found| (found, Sort::Inside)));
        if let Some(((n, country), sort)) = found {
            let tokens = start..start + n;
            at = tokens.end;
            let in_name = name.is_some_and(|name| name.class != NameClass::Norp && name.tokens.len() > n);
            let sort = if in_name { Sort::Inside } else { sort };
            out.push(Clue { span: reading.span(&tokens), tokens, sentence, country: country.alpha3, sort });
        }
    }
    out
}
