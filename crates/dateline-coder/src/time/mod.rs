//! Time expressions (TIMEX3) and the time of an event.
