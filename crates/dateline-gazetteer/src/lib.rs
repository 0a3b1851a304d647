//! Places, countries, demonyms and agencies: data and lookup.
