//! Who and what the article talks about: mentions joined into entities.
