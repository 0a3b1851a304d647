//! What the codebook finds in sentences with invented names.

use super::{EventMention, find};
use crate::syntax::Syntax;
use crate::testing::reading;
use dateline_model::report::Status;

/// Finds the events of a hand-made reading and compares them with lines `trigger TYPE actors > recipients status`.
fn check(table: &str, expected: &[&str]) {
    let (text, reading) = reading(table);
    let syntax = Syntax::new(&text, &reading);
    let words = |tokens: &[usize]| tokens.iter().map(|t| syntax.form(*t)).collect::<Vec<_>>().join(",");
    let line = |e: &EventMention| {
        let status = match e.status {
            Status::Happened => "happened",
            Status::Ongoing => "ongoing",
            Status::Planned => "planned",
            Status::Possible => "possible",
            Status::Denied => "denied",
        };
        let trigger = reading.span(&e.trigger).of(&text);
        format!("{trigger} {} {} > {} {status}", e.event_type, words(&e.actors), words(&e.recipients))
    };
    let found: Vec<String> = find(&syntax).iter().map(line).collect();
    assert_eq!(found, expected);
}

#[test]
fn subject_and_object_of_an_active_verb() {
    check(
        "1 Rebels rebel NOUN NNS 2 nsubj
         2 attacked attack VERB VBD 0 root
         3 the the DET DT 4 det
         4 army army NOUN NN 2 obj",
        &["attacked ASSAULT Rebels > army happened"],
    );
}

#[test]
fn a_passive_turns_the_sides_around_and_compound_actors_are_split() {
    check(
        "1 Two two NUM CD 2 nummod
         2 villagers villager NOUN NNS 4 nsubj:pass
         3 were be AUX VBD 4 aux:pass
         4 killed kill VERB VBN 0 root
         5 by by ADP IN 6 case
         6 soldiers soldier NOUN NNS 4 obl:agent
         7 and and CCONJ CC 8 cc
         8 militiamen militiaman NOUN NNS 6 conj",
        &["killed ASSAULT soldiers,militiamen > villagers happened"],
    );
}

#[test]
fn nobody_named_leaves_the_side_empty() {
    check(
        "1 Vela Vela PROPN NNP 3 nsubj:pass B-PER
         2 was be AUX VBD 3 aux:pass
         3 arrested arrest VERB VBN 0 root",
        &["arrested COERCE  > Vela happened"],
    );
}

#[test]
fn a_support_verb_lends_its_subject_to_the_noun() {
    check(
        "1 Militants militant NOUN NNS 2 nsubj
         2 carried carry VERB VBD 0 root
         3 out out ADP RP 2 compound:prt
         4 an a DET DT 5 det
         5 attack attack NOUN NN 2 obj
         6 on on ADP IN 8 case
         7 the the DET DT 8 det
         8 police police NOUN NNS 5 nmod",
        &["attack ASSAULT Militants > police happened"],
    );
}

#[test]
fn a_killing_of_one_by_the_other() {
    check(
        "1 The the DET DT 2 det
         2 killing killing NOUN NN 10 nsubj
         3 of of ADP IN 5 case
         4 a a DET DT 5 det
         5 farmer farmer NOUN NN 2 nmod
         6 by by ADP IN 7 case
         7 guards guard NOUN NNS 2 nmod
         8 was be AUX VBD 10 cop
         9 a a DET DT 10 det
         10 shock shock NOUN NN 0 root",
        &["killing ASSAULT guards > farmer happened"],
    );
}

#[test]
fn who_is_accused_of_a_deed_is_its_actor() {
    check(
        "1 Orland Orland PROPN NNP 2 nsubj B-LOC
         2 accused accuse VERB VBD 0 root
         3 the the DET DT 4 det
         4 rebels rebel NOUN NNS 2 obj
         5 of of SCONJ IN 6 mark
         6 kidnapping kidnap VERB VBG 2 advcl
         7 children child NOUN NNS 6 obj",
        &["accused ACCUSE Orland > rebels happened", "kidnapping ASSAULT rebels > children happened"],
    );
}

