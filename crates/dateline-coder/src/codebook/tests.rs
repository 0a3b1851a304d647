use super::*;
use crate::testing::reading;

const FILE: &str = "id = \"sea\"\nversion = 1\nname = \"The sea\"\n\n[[type]]\nname = \"SINK\"\ndefinition = \"Ships sank.\"\n\
                    examples = [\"Ferries *sank*.\", \"Tankers *sank* there.\"]\n\n[[type]]\nname = \"RESCUE\"\ndefinition = \"Sailors saved.\"\n\
                    examples = [\"Sailors saved crews.\"]\n";

/// A reading of a sentence "subject verb [object]" as the codebook tests need it: lemmas are the words without a final "s" or "ed".
fn read(sentence: &str, meaning: Option<[f32; 2]>) -> Reading {
    let words: Vec<&str> = sentence.trim_end_matches('.').split(' ').collect();
    let row = |(i, word): (usize, &&str)| {
        let lemma = word.to_lowercase();
        let (upos, head, relation) = match i {
            0 => ("NOUN NNS", 2, "nsubj"),
            1 => ("VERB VBD", 0, "root"),
            _ => ("NOUN NNS", 2, "obj"),
        };
        format!("{} {word} {lemma} {upos} {head} {relation}\n", i + 1)
    };
    let (_, mut reading) = reading(&words.iter().enumerate().map(row).collect::<String>());
    reading.meanings = meaning.map(|m| vec![m.to_vec()]).unwrap_or_default();
    reading
}

fn codebook(with_meanings: bool) -> Codebook {
    let file = CodebookFile::parse(FILE).0.unwrap();
    let readings: Vec<Reading> = material(&file)
        .iter()
        .enumerate()
        .map(|(i, sentence)| match i {
            // Ordinary news is read as nothing.
            5.. => Reading::default(),
            0..3 => read(sentence, with_meanings.then_some([1.0, 0.0])),
            _ => read(sentence, with_meanings.then_some([0.0, 1.0])),
        })
        .collect();
    Codebook::learn(file, &readings)
}

fn types(codebook: &Codebook, sentence: &str, meaning: Option<[f32; 2]>) -> Vec<&'static str> {
    let names = ["SINK", "RESCUE"];
    codebook.matches(&Syntax::new(sentence, &read(sentence, meaning)), 0).iter().map(|m| names[m.event_type]).collect()
}

#[test]
fn the_background_is_ordinary_news_each_sentence_once() {
    let distinct: std::collections::BTreeSet<_> = BACKGROUND.iter().collect();
    assert!(distinct.len() == BACKGROUND.len() && BACKGROUND.len() >= 100, "{}", BACKGROUND.len());
}

#[test]
fn a_sentence_is_matched_by_its_words_or_by_its_meaning() {
    assert_eq!(types(&codebook(false), "Boats sank.", None), ["SINK"]);
    assert_eq!(types(&codebook(true), "Boats foundered.", Some([1.0, 0.0])), ["SINK"]);
    assert_eq!(types(&codebook(true), "Helicopters came.", Some([0.0, 1.0])), ["RESCUE"]);
    assert_eq!(types(&codebook(true), "Bankers dined.", Some([-0.8, -0.6])), Vec::<&str>::new());
}

#[test]
fn a_matched_sentence_gives_an_event_with_word_participants_and_the_users_type() {
    let reading = read("Sailors saved Children", None);
    let text = "Sailors saved Children";
    let found = codebook(false).find(&Syntax::new(text, &reading));
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].event_type.as_str(), found[0].head), ("RESCUE", 1));
    assert_eq!((found[0].actors.as_slice(), found[0].confidence > 0.0), (&[0][..], true));
}

#[test]
fn the_check_counts_what_is_found_again_and_advises() {
    let check = codebook(true).check();
    assert_eq!((check.types[0].n_examples, check.types[0].n_found), (2, 2));
    assert!(check.advice.iter().any(|a| a == "RESCUE has 1 example: give at least 5"), "{:?}", check.advice);
    assert!(check.advice.iter().any(|a| a.starts_with("no example of RESCUE marks")), "{:?}", check.advice);
    assert!(check.advice.iter().any(|a| a.contains("`none = [")), "{:?}", check.advice);
}

#[test]
fn what_is_taken_for_another_type_is_told_with_the_closest_example() {
    let file = CodebookFile::parse(&FILE.replace("\"Sailors saved crews.\"", "\"Liners *sank*.\", \"Sailors saved crews.\"")).0.unwrap();
    let readings: Vec<Reading> =
        material(&file).iter().enumerate().map(|(i, s)| if i < 6 { read(s, None) } else { Reading::default() }).collect();
    let check = Codebook::learn(file, &readings).check();
    let wrong = check.confused.iter().find(|c| c.event_type == Some(1) && c.index == 0).expect("a confusion");
    assert_eq!(wrong.taken_for, Some(0));
    assert!(wrong.closest.is_some());
    assert_eq!(check.types[0].n_claimed, 1);
}

#[test]
fn missing_readings_learn_less_and_break_nothing() {
    let file = CodebookFile::parse(FILE).0.unwrap();
    let codebook = Codebook::learn(file, &[]);
    assert_eq!(codebook.matches(&Syntax::new("", &Reading::default()), 3), []);
    assert_eq!(codebook.check().types.len(), 2);
}
