//! Who is who in small readings.

use super::*;
use crate::statements;
use crate::testing::reading;

/// Entities as lines `name (kind): mention, mention`; every word of `heads` takes part in something.
fn check(table: &str, heads: &[TokenIdx], expect: &[&str]) {
    let (text, reading) = reading(table);
    let syntax = Syntax::new(&text, &reading);
    let statements = statements::find(&syntax);
    let entities = resolve(&syntax, &statements, heads, &[], &[]);
    let lines: Vec<String> = entities
        .list
        .iter()
        .enumerate()
        .map(|(index, entity)| {
            let mentions: Vec<&str> = entities.mentions_of(index).map(|m| reading.span(&m.tokens).of(&text)).collect();
            format!("{} ({:?}): {}", entity.name, entity.kind, mentions.join(", "))
        })
        .collect();
    assert_eq!(lines, expect);
}

#[test]
fn a_title_a_last_name_and_a_pronoun_mean_one_person() {
    check(
        "1 President President PROPN NNP 2 nmod:desc
        2 Olga Olga PROPN NNP 4 nsubj B-PER
        3 Vela Vela PROPN NNP 2 flat I-PER
        4 came come VERB VBD 0 root
        5 ^. . PUNCT . 4 punct
        -
        1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 said say VERB VBD 0 root
        3 she she PRON PRP 4 nsubj
        4 won win VERB VBD 2 ccomp",
        &[],
        &["Olga Vela (Person): President Olga Vela, Vela, she"],
    );
}

#[test]
fn an_apposition_and_the_same_noun_again_mean_its_person() {
    check(
        "1 His his PRON PRP$ 2 nmod:poss
        2 brother brother NOUN NN 5 nsubj
        3 ^, , PUNCT , 4 punct
        4 Nikita Nikita PROPN NNP 2 appos B-PER
        5 died die VERB VBD 0 root
        -
        1 The the DET DT 2 det
        2 brother brother NOUN NN 3 nsubj
        3 wept weep VERB VBD 0 root",
        &[],
        &["Nikita (Person): His brother, Nikita, The brother"],
    );
}

#[test]
fn a_sex_that_contradicts_keeps_people_apart() {
    check(
        "1 Olga Olga PROPN NNP 3 nsubj B-PER
        2 Vela Vela PROPN NNP 1 flat I-PER
        3 met meet VERB VBD 0 root
        4 Boris Boris PROPN NNP 3 obj B-PER
        5 Moro Moro PROPN NNP 4 flat I-PER
        -
        1 He he PRON PRP 2 nsubj
        2 left leave VERB VBD 0 root",
        &[],
        &["Olga Vela (Person): Olga Vela", "Boris Moro (Person): Boris Moro, He"],
    );
}

#[test]
fn i_in_a_quotation_is_its_speaker() {
    check(
        "1 “ “ PUNCT `` 3 punct
        2 ^I I PRON PRP 3 nsubj
        3 left leave VERB VBD 7 ccomp
        4 ^, , PUNCT , 3 punct
        5 ^” ” PUNCT '' 3 punct
        6 Vela Vela PROPN NNP 7 nsubj B-PER
        7 said say VERB VBD 0 root",
        &[],
        &["Vela (Person): I, Vela"],
    );
}

#[test]
fn a_capital_that_speaks_is_a_government_and_people_of_a_country_a_group() {
    check(
        "1 Kyiv Kyiv PROPN NNP 2 nsubj B-LOC
        2 said say VERB VBD 0 root
        3 Belarusians Belarusian PROPN NNPS 4 nsubj B-NORP
        4 left leave VERB VBD 2 ccomp",
        &[2],
        &["Kyiv (Organization): Kyiv", "Belarusians (Group): Belarusians"],
    );
}

#[test]
fn modifiers_tell_officials_of_two_countries_apart() {
    let table = "1 Iraqi Iraqi ADJ JJ 2 amod
        2 officials official NOUN NNS 3 nsubj
        3 met meet VERB VBD 0 root
        4 Turkish Turkish ADJ JJ 5 amod
        5 officials official NOUN NNS 3 obj";
    check(table, &[], &["Iraqi officials (Group): Iraqi officials", "Turkish officials (Group): Turkish officials"]);
}

#[test]
fn an_organization_goes_by_its_acronym_and_its_last_word() {
    check(
        "1 The the DET DT 4 det
        2 Anti Anti PROPN NNP 4 compound B-ORG
        3 Fraud Fraud PROPN NNP 4 compound I-ORG
        4 Agency Agency PROPN NNP 5 nsubj I-ORG
        5 came come VERB VBD 0 root
        -
        1 AFA AFA PROPN NNP 2 nsubj B-ORG
        2 left leave VERB VBD 0 root
        -
        1 The the DET DT 2 det
        2 agency agency NOUN NN 3 nsubj
        3 wept weep VERB VBD 0 root",
        &[],
        &["Anti Fraud Agency (Organization): The Anti Fraud Agency, AFA, The agency"],
    );
}

#[test]
fn a_relative_pronoun_stands_for_its_noun() {
    let (text, reading) = reading(
        "1 men man NOUN NNS 0 root
        2 who who PRON WP 3 nsubj
        3 fled flee VERB VBD 1 acl:relcl",
    );
    let entities = resolve(&Syntax::new(&text, &reading), &[], &[1], &[], &[]);
    assert!(entities.of(0).is_some());
    assert_eq!(entities.of(1), entities.of(0));
    assert_eq!(entities.of(99), None);
}

#[test]
fn a_day_is_nobody() {
    let (text, reading) = reading(
        "1 Saturday Saturday PROPN NNP 2 nsubj B-PER
         2 saw see VERB VBD 0 root
         3 Vela Vela PROPN NNP 2 obj B-PER",
    );
    let syntax = Syntax::new(&text, &reading);
    let names = |times: &[dateline_model::Tokens]| -> Vec<String> {
        resolve(&syntax, &[], &[], &[], times).list.into_iter().map(|e| e.name).collect()
    };
    assert_eq!(names(std::slice::from_ref(&(0..1))), ["Vela"]);
    assert_eq!(names(&[]), ["Saturday", "Vela"]);
}