#[test]
fn an_antecedent_stands_for_its_relative_pronoun() {
    check(
        "1 The the DET DT 2 det
         2 clerk clerk NOUN NN 0 root
         3 who who PRON WP 4 nsubj
         4 sued sue VERB VBD 2 acl:relcl
         5 the the DET DT 6 det
         6 ministry ministry NOUN NN 4 obj",
        &["sued ACCUSE clerk > ministry happened"],
    );
}

#[test]
fn those_who_meet_are_all_actors() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
         2 met meet VERB VBD 0 root
         3 with with ADP IN 4 case
         4 Marin Marin PROPN NNP 2 obl B-PER",
        &["met CONSULT Vela,Marin >  happened"],
    );
}

#[test]
fn plans_threats_and_calls_are_not_yet_deeds() {
    check(
        "1 Guards guard NOUN NNS 2 nsubj
         2 threatened threaten VERB VBD 0 root
         3 to to PART TO 4 mark
         4 arrest arrest VERB VB 2 xcomp
         5 Vela Vela PROPN NNP 4 obj B-PER",
        &["threatened THREATEN Guards > Vela happened", "arrest COERCE Guards > Vela planned"],
    );
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
         2 called call VERB VBD 0 root
         3 for for ADP IN 5 case
         4 an a DET DT 5 det
         5 investigation investigation NOUN NN 2 obl",
        &["called REQUEST Vela >  happened", "investigation ACCUSE  >  possible"],
    );
}

#[test]
fn future_condition_and_negation_set_the_status() {
    check(
        "1 Police police NOUN NNS 3 nsubj
         2 will will AUX MD 3 aux
         3 expel expel VERB VB 0 root
         4 reporters reporter NOUN NNS 3 obj",
        &["expel SANCTION Police > reporters planned"],
    );
    check(
        "1 Police police NOUN NNS 4 nsubj
         2 did do AUX VBD 4 aux
         3 not not PART RB 4 advmod
         4 arrest arrest VERB VB 0 root
         5 reporters reporter NOUN NNS 4 obj",
        &["arrest COERCE Police > reporters denied"],
    );
    check(
        "1 If if SCONJ IN 3 mark
         2 rebels rebel NOUN NNS 3 nsubj
         3 attack attack VERB VBP 6 advcl
         4 , , PUNCT , 6 punct
         5 people people NOUN NNS 6 nsubj
         6 suffer suffer VERB VBP 0 root",
        &["attack ASSAULT rebels >  possible"],
    );
}

#[test]
fn of_a_verb_and_the_noun_that_completes_it_the_noun_names_the_event() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
         2 filed file VERB VBD 0 root
         3 a a DET DT 4 det
         4 lawsuit lawsuit NOUN NN 2 obj
         5 against against ADP IN 7 case
         6 the the DET DT 7 det
         7 city city NOUN NN 4 nmod
         8 council council NOUN NN 7 flat",
        &["lawsuit ACCUSE Vela >  happened"],
    );
}

#[test]
fn a_phrase_that_hangs_on_the_object_names_the_recipient() {
    check(
        "1 Orland Orland PROPN NNP 2 nsubj B-LOC
         2 suspended suspend VERB VBD 0 root
         3 trade trade NOUN NN 2 obj
         4 with with ADP IN 5 case
         5 Marland Marland PROPN NNP 3 nmod B-LOC",
        &["suspended trade SANCTION Orland > Marland happened"],
    );
}

#[test]
fn a_repeated_mention_takes_over_the_side_it_leaves_out() {
    check(
        "1 Gunmen gunman NOUN NNS 2 nsubj
         2 attacked attack VERB VBD 0 root
         3 the the DET DT 4 det
         4 mayor mayor NOUN NN 2 obj
         -
         1 The the DET DT 2 det
         2 attack attack NOUN NN 3 nsubj
         3 failed fail VERB VBD 0 root",
        &["attacked ASSAULT Gunmen > mayor happened", "attack ASSAULT Gunmen > mayor happened"],
    );
}

