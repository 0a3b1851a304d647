//! Why a name means one place and not another: every candidate with its points.

use super::context::{Context, contains};
use super::score::Score;
use dateline_gazetteer::{Place, by_name, fold};

/// A place that a name can mean, with its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The place.
    pub place: Place,
    /// The points that it has.
    pub score: Score,
    /// True when a name beside it contains it: "Portland, Maine". Such a place comes before all others whatever the points.
    pub is_contained: bool,
}

/// Every place that a name can mean when an article names `near` too, the one meant first. A comma in the name parts it from what
/// contains it, as in an article: "Portland, Maine".
///
/// ```
/// use dateline_coder::place::explain;
/// let first = |name: &str, near: &[&str]| explain(name, near, None).first().map(|e| e.place.division);
/// assert_eq!(first("Springfield", &["Boston"]), Some("US.MA"));
/// assert_eq!(first("Portland, Maine", &[]), Some("US.ME"));
/// ```
pub fn explain(name: &str, near: &[&str], outlet: Option<&str>) -> Vec<Explained> {
    let (name, container) = match name.split_once(',') {
        Some((name, container)) => (name.trim(), container.trim()),
        None => (name.trim(), ""),
    };
    let abbreviated = dateline_gazetteer::abbreviated(container);
    let containers: Vec<Place> = by_name(container).into_iter().map(|c| c.place).chain(abbreviated).collect();
    let candidates = by_name(name);
    let context = Context::of_names(near, outlet);
    let scores = context.parts(&fold(name), &candidates, name, false);
    let explained = |(candidate, score): (dateline_gazetteer::Candidate, Score)| Explained {
        place: candidate.place,
        score,
        is_contained: containers.iter().any(|outer| contains(outer, &candidate.place)),
    };
    let mut all: Vec<Explained> = candidates.into_iter().zip(scores).map(explained).collect();
    all.sort_by(|a, b| {
        let points = b.score.total().total_cmp(&a.score.total());
        b.is_contained.cmp(&a.is_contained).then(points).then(a.place.geonames_id.cmp(&b.place.geonames_id))
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, near: &[&str], outlet: Option<&str>, expect: &str) {
        let all = explain(name, near, outlet);
        let first = all.first().unwrap_or_else(|| panic!("{name} is unknown"));
        let place = &first.place;
        let told = if place.division.is_empty() { place.country.map_or("-", |c| c.alpha3) } else { place.division };
        assert_eq!(told, expect, "{name}: {:?}", first.score.parts());
    }

    #[test]
    fn other_names_draw_a_name_to_where_they_lie() {
        check("Paris", &[], None, "FR.11");
        check("Paris", &["Bonham", "Lamar County", "Texas"], None, "US.TX");
        check("Worcester", &["Malvern", "Evesham"], None, "GB.ENG");
        check("Worcester", &["Boston", "Springfield"], None, "US.MA");
        check("Georgia", &["Tbilisi"], None, "GEO");
        check("Georgia", &["Atlanta", "Macon", "Savannah", "Fulton County"], None, "US.GA");
    }

    #[test]
    fn an_outlet_named_for_a_town_writes_of_it() {
        check("Palestine", &[], None, "PSE");
        check("Palestine", &["Tyler"], Some("palestineherald.com"), "US.TX");
        check("Rutland", &["Burlington", "Montpelier"], Some("Rutland Herald"), "US.VT");
        check("London", &["Woodstock"], Some("www.example.ca"), "CA.08");
        check("Houma", &[], Some("houmatoday.com"), "US.LA");
    }

    #[test]
    fn a_name_after_a_comma_contains_it_whatever_the_points() {
        check("London, Ky.", &["England"], None, "US.KY");
        check("London, KY", &[], None, "US.KY");
        check("Springfield, Illinois", &["Boston"], None, "US.IL");
    }

    #[test]
    fn odd_names_mean_nothing() {
        for name in ["", ",", ", Maine", "\u{0}", "🙂", "م, م"] {
            assert!(explain(name, &["", ","], Some("")).is_empty(), "{name}");
        }
    }
}
