//! Places, countries, demonyms and agencies: data and lookup.
//!
//! Useful for: what a name can mean ([`by_name`]), which country a demonym belongs to ([`demonym`]), who is a wire agency ([`agency`]).
//! Not useful for: choosing among the places of one name by the words around it; that is the coder's work. No country is ever told
//! from coordinates: borders drawn on a map take sides, ids do not have to.
//!
//! Names in capitals (US, EU, AP) are found only as written, other names only with a capital: "turkey" and "us" are no countries.
//! The data are files in `data/`; `data/geonames/` is made by `make/make.py` from GeoNames (CC BY 4.0, see NOTICE). Its large tables are
//! kept compressed; the build unpacks them into the program, so that a run has nothing to load.

mod agency;
mod country;
mod fold;
mod longest;
mod place;
mod store;

pub use agency::{Agency, agencies, agency};
pub use country::{Country, countries, country, country_by_alpha2, country_named, demonym};
pub use fold::fold;
pub use longest::longest;
pub use place::{Candidate, Kind, Place, abbreviated, by_geonames_id, by_name, capital_of, division, of_country};
