//! The behaviour of places, told in sentences written for it.

use super::*;
use crate::testing::reading;
use dateline_model::BackgroundKind;

fn places(table: &str) -> (String, Reading, Vec<PlaceMention>) {
    let (text, reading) = reading(table);
    let article = Article { text: text.clone(), ..Article::default() };
    let found = find(&article, &reading);
    (text, reading, found)
}

/// `name/country`, with `*` for a government.
#[track_caller]
fn check(table: &str, expect: &[&str]) {
    let (text, _, found) = places(table);
    let seen: Vec<String> =
        found.iter().map(|p| format!("{}{}/{}", p.name, if p.is_metonym { "*" } else { "" }, p.country.unwrap_or("-"))).collect();
    assert_eq!(seen, expect, "{text}");
}

/// The place of the event at the token (from 1) of the only sentence.
#[track_caller]
fn check_event(table: &str, trigger: usize, expect: Option<&str>) {
    let (text, reading, found) = places(table);
    let place = of_event(&reading, &found, trigger - 1).map(|i| found[i].name.as_str());
    assert_eq!(place, expect, "{text}");
}

const PORTLAND: &str = "
    1 Rebels rebel NOUN NNS 2 nsubj
    2 met meet VERB VBD 0 root
    3 in in ADP IN 4 case
    4 Portland Portland PROPN NNP 2 obl B-LOC
    5 ^, , PUNCT , 6 punct
    6 Maine Maine PROPN NNP 4 appos B-LOC
    7 ^. . PUNCT . 2 punct";

#[test]
fn a_place_beside_it_tells_which_town_is_meant() {
    let (_, _, found) = places(PORTLAND);
    let ids: Vec<Option<u32>> = found.iter().map(|p| p.geonames_id).collect();
    assert_eq!(ids, [Some(4975802), Some(4971068)]);
    check_event(PORTLAND, 2, Some("Portland"));
}

#[test]
fn georgia_is_a_country_unless_a_town_of_the_state_stands_before_it() {
    check("1 Georgia Georgia PROPN NNP 2 nsubj B-LOC\n2 lies lie VERB VBZ 0 root", &["Georgia/GEO"]);
    check(
        "1 Atlanta Atlanta PROPN NNP 0 root B-LOC\n2 ^, , PUNCT , 3 punct\n3 Georgia Georgia PROPN NNP 1 appos B-LOC",
        &["Atlanta/USA", "Georgia/USA"],
    );
}

#[test]
fn names_of_people_are_no_places_and_the_place_in_a_bank_s_name_holds_no_event() {
    check(
        "1 Jordan Jordan PROPN NNP 3 nsubj B-PER\n2 Vale Vale PROPN NNP 1 flat I-PER\n3 met meet VERB VBD 0 root
         4 Bank Bank PROPN NNP 3 obj B-ORG\n5 of of ADP IN 6 case I-ORG\n6 England England PROPN NNP 4 nmod I-ORG",
        &["England/GBR"],
    );
    check("1 Chad Chad PROPN NNP 2 nsubj\n2 Moss Moss PROPN NNP 0 root", &[]);
}

#[test]
fn the_european_union_is_no_town_and_americans_are_no_island() {
    check(
        "1 American american ADJ JJ 2 amod B-NORP\n2 envoys envoy NOUN NNS 3 nsubj\n3 left leave VERB VBD 0 root
         4 the the DET DT 5 det\n5 EU EU PROPN NNP 3 obj B-LOC",
        &["European Union/-"],
    );
}

#[test]
fn a_country_the_reader_missed_is_found() {
    check("1 They they PRON PRP 2 nsubj\n2 fled flee VERB VBD 0 root\n3 to to ADP IN 4 case\n4 Chad Chad PROPN NNP 2 obl", &["Chad/TCD"]);
    // A small town's name is more often a person's or a firm's.
    check("1 They they PRON PRP 2 nsubj\n2 met meet VERB VBD 0 root\n3 Vienne Vienne PROPN NNP 2 obj", &[]);
}

#[test]
fn a_contested_region_has_no_country_and_an_unknown_village_has_that_of_its_holder() {
    check("1 Kashmir Kashmir PROPN NNP 2 nsubj B-LOC\n2 lies lie VERB VBZ 0 root", &["Kashmir/-"]);
    check(
        "1 It it PRON PRP 2 nsubj\n2 burned burn VERB VBD 0 root\n3 in in ADP IN 4 case\n4 Qorvel Qorvel PROPN NNP 2 obl B-LOC
         5 ^, , PUNCT , 6 punct\n6 Iraq Iraq PROPN NNP 4 appos B-LOC",
        &["Qorvel/IRQ", "Iraq/IRQ"],
    );
    check(
        "1 It it PRON PRP 2 nsubj\n2 burned burn VERB VBD 0 root\n3 in in ADP IN 4 case\n4 Qorvel Qorvel PROPN NNP 2 obl B-LOC",
        &["Qorvel/-"],
    );
}

