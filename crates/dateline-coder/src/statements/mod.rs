//! Who says what: attributions with source, cue, content, kind, stance and source chain.
