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

#[test]
fn a_report_speaks_for_whoever_it_is_by() {
    check(
        "1 A a DET DT 2 det
        2 report report NOUN NN 6 nsubj
        3 by by ADP IN 5 case
        4 Patrolman Patrolman PROPN NNP 5 nmod:desc
        5 Vela Vela PROPN NNP 2 nmod B-PER
        6 said say VERB VBD 0 root
        7 he he PRON PRP 8 nsubj
        8 fled flee VERB VBD 6 ccomp",
        &[1],
        &["Vela (Person): A report by Patrolman Vela, Patrolman Vela, he"],
    );
}

#[test]
fn a_report_with_a_new_description_is_no_earlier_statement() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 said say VERB VBD 0 root
        3 it it PRON PRP 4 nsubj
        4 rains rain VERB VBZ 2 ccomp
        -
        1 The the DET DT 3 det
        2 medical medical ADJ JJ 3 amod
        3 report report NOUN NN 4 nsubj
        4 said say VERB VBD 0 root
        5 it it PRON PRP 6 nsubj
        6 snows snow VERB VBZ 4 ccomp",
        &[6],
        &["Vela (Person): Vela", "The medical report (Organization): The medical report"],
    );
}

#[test]
fn a_vice_president_is_not_the_president() {
    check(
        "1 Vice Vice ADJ JJ 2 amod
        2 President President PROPN NNP 3 nmod:desc
        3 Vela Vela PROPN NNP 4 nsubj B-PER
        4 came come VERB VBD 0 root
        -
        1 The the DET DT 2 det
        2 president president NOUN NN 3 nsubj
        3 left leave VERB VBD 0 root
        -
        1 The the DET DT 3 det
        2 vice vice NOUN NN 3 compound
        3 president president NOUN NN 4 nsubj
        4 stayed stay VERB VBD 0 root",
        &[],
        &["Vela (Person): Vice President Vela, The vice president", "The president (Person): The president"],
    );
}

#[test]
fn a_name_may_follow_its_acronym_but_a_part_is_not_the_whole() {
    check(
        "1 IF IF PROPN NNP 2 nsubj B-ORG
        2 met meet VERB VBD 0 root
        3 the the DET DT 5 det
        4 Iron Iron PROPN NNP 5 compound B-ORG
        5 Front Front PROPN NNP 2 obj I-ORG
        -
        1 The the DET DT 4 det
        2 IF IF PROPN NNP 4 compound B-ORG
        3 Rescue Rescue PROPN NNP 4 compound I-ORG
        4 Agency Agency PROPN NNP 5 nsubj I-ORG
        5 left leave VERB VBD 0 root",
        &[],
        &["Iron Front (Organization): IF, the Iron Front", "IF Rescue Agency (Organization): The IF Rescue Agency"],
    );
}

#[test]
fn people_are_named_by_what_tells_them_apart() {
    check(
        "1 People people NOUN NNS 6 nsubj
        2 who who PRON WP 3 nsubj
        3 fled flee VERB VBD 1 acl:relcl
        4 the the DET DT 5 det
        5 war war NOUN NN 3 obj
        6 returned return VERB VBD 0 root",
        &[0],
        &["People who fled the war (Group): People"],
    );
}

#[test]
fn a_number_with_the_same_words_comes_back_and_two_men_need_not() {
    let table = |number: &str| {
        format!(
            "1 {number} {number} NUM CD 2 nummod
            2 men man NOUN NNS 3 nsubj
            3 fled flee VERB VBD 0 root
            -
            1 {number} {number} NUM CD 2 nummod
            2 men man NOUN NNS 3 nsubj
            3 died die VERB VBD 0 root"
        )
    };
    check(&table("15"), &[], &["15 men (Group): 15 men, 15 men"]);
    check(&table("two"), &[], &["two men (Group): two men", "two men (Group): two men"]);
}

#[test]
fn who_has_a_brother_is_the_brothers_brother() {
    check(
        "1 Vela Vela PROPN NNP 3 nmod:poss B-PER
        2 's 's PART POS 1 case
        3 brother brother NOUN NN 6 nsubj
        4 ^, , PUNCT , 5 punct
        5 Moro Moro PROPN NNP 3 appos B-PER
        6 called call VERB VBD 0 root
        7 his his PRON PRP$ 8 nmod:poss
        8 brother brother NOUN NN 6 obj",
        &[],
        &["Vela (Person): Vela, his brother", "Moro (Person): Vela 's brother, Moro, his"],
    );
}

#[test]
fn the_model_tells_what_the_rules_cannot() {
    let table = "1 Soldiers soldier NOUN NNS 2 nsubj
        2 came come VERB VBD 0 root
        -
        1 The the DET DT 2 det
        2 troops troops NOUN NNS 3 nsubj
        3 left leave VERB VBD 0 root";
    let count = |probability: f32| {
        let (text, mut reading) = reading(table);
        if probability > 0.0 {
            reading.anaphors = vec![dateline_model::Anaphor { token: 3, first: 1.0 - probability, antecedents: vec![(0, probability)] }];
        }
        resolve(&Syntax::new(&text, &reading), &[], &[], &[], &[]).list.len()
    };
    assert_eq!(count(0.9), 1);
    assert_eq!(count(0.4), 2, "something new is as likely");
    assert_eq!(count(0.0), 2, "without a model");
}