#[test]
fn a_building_keeps_the_country_in_its_name_but_no_coordinates() {
    let table = "1 Basra Basra PROPN NNP 2 compound B-FAC\n2 Bridge Bridge PROPN NNP 3 nsubj I-FAC\n3 fell fall VERB VBD 0 root";
    let (_, _, found) = places(table);
    assert_eq!(found[0].level, Some(PlaceLevel::Poi));
    assert_eq!((found[0].lat, found[0].geonames_id), (None, None));
}

const TEHRAN: &str = "
    1 Tehran Tehran PROPN NNP 2 nsubj B-LOC
    2 denied deny VERB VBD 0 root
    3 attacks attack NOUN NNS 2 obj
    4 in in ADP IN 5 case
    5 Basra Basra PROPN NNP 3 nmod B-LOC
    6 with with ADP IN 7 case
    7 Russia Russia PROPN NNP 2 obl B-LOC";

#[test]
fn a_government_is_not_where_it_happens() {
    check(TEHRAN, &["Tehran*/IRN", "Basra/IRQ", "Russia*/RUS"]);
    check_event(TEHRAN, 3, Some("Basra"));
    check_event(TEHRAN, 2, None);
}

#[test]
fn an_event_takes_the_place_inside_its_phrase() {
    let table = "
        1 He he PRON PRP 3 nsubj:pass
        2 was be AUX VBD 3 aux:pass
        3 killed kill VERB VBN 0 root
        4 in in ADP IN 6 case
        5 a a DET DT 6 det
        6 forest forest NOUN NN 3 obl
        7 outside outside ADP IN 8 case
        8 Minsk Minsk PROPN NNP 6 nmod B-LOC";
    check_event(table, 3, Some("Minsk"));
}

#[test]
fn a_nominal_event_takes_the_place_of_its_verb_but_not_of_another_clause() {
    let table = "
        1 Protests protest NOUN NNS 2 nsubj
        2 erupted erupt VERB VBD 0 root
        3 in in ADP IN 4 case
        4 Oran Oran PROPN NNP 2 obl B-LOC
        5 after after SCONJ IN 7 mark
        6 police police NOUN NNS 7 nsubj
        7 shot shoot VERB VBD 2 advcl
        8 him he PRON PRP 7 obj";
    check_event(table, 1, Some("Oran"));
    check_event(table, 2, Some("Oran"));
    check_event(table, 7, None);
}

#[test]
fn the_invasion_of_a_country_happens_there_and_praise_of_it_does_not() {
    let of = |noun: &str| {
        format!("1 The the DET DT 2 det\n2 {noun} {noun} NOUN NN 0 root\n3 of of ADP IN 4 case\n4 Ukraine Ukraine PROPN NNP 2 nmod B-LOC")
    };
    check_event(&of("invasion"), 2, Some("Ukraine"));
    check_event(&of("praise"), 2, None);
}

#[test]
fn odd_readings_do_no_harm() {
    let (text, mut reading) = reading(PORTLAND);
    for (i, token) in reading.tokens.iter_mut().enumerate() {
        token.head = Some(i);
    }
    let article = Article { text, ..Article::default() };
    let found = find(&article, &reading);
    for head in 0..9 {
        let _ = of_event(&reading, &found, head);
    }
    reading.tokens.clear();
    reading.sentences.clear();
    assert!(find(&article, &reading).is_empty());
    assert!(find(&Article::default(), &Reading::default()).is_empty());
}

/// The country concluded for the event at the token (from 1) of the article, and the words it rests on.
#[track_caller]
fn check_country(table: &str, event_type: &str, trigger: usize, expect: Option<(&str, &str)>) {
    let (text, reading, found) = places(table);
    let article = Article { text: text.clone(), ..Article::default() };
    let scene = Scene::new(&article, &reading, &found);
    let asked = Happening { head: trigger - 1, event_type, actors: Vec::new(), recipients: Vec::new(), told_elsewhere: None };
    let inferred = scene.of_event(&reading, &asked).map(|i| (i.country, i.span.of(&text)));
    assert_eq!(inferred, expect, "{text}");
}

const IRAQ: &str = "
    1 Iraqi iraqi ADJ JJ 2 amod B-NORP
    2 troops troops NOUN NNS 3 nsubj
    3 left leave VERB VBD 0 root
    4 Mosul Mosul PROPN NNP 3 obj B-LOC
    -
    1 Two two NUM CD 2 nummod
    2 men man NOUN NNS 3 nsubj:pass
    3 arrested arrest VERB VBN 0 root";

