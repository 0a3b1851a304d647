//! Rows of groups: what a story, an identity, a happening is, from its members alone.

use crate::error::Result;
use crate::grouping::{Day, EventFacts, Layer};
use crate::happenings::{AccountEvent, account};
use crate::layers::{self, Happenings, known};
use crate::recent::Recent;
use crate::rows::{HappeningRow, IdentityRow, StoryRow};
use crate::store::Store;
use crate::stories::Story;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences by which a happening is found; more would make a happening that all tell dear to change.
const SENTENCES: usize = 50;
/// Names that a row shows.
const NAMES: usize = 12;

/// Makes the row of a story again; takes it out when it has no articles any more. True when its agency is another than before.
pub(crate) fn story(store: &mut impl Store, id: &str) -> Result<bool> {
    let before = store.story(id)?.map(|story| story.agency);
    let mut articles = Vec::new();
    for article in store.members(Layer::Story, id)? {
        articles.extend(store.article(&article)?.map(|row| layers::article(row, String::new())));
    }
    match Story::of(&articles.iter().collect::<Vec<_>>()) {
        Some(Story { earliest, agency, .. }) => {
            let changed = before.is_some_and(|before| before != agency);
            store.put_story(&StoryRow { id: id.to_owned(), earliest, agency, articles: articles.len() })?;
            Ok(changed)
        }
        None => store.remove_group(Layer::Story, id).map(|()| false),
    }
}

/// Makes the row of an identity again; takes it out when it has no profiles any more.
pub(crate) fn identity(store: &mut impl Store, id: &str) -> Result<()> {
    let mut row = IdentityRow { id: id.to_owned(), ..IdentityRow::default() };
    let (mut names, mut titles) = (BTreeSet::new(), Counts::default());
    let (mut kinds, mut countries, mut sectors) = (Counts::default(), Counts::default(), Counts::default());
    for profile in store.members(Layer::Identity, id)? {
        let Some(facts) = known::<crate::grouping::EntityFacts>(store, &profile)? else { continue };
        let n = store.count_profile(&profile)?;
        row.entities += n;
        names.extend(facts.names);
        titles.add(facts.name, n);
        kinds.add(facts.kind, n);
        facts.country.into_iter().for_each(|country| countries.add(country, n));
        facts.sector.into_iter().for_each(|sector| sectors.add(sector, n));
    }
    let Some(name) = titles.most() else {
        return store.remove_group(Layer::Identity, id);
    };
    row.name = name;
    row.names = names.into_iter().collect();
    row.kind = kinds.most().unwrap_or_default();
    row.country = countries.most();
    row.sector = sectors.most();
    store.put_identity(&row)
}

/// The row of a happening as it is now; takes it out, and gives none, when it has no events any more.
pub(crate) fn happening(store: &mut impl Store, recent: &mut Recent<Happenings>, id: &str) -> Result<Option<HappeningRow>> {
    let mut events = Vec::new();
    for event in store.members(Layer::Happening, id)? {
        events.extend(recent.get(store, &event)?.map(|seen| seen.facts.as_ref().clone()));
    }
    if events.is_empty() {
        return store.remove_group(Layer::Happening, id).map(|()| None);
    }
    let mut row = row(id, &events);
    row.articles = events.iter().map(|event| &event.article).collect::<BTreeSet<&String>>().len();
    let account = account(&told(store, events)?);
    row.stories = account.n_stories;
    row.sources = account.n_independent;
    row.anonymous = account.n_anonymous;
    row.denying = account.n_denying;
    row.disputed = account.attributes.into_iter().filter(|attribute| !attribute.agreed).map(|attribute| attribute.name).collect();
    Ok(Some(row))
}

/// Events with what the record knows of their articles, and of those they speak of.
pub(crate) fn told(store: &impl Store, events: Vec<EventFacts>) -> Result<Vec<AccountEvent>> {
    let mut all = Vec::with_capacity(events.len());
    // Many events tell of the same people, and stand in articles of the same story.
    let (mut people, mut agencies) = (BTreeMap::new(), BTreeMap::new());
    for facts in events {
        let story = store.group(Layer::Story, &facts.article)?.unwrap_or_default();
        if !agencies.contains_key(&story) {
            agencies.insert(story.clone(), store.story(&story)?.and_then(|story| story.agency));
        }
        let parties = facts.actors.iter().chain(&facts.recipients).map(|party| &party.id);
        let mut identities = BTreeMap::new();
        for entity in parties.chain(facts.said.voices.iter().filter_map(|voice| voice.entity.as_ref())) {
            let Some(profile) = store.entity(entity)?.and_then(|entity| entity.profile) else { continue };
            if !people.contains_key(&profile) {
                people.insert(profile.clone(), identity_of(store, &profile)?);
            }
            identities.extend(people.get(&profile).cloned().flatten().map(|identity| (entity.clone(), identity)));
        }
        all.push(AccountEvent {
            outlet: store.article(&facts.article)?.and_then(|article| article.outlet),
            agency: agencies.get(&story).cloned().flatten(),
            story,
            identities,
            facts,
        });
    }
    Ok(all)
}

/// The identity of a profile, and its name.
fn identity_of(store: &impl Store, profile: &str) -> Result<Option<(String, String)>> {
    let Some(group) = store.group(Layer::Identity, profile)? else { return Ok(None) };
    Ok(store.identity(&group)?.map(|identity| (group, identity.name)))
}

