//! Where: the place names of an article, what the gazetteer says they are, and the one that the syntax ties to an event.
//!
//! Useful for: names of countries, divisions, counties, towns and regions, resolved by names beside them ("Portland, Maine"), by where the
//! article's other names lie, by its countries, its outlet's town and by size; and the country an event happened in when the text gives
//! it no place. Not useful for: rivers, streets and buildings, which the gazetteer does not have; and no place gets its country from
//! coordinates.

mod context;
mod event;
mod explain;
mod hints;
mod metonym;
mod resolve;
mod scene;
mod score;
mod spot;
#[cfg(test)]
mod tests;
mod words;

pub use event::of_event;
pub use explain::{Explained, explain};
pub use scene::{Happening, Inferred, Participant, Scene};
pub use score::Score;

use dateline_gazetteer::{Kind, Place};
use dateline_model::report::PlaceLevel;
use dateline_model::{Article, Reading, Span, Tokens};

/// The level of a place as reports have it; none for regions.
pub fn level(place: &Place) -> Option<&'static str> {
    Some(match place.kind {
        Kind::Region => return None,
        Kind::Country => "country",
        Kind::Division => "admin1",
        Kind::District => "admin2",
        Kind::City => "city",
    })
}

/// One mention of a place by name.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The name in the text.
    pub span: Span,
    /// Its tokens.
    pub tokens: Tokens,
    /// Name in the gazetteer; as written when unresolved.
    pub name: String,
    /// GeoNames id.
    pub geonames_id: Option<u32>,
    /// ISO 3166 alpha-3; none where unknown, contested, or larger than a country.
    pub country: Option<&'static str>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How fine it is; none for regions and where unresolved.
    pub level: Option<PlaceLevel>,
    /// True when it is part of the name of something else: "Kentucky Department of Education".
    pub is_inside: bool,
    /// True when the name stands for a government and not for the place: "Tehran denied".
    pub is_metonym: bool,
}

/// Finds the places an article names, in text order and disjoint: the reader's places and facilities, and countries, capitals and large
/// towns it missed, when they are no part of another name.
pub fn find(article: &Article, reading: &Reading) -> Vec<PlaceMention> {
    let spots = spot::spots(article, reading);
    let resolved = resolve::resolve(article, reading, &spots);
    let mention = |(spot, place): (spot::Spot, resolve::Resolution)| {
        let is_metonym = !spot.is_inside && metonym::is_metonym(reading, &spot.tokens, &place);
        let text = spot.span;
        let written = text.of(&article.text);
        let (id, lat, lon) = (place.geonames_id(), place.lat(), place.lon());
        PlaceMention {
            span: text,
            tokens: spot.tokens,
            name: place.name().unwrap_or(written).to_owned(),
            geonames_id: id,
            country: place.country(),
            lat,
            lon,
            level: place.level(),
            is_inside: spot.is_inside,
            is_metonym,
        }
    };
    // What stands in the name of something else is a place only when it is one for certain.
    let is_place = |(spot, place): &(spot::Spot, resolve::Resolution)| !spot.is_inside || matches!(place, resolve::Resolution::Known(_));
    spots.into_iter().zip(resolved).filter(is_place).map(mention).collect()
}
