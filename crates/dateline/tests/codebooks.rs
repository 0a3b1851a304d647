//! The codebooks that come along: they check without a fault, and code sentences they have not seen.

mod common;

use common::Workplace;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebooks")
}

/// Shares of right sentences in percent: all, those with an event, those without.
fn shares(name: &str) -> Vec<f64> {
    let (codebook, test) = (folder().join(format!("{name}.toml")), folder().join(format!("tests/{name}.tsv")));
    let (codebook, test) = (codebook.display().to_string(), test.display().to_string());
    let output = Workplace::new(&format!("codebook-{name}")).run(&["evaluate", "codebook", &codebook, &test]);
    let page = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = page.lines().filter(|l| l.starts_with("right,"));
    lines.map(|l| l.rsplit_once('(').and_then(|(_, p)| p.split(' ').next()?.parse().ok()).expect("a share")).collect()
}

fn check(name: &str, floors: [f64; 3]) {
    let shares = shares(name);
    assert!(shares.len() == 3 && shares.iter().zip(floors).all(|(share, floor)| *share >= floor), "{name}: {shares:?}, floors {floors:?}");
}

/// Floors somewhat below what the weights reader-4 reach.
#[test]
fn unseen_sentences_are_given_their_type() {
    check("health", [66.0, 54.0, 87.0]);
    check("environment", [72.0, 64.0, 87.0]);
}

#[test]
fn the_test_sentences_are_enough_and_none_is_an_example() {
    for name in ["health", "environment"] {
        let codebook = std::fs::read_to_string(folder().join(format!("{name}.toml"))).expect("a codebook").replace('*', "");
        let test = std::fs::read_to_string(folder().join(format!("tests/{name}.tsv"))).expect("a test");
        let sentences: Vec<&str> = test.lines().skip(1).filter_map(|l| l.split_once('\t')).map(|(_, sentence)| sentence).collect();
        assert!(sentences.len() >= 60, "{name}: {}", sentences.len());
        assert!(sentences.iter().all(|s| !codebook.contains(s)), "{name}");
    }
}