/// What events say together, without what the store knows beside them.
fn row(id: &str, events: &[EventFacts]) -> HappeningRow {
    let most = |of: &dyn Fn(&EventFacts) -> Option<String>| {
        let mut counts = Counts::default();
        events.iter().filter_map(of).for_each(|value| counts.add(value, 1));
        counts.most()
    };
    let reported = events.iter().filter_map(|event| event.published).min();
    let (first, last) = days(events);
    let place = events.iter().filter_map(|event| event.place.as_ref()).min_by_key(|place| {
        let same = events.iter().filter(|event| event.place.as_ref().is_some_and(|other| other.name == place.name)).count();
        (coarseness(place.level.as_deref()), std::cmp::Reverse(same), place.name.clone(), place.id)
    });
    let mut countries: BTreeSet<String> = BTreeSet::new();
    for event in events {
        countries.extend(event.actors.iter().chain(&event.recipients).filter_map(|party| party.country.clone()));
    }
    let day = |day: Day| Some(date(1970, 1, 1).saturating_add(jiff::Span::new().try_days(day).ok()?)).map(|day: Date| day.to_string());
    let sentences: BTreeSet<&str> = events.iter().map(|event| event.sentence.as_str()).collect();
    HappeningRow {
        id: id.to_owned(),
        event_type: most(&|event| Some(event.event_type.clone())).unwrap_or_default(),
        mode: most(&|event| event.mode.clone()),
        status: most(&|event| Some(event.status.clone())).unwrap_or_default(),
        first: first.and_then(day),
        last: last.and_then(day),
        reported: reported.and_then(day),
        day: first.or(reported).and_then(day),
        until: last.or(reported.max(first)).and_then(day),
        who: names(events, |event| &event.actors),
        to_whom: names(events, |event| &event.recipients),
        countries: countries.into_iter().collect(),
        place: place.map(|place| place.name.clone()),
        country: place.and_then(|place| place.country.clone()).or_else(|| most(&|event| event.place.as_ref()?.country.clone())),
        geonames_id: place.and_then(|place| place.id),
        lat: place.and_then(|place| place.at).map(|(lat, _)| lat),
        lon: place.and_then(|place| place.at).map(|(_, lon)| lon),
        events: events.len(),
        words: sentences.into_iter().take(SENTENCES).collect::<Vec<&str>>().join("\n"),
        ..HappeningRow::default()
    }
}

/// The most precise interval; of those as precise as it the one told most, then the first.
fn days(events: &[EventFacts]) -> (Option<Day>, Option<Day>) {
    let mut told: BTreeMap<(Option<Day>, Option<Day>), usize> = BTreeMap::new();
    for event in events.iter().filter(|event| event.start.is_some() || event.end.is_some()) {
        *told.entry((event.start, event.end)).or_insert(0) += 1;
    }
    let length = |(start, end): &(Option<Day>, Option<Day>)| start.zip(*end).map_or(Day::MAX, |(start, end)| end.saturating_sub(start));
    let best = told.iter().min_by_key(|(days, n)| (length(days), std::cmp::Reverse(**n), **days));
    best.map_or((None, None), |(days, _)| *days)
}

fn coarseness(level: Option<&str>) -> usize {
    ["poi", "city", "admin2", "admin1", "country"].iter().position(|own| level == Some(*own)).unwrap_or(5)
}

/// Names of those who took part: proper names first, then by how many events have them.
fn names(events: &[EventFacts], of: impl Fn(&EventFacts) -> &[crate::grouping::Party]) -> Vec<String> {
    let mut counts: BTreeMap<&str, (bool, usize)> = BTreeMap::new();
    for party in events.iter().flat_map(of) {
        let count = counts.entry(&party.name).or_default();
        *count = (count.0 || party.named, count.1 + 1);
    }
    let mut names: Vec<(&str, (bool, usize))> = counts.into_iter().collect();
    names.sort_by_key(|(name, (named, n))| (!named, std::cmp::Reverse(*n), *name));
    names.into_iter().take(NAMES).map(|(name, _)| name.to_owned()).collect()
}

/// How often values are told.
#[derive(Debug, Default)]
struct Counts(BTreeMap<String, usize>);

impl Counts {
    fn add(&mut self, value: String, n: usize) {
        *self.0.entry(value).or_insert(0) += n;
    }

    /// The value told most; of several the first in the alphabet.
    fn most(self) -> Option<String> {
        self.0.into_iter().min_by_key(|(value, n)| (std::cmp::Reverse(*n), value.clone())).map(|(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grouping::{Party, PlaceFacts};

    fn event(days: (Option<Day>, Option<Day>), actor: &str, place: Option<(&str, &str)>) -> EventFacts {
        EventFacts {
            event_type: "ASSAULT".to_owned(),
            status: "happened".to_owned(),
            published: Some(20),
            start: days.0,
            end: days.1,
            actors: vec![Party { name: actor.to_owned(), named: actor != "gunmen", ..Party::default() }],
            place: place.map(|(name, level)| PlaceFacts { name: name.to_owned(), level: Some(level.to_owned()), ..PlaceFacts::default() }),
            ..EventFacts::default()
        }
    }

    #[test]
    fn a_happening_takes_the_most_precise_day_and_place_and_the_names_before_the_descriptions() {
        let events = [
            event((Some(0), Some(30)), "gunmen", Some(("Orvale", "country"))),
            event((Some(12), Some(12)), "gunmen", None),
            event((None, None), "River Front", Some(("Teskov", "city"))),
        ];
        let row = row("h1", &events);
        assert_eq!((row.first.as_deref(), row.last.as_deref()), (Some("1970-01-13"), Some("1970-01-13")));
        assert_eq!(row.place.as_deref(), Some("Teskov"));
        assert_eq!(row.who, ["River Front", "gunmen"]);
    }

    #[test]
    fn without_a_day_it_goes_by_the_first_report() {
        let row = row("h1", &[event((None, None), "gunmen", None)]);
        assert_eq!((row.first, row.day.as_deref(), row.until.as_deref()), (None, Some("1970-01-21"), Some("1970-01-21")));
    }
}
