//! Place names, resolved against the gazetteer, and the place of an event.
