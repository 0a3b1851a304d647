//! The same text gives the same reading on every processor with fused multiplication (x86-64 since 2013): the vector
//! arithmetics differ in speed alone. The portable one rounds twice where they round once, and may differ in the last digits.

use dateline_model::{Article, Reading};
use dateline_reader::{Arithmetic, Reader};
use std::path::Path;

/// The articles written for the golden set of the command line.
fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dateline/tests/golden");
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("the golden set").map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(|path| Article { text: std::fs::read_to_string(path).expect("an article"), ..Article::default() }).collect()
}

fn readings(arithmetic: Arithmetic, articles: &[Article]) -> Vec<Reading> {
    let reader = Reader::new(dateline_weights::READER, arithmetic).expect("the embedded weights");
    articles.iter().map(|article| reader.read(article)).collect()
}

#[test]
fn every_vector_arithmetic_of_this_processor_reads_the_same() {
    let articles = articles();
    assert!(articles.len() >= 6);
    let vector = [Arithmetic::Avx512Vnni, Arithmetic::AvxVnni, Arithmetic::Avx2].into_iter().filter(|a| a.is_available());
    let mut all = vector.map(|arithmetic| (arithmetic, readings(arithmetic, &articles)));
    let Some((_, expected)) = all.next() else { return };
    for (arithmetic, readings) in all {
        for ((reading, expected), article) in readings.iter().zip(&expected).zip(&articles) {
            let tokens = |r: &Reading| r.tokens.iter().map(|t| (t.span.of(&article.text).to_owned(), t.head, t.deprel)).collect::<Vec<_>>();
            assert_eq!(tokens(reading), tokens(expected), "{arithmetic:?}");
            assert_eq!(reading.names, expected.names, "{arithmetic:?}");
            assert_eq!(reading.attributions, expected.attributions, "{arithmetic:?}");
        }
    }
}