#[test]
fn nature_sport_and_description_are_no_events() {
    check(
        "1 The the DET DT 2 det
         2 earthquake earthquake NOUN NN 3 nsubj
         3 killed kill VERB VBD 0 root
         4 villagers villager NOUN NNS 3 obj",
        &[],
    );
    check(
        "1 The the DET DT 2 det
         2 striker striker NOUN NN 3 nsubj
         3 shot shoot VERB VBD 0 root
         4 wide wide ADV RB 3 advmod
         5 before before ADP IN 6 case
         6 goal goal NOUN NN 3 obl
         7 in in ADP IN 9 case
         8 the the DET DT 9 det
         9 match match NOUN NN 3 obl
         10 of of ADP IN 12 case
         11 the the DET DT 12 det
         12 league league NOUN NN 9 nmod",
        &[],
    );
    check(
        "1 the the DET DT 5 det
         2 war war NOUN NN 4 obl
         3 - - PUNCT HYPH 2 punct
         4 torn torn ADJ JJ 5 amod
         5 country country NOUN NN 0 root",
        &[],
    );
}

#[test]
fn any_text_is_survived() {
    check("1 🙂 🙂 SYM SYM 0 root", &[]);
    let (text, mut reading) = reading(
        "1 attack attack NOUN NN 2 conj
         2 attack attack NOUN NN 1 conj",
    );
    reading.tokens[0].head = Some(1);
    reading.tokens[1].head = Some(0);
    assert_eq!(find(&Syntax::new(&text, &reading)).len(), 2);
    assert_eq!(find(&Syntax::new("", &dateline_model::Reading::default())), []);
}

#[test]
fn a_score_makes_violence_play_and_a_helicopter_attacks_nobody_by_its_kind() {
    check(
        "1 Orvale Orvale PROPN NNP 2 nsubj B-ORG
         2 beat beat VERB VBD 0 root
         3 Dravik Dravik PROPN NNP 2 obj B-ORG
         4 3-0 3-0 NUM CD 2 obl:unmarked
         5 after after ADP IN 7 case
         6 its its PRON PRP$ 7 nmod:poss
         7 striker striker NOUN NN 2 obl
         8 attacked attack VERB VBD 7 acl:relcl",
        &[],
    );
    check(
        "1 The the DET DT 3 det
         2 attack attack NOUN NN 3 compound
         3 helicopter helicopter NOUN NN 4 nsubj
         4 left leave VERB VBD 0 root",
        &[],
    );
}

#[test]
fn who_is_called_on_acts_and_who_is_left_apart_does_not() {
    check(
        "1 Apart apart ADV RB 9 advmod
         2 from from ADP IN 4 case
         3 the the DET DT 4 det
         4 union union NOUN NN 1 obl
         5 , , PUNCT , 9 punct
         6 a a DET DT 7 det
         7 guild guild NOUN NN 9 nsubj
         8 has have AUX VBZ 9 aux
         9 urged urge VERB VBN 0 root
         10 the the DET DT 11 det
         11 government government NOUN NN 9 obj
         12 to to PART TO 13 mark
         13 investigate investigate VERB VB 9 xcomp
         14 the the DET DT 15 det
         15 mayor mayor NOUN NN 13 obj",
        &["urged REQUEST guild > government happened", "investigate ACCUSE government > mayor possible"],
    );
    check(
        "1 The the DET DT 2 det
         2 raid raid NOUN NN 3 nsubj
         3 limited limit VERB VBD 0 root
         4 the the DET DT 5 det
         5 ability ability NOUN NN 3 obj
         6 of of ADP IN 8 case
         7 the the DET DT 8 det
         8 rebels rebel NOUN NNS 5 nmod
         9 to to PART TO 10 mark
         10 kill kill VERB VB 5 acl
         11 farmers farmer NOUN NNS 10 obj",
        &["raid COERCE  >  happened", "kill ASSAULT rebels > farmers possible"],
    );
}