#[test]
fn an_office_may_be_named_after_it_was_told_of() {
    check(
        "1 The the DET DT 2 det
        2 mayor mayor NOUN NN 3 nsubj
        3 fell fall VERB VBD 0 root
        -
        1 Mayor Mayor PROPN NNP 2 nmod:desc
        2 Vela Vela PROPN NNP 3 nsubj B-PER
        3 rests rest VERB VBZ 0 root",
        &[],
        &["Vela (Person): The mayor, Mayor Vela"],
    );
}

#[test]
fn the_government_is_the_government_of_a_country_named_before() {
    check(
        "1 The the DET DT 2 det
        2 Government Government PROPN NNP 5 nsubj B-ORG
        3 of of ADP IN 4 case I-ORG
        4 Orvale Orvale PROPN NNP 2 nmod I-ORG
        5 left leave VERB VBD 0 root
        -
        1 The the DET DT 2 det
        2 government government NOUN NN 3 nsubj
        3 fell fall VERB VBD 0 root",
        &[],
        &["Government of Orvale (Organization): The Government of Orvale, The government"],
    );
}

#[test]
fn who_speak_as_one_are_named_as_one() {
    check(
        "1 Doctors doctor NOUN NNS 4 nsubj
        2 and and CCONJ CC 3 cc
        3 nurses nurse NOUN NNS 1 conj
        4 said say VERB VBD 0 root
        5 it it PRON PRP 6 nsubj
        6 rains rain VERB VBZ 4 ccomp",
        &[],
        &["Doctors and nurses (Group): Doctors", "nurses (Group): nurses"],
    );
}

#[test]
fn sector_and_country_come_from_titles_appositions_and_known_names() {
    let (text, reading) = reading(
        "1 Orvale Orvale PROPN NNP 3 compound
        2 Police Police PROPN NNP 3 compound
        3 Chief Chief PROPN NNP 4 nmod:desc
        4 Vela Vela PROPN NNP 9 nsubj B-PER
        5 ^, , PUNCT , 8 punct
        6 a a DET DT 8 det
        7 Kenyan Kenyan ADJ JJ 8 amod
        8 officer officer NOUN NN 4 appos
        9 met meet VERB VBD 0 root
        10 the the DET DT 11 det
        11 Kremlin Kremlin PROPN NNP 9 obj B-LOC",
    );
    let found = resolve(&Syntax::new(&text, &reading), &[], &[3, 10], &[], &[]);
    let told: Vec<_> = found.list.iter().map(|e| (e.name.as_str(), e.kind, e.sector, e.country)).collect();
    assert_eq!(
        told,
        [("Vela", EntityKind::Person, Some("COP"), Some("KEN")), ("Kremlin", EntityKind::Organization, Some("GOV"), Some("RUS"))]
    );
}

#[test]
fn a_title_counts_however_the_parse_joins_it() {
    let (text, reading) = reading(
        "1 Kenyan Kenyan ADJ JJ 2 amod
        2 President President PROPN NNP 4 nmod:desc
        3 Olga Olga PROPN NNP 2 flat B-PER
        4 Vela Vela PROPN NNP 5 nsubj I-PER
        5 fled flee VERB VBD 0 root",
    );
    let found = resolve(&Syntax::new(&text, &reading), &[], &[3], &[], &[]);
    let person = found.list.iter().find(|e| e.kind == EntityKind::Person && e.name == "Olga Vela");
    assert_eq!(person.map(|e| (e.sector, e.country)), Some((Some("GOV"), Some("KEN"))));
}

#[test]
fn a_minister_named_later_has_the_same_office() {
    let table = |first: &str| {
        format!(
            "1 The the DET DT 3 det
            2 {first} {first} ADJ JJ 3 amod
            3 minister minister NOUN NN 4 nsubj
            4 left leave VERB VBD 0 root
            -
            1 Foreign Foreign PROPN NNP 2 amod
            2 Minister Minister PROPN NNP 3 compound
            3 Petra Petra PROPN NNP 5 nsubj B-PER
            4 Holm Holm PROPN NNP 3 flat I-PER
            5 stayed stay VERB VBD 0 root"
        )
    };
    check(&table("foreign"), &[2], &["Petra Holm (Person): The foreign minister, Foreign Minister Petra Holm"]);
    check(&table("prime"), &[2], &["Petra Holm (Person): Foreign Minister Petra Holm", "The prime minister (Person): The prime minister"]);
}

#[test]
fn a_name_that_ends_too_soon_is_read_to_its_end() {
    check(
        "1 The the DET DT 2 det
        2 Ministry Ministry PROPN NNP 5 nsubj B-ORG
        3 of of ADP IN 4 case I-ORG
        4 Orvale Orvale PROPN NNP 2 nmod B-LOC
        5 paid pay VERB VBD 0 root",
        &[1],
        &["Ministry of Orvale (Organization): The Ministry of Orvale", "Orvale (Place): Orvale"],
    );
}
