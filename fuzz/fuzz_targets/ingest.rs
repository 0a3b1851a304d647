//! Any bytes as a source of articles: pages, feeds, archives, tables, packed or not.
//!
//! `cargo +nightly fuzz run ingest fuzz/corpus/ingest crates/dateline/tests/pages -- -max_len=65536 -timeout=60`
#![no_main]

use dateline_ingest::{Columns, article, documents};
use libfuzzer_sys::fuzz_target;

/// Names whose endings steer what the bytes are taken for; the first byte chooses.
const NAMES: [&str; 6] = ["", "a.html", "a.csv", "a.jsonl", "a.json", "a.txt"];

fuzz_target!(|bytes: Vec<u8>| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let rest = rest.to_vec();
    for item in documents(name, std::io::Cursor::new(rest), &Columns::default()).take(1000) {
        let Ok(document) = item else { continue };
        let (article, problems) = article(document);
        for stretch in &article.background {
            assert!(article.text.get(stretch.span.range()).is_some_and(|text| !text.is_empty()));
        }
        for credit in &article.credits {
            assert_eq!(article.text.get(credit.span.range()), Some(credit.agency.as_str()));
        }
        assert!(problems.iter().all(|p| p.span.is_none_or(|span| article.text.get(span.range()).is_some())));
        assert!(article.published.is_some() == (article.dating != dateline_model::Dating::None));
    }
});