#[test]
fn what_an_article_is_about_tells_the_country_of_an_event_without_a_place() {
    check_country(IRAQ, "COERCE", 7, Some(("IRQ", "Mosul")));
    let one = "1 They they PRON PRP 2 nsubj\n2 meet meet VERB VBP 0 root\n3 in in ADP IN 4 case\n4 Geneva Geneva PROPN NNP 2 obl B-LOC
        -\n1 Rebels rebel NOUN NNS 2 nsubj\n2 attacked attack VERB VBD 0 root";
    check_country(one, "ASSAULT", 6, None);
    check_country(one, "CONSULT", 2, Some(("CHE", "Geneva")));
    check_country("1 Rebels rebel NOUN NNS 2 nsubj\n2 attacked attack VERB VBD 0 root", "ASSAULT", 2, None);
}

#[test]
fn a_country_that_only_says_whose_it_is_is_not_where_it_happens() {
    let table = "
        1 Bombers bomber NOUN NNS 2 nsubj
        2 hit hit VERB VBD 0 root
        3 U.S. U.S. PROPN NNP 4 compound B-LOC
        4 embassies embassy NOUN NNS 2 obj
        5 near near ADP IN 6 case
        6 Nairobi Nairobi PROPN NNP 4 nmod B-LOC";
    check_country(table, "ASSAULT", 2, Some(("KEN", "Nairobi")));
}

#[test]
fn the_country_of_who_did_it_counts_more_where_authorities_act_and_less_where_armies_do() {
    let (text, reading, found) = places(
        "1 French french ADJ JJ 2 amod B-NORP\n2 police police NOUN NNS 3 nsubj\n3 seized seize VERB VBD 0 root
         4 Malian malian ADJ JJ 5 amod B-NORP\n5 men man NOUN NNS 3 obj",
    );
    let article = Article { text, ..Article::default() };
    let scene = Scene::new(&article, &reading, &found);
    let country = |event_type| {
        let asked =
            Happening { head: 2, event_type, actors: vec![(1, Some("FRA"))], recipients: vec![(4, Some("MLI"))], told_elsewhere: None };
        scene.of_event(&reading, &asked).map(|i| i.country)
    };
    assert_eq!((country("ASSAULT"), country("COERCE")), (Some("MLI"), Some("FRA")));
}

#[test]
fn a_place_of_the_dateline_is_listed_and_tells_which_town_is_meant() {
    let (body, mut reading) =
        reading("1 Police police NOUN NNS 2 nsubj\n2 left leave VERB VBD 0 root\n3 London London PROPN NNP 2 obj B-LOC");
    let opening = "LONDON, Ky. (AP) - ";
    let shift = u32::try_from(opening.len()).unwrap();
    for token in &mut reading.tokens {
        token.span = Span { start: token.span.start + shift, end: token.span.end + shift };
    }
    let background = vec![dateline_model::Background { span: Span::new(0, opening.len()), kind: BackgroundKind::Dateline }];
    let article =
        Article { text: format!("{opening}{body}"), dateline: Some("LONDON, Ky. (AP)".to_owned()), background, ..Article::default() };
    let found = find(&article, &reading);
    let seen: Vec<_> = found.iter().map(|p| (p.span.of(&article.text), p.geonames_id)).collect();
    assert_eq!(seen, [("LONDON", Some(4298960)), ("Ky.", Some(6254925)), ("London", Some(4298960))]);
    assert_eq!(of_event(&reading, &found, 1), Some(2));
}

#[test]
fn the_county_in_the_name_of_a_court_is_a_place_but_not_where_it_happens() {
    let table = "
        1 Laurel Laurel PROPN NNP 3 compound B-ORG
        2 County County PROPN NNP 3 compound I-ORG
        3 Court Court PROPN NNP 4 nsubj I-ORG
        4 sat sit VERB VBD 0 root";
    check_event(table, 4, None);
    let central = "1 Central Central PROPN NNP 2 compound B-ORG\n2 Bank Bank PROPN NNP 3 nsubj I-ORG\n3 sat sit VERB VBD 0 root";
    check(central, &[]);
    let of = "1 University University PROPN NNP 4 nsubj B-ORG\n2 of of ADP IN 3 case I-ORG\n3 Missouri Missouri PROPN NNP 1 nmod I-ORG\n4 sat sit VERB VBD 0 root";
    check(of, &["Missouri/USA"]);
    assert!(places(of).2.iter().all(|p| p.is_inside));
}

#[test]
fn a_postal_code_counts_only_after_a_town() {
    check("1 Dover Dover PROPN NNP 0 root B-LOC\n2 ^, , PUNCT , 1 punct\n3 DE DE PROPN NNP 1 appos", &["Dover/USA", "Delaware/USA"]);
    check("1 They they PRON PRP 2 nsubj\n2 met meet VERB VBD 0 root\n3 OR OR PROPN NNP 2 obj", &[]);
}
