//! Any bytes are read to a report without a panic, and every span of it says what stands in the text.
//!
//! `cargo +nightly fuzz run read fuzz/corpus/read crates/dateline/tests/golden -- -max_len=4096 -timeout=60`

#![no_main]

use dateline::pipeline::Pipeline;
use dateline_ingest::Publication;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::sync::LazyLock;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().expect("the weights"));

fuzz_target!(|bytes: &[u8]| {
    if let Ok(report) = PIPELINE.report(bytes, Publication::default()) {
        let text: Vec<char> = report.article.text.chars().collect();
        check(&serde_json::to_value(&report).expect("a report is JSON"), &text);
    }
});

fn check(json: &Value, text: &[char]) {
    if let (Some(start), Some(end), Some(said)) = (json["start"].as_u64(), json["end"].as_u64(), json["text"].as_str()) {
        assert_eq!(text[start as usize..end as usize].iter().collect::<String>(), said);
    }
    match json {
        Value::Array(values) => values.iter().for_each(|value| check(value, text)),
        Value::Object(fields) => fields.values().for_each(|value| check(value, text)),
        _ => {}
    }
}
