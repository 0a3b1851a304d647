//! What the statements of small readings are.

use super::*;
use crate::testing::reading;
use dateline_model::Attribution;

/// Statements as lines `source | cue | contents | kind stance [in N] [via X]`.
fn check(table: &str, attributions: &[Attribution], expect: &[&str]) {
    let (text, mut reading) = reading(table);
    reading.attributions = attributions.to_vec();
    let syntax = Syntax::new(&text, &reading);
    let show = |run: &Tokens| reading.span(run).of(&text).to_owned();
    let lines: Vec<String> = find(&syntax)
        .iter()
        .map(|s| {
            let source = s.source.as_ref().map_or("-".to_owned(), show);
            let cue = s.cue.as_ref().map_or("-".to_owned(), show);
            let content: Vec<String> = s.content.iter().map(show).collect();
            let inside = s.inside.map(|i| format!(" in {i}")).unwrap_or_default();
            let via: String = s.via.iter().map(|v| format!(" via {}", v.name)).collect();
            format!("{source} | {cue} | {} | {:?} {:?}{inside}{via}", content.join(" .. "), s.kind, s.stance)
        })
        .collect();
    assert_eq!(lines, expect);
}

/// Runs are pairs of first token and one past the last.
fn attribution(cue: (usize, usize), source: &[(usize, usize)], content: &[(usize, usize)]) -> Attribution {
    let runs = |list: &[(usize, usize)]| list.iter().map(|(from, to)| *from..*to).collect();
    Attribution { cue: cue.0..cue.1, source: runs(source), content: runs(content), confidence: 0.9 }
}

const DENIED: &str = "1 Officials official NOUN NNS 2 nsubj
    2 denied deny VERB VBD 0 root
    3 that that SCONJ IN 6 mark
    4 the the DET DT 5 det
    5 town town NOUN NN 6 nsubj
    6 fell fall VERB VBD 2 ccomp
    7 ^. . PUNCT . 2 punct";

#[test]
fn a_reporting_verb_is_a_statement_without_the_model() {
    check(DENIED, &[], &["Officials | denied | that the town fell | Indirect Denies"]);
}

#[test]
fn the_model_and_the_syntax_make_one_statement() {
    let marked = attribution((1, 2), &[], &[(2, 5), (5, 7)]);
    check(DENIED, &[marked], &["Officials | denied | that the town fell | Indirect Denies"]);
}

#[test]
fn a_belief_inside_a_quotation_is_nested() {
    check(
        "1 “ “ PUNCT `` 3 punct
        2 ^We we PRON PRP 3 nsubj
        3 fear fear VERB VBP 10 ccomp
        4 that that SCONJ IN 6 mark
        5 war war NOUN NN 6 nsubj
        6 comes come VERB VBZ 3 ccomp
        7 ^, , PUNCT , 3 punct
        8 ^” ” PUNCT '' 3 punct
        9 Vela Vela PROPN NNP 10 nsubj B-PER
        10 told tell VERB VBD 0 root
        11 Reuters Reuters PROPN NNP 10 obj B-ORG
        12 ^. . PUNCT . 10 punct",
        &[],
        &["Vela | told | We fear that war comes | Direct Says via Reuters", "We | fear | that war comes | Indirect Believes in 0"],
    );
}

/// `“One came,” Vela said` and what follows.
fn broken(middle: &str, rest: &str) -> String {
    format!(
        "1 “ “ PUNCT `` 3 punct
        2 ^One one PRON CD 3 nsubj
        3 came come VERB VBD 7 ccomp
        4 ^, , PUNCT , 3 punct
        5 ^” ” PUNCT '' 3 punct
        6 Vela Vela PROPN NNP 7 nsubj B-PER
        7 said say VERB VBD 0 root
        8 {middle} PUNCT . 7 punct
        {rest}"
    )
}

#[test]
fn a_quotation_broken_inside_a_sentence_is_one_statement() {
    let table = broken(
        "^, ,",
        "9 “ “ PUNCT `` 13 punct
        10 ^but but CCONJ CC 13 cc
        11 two two NUM CD 13 nsubj
        12 soon soon ADV RB 13 advmod
        13 left leave VERB VBD 3 conj
        14 ^. . PUNCT . 7 punct
        15 ^” ” PUNCT '' 7 punct",
    );
    let marked = attribution((6, 7), &[(5, 6)], &[(0, 5), (8, 15)]);
    check(&table, &[marked], &["Vela | said | One came .. but two soon left | Direct Says"]);
}

#[test]
fn a_new_sentence_of_quotation_is_a_statement_of_its_own() {
    let table = broken(
        "^. .",
        "-
        1 “ “ PUNCT `` 5 punct
        2 ^Then then ADV RB 5 advmod
        3 the the DET DT 4 det
        4 others other NOUN NNS 5 nsubj
        5 left leave VERB VBD 0 root
        6 ^. . PUNCT . 5 punct
        7 ^” ” PUNCT '' 5 punct",
    );
    check(&table, &[], &["Vela | said | One came | Direct Says", "Vela | said | Then the others left | Direct Says"]);
}

#[test]
fn a_quotation_in_the_next_paragraph_goes_on_without_a_cue() {
    let table = broken(
        "^. .",
        "--
        1 “ “ PUNCT `` 5 punct
        2 ^Then then ADV RB 5 advmod
        3 the the DET DT 4 det
        4 others other NOUN NNS 5 nsubj
        5 left leave VERB VBD 0 root
        6 ^. . PUNCT . 5 punct
        7 ^” ” PUNCT '' 5 punct",
    );
    check(&table, &[], &["Vela | said | One came | Direct Says", "- | - | Then the others left | Direct Says"]);
}

#[test]
fn a_publisher_who_quotes_is_an_intermediary() {
    check(
        "1 Vela Vela PROPN NNP 3 nsubj:pass B-PER
        2 was be AUX VBD 3 aux:pass
        3 quoted quote VERB VBN 0 root
        4 by by ADP IN 5 case
        5 Reuters Reuters PROPN NNP 3 obl:agent B-ORG
        6 as as SCONJ IN 7 mark
        7 saying say VERB VBG 3 advcl
        8 that that SCONJ IN 11 mark
        9 the the DET DT 10 det
        10 town town NOUN NN 11 nsubj
        11 fell fall VERB VBD 7 ccomp",
        &[],
        &["Vela | saying | that the town fell | Indirect Says via Reuters"],
    );
}

#[test]
fn who_is_quoted_by_a_publisher_stands_after_the_quotation() {
    // The tree ties Vela to the quotation, as the reader does when a description stands between her and the cue.
    let marked = attribution((8, 10), &[(11, 12)], &[(0, 8)]);
    check(
        "1 “ “ PUNCT `` 3 punct
        2 ^Nobody nobody PRON NN 3 nsubj
        3 left leave VERB VBD 10 ccomp
        4 ^, , PUNCT , 3 punct
        5 ^” ” PUNCT '' 3 punct
        6 Vela Vela PROPN NNP 3 obj B-PER
        7 herself herself PRON PRP 6 nmod
        8 ^, , PUNCT , 6 punct
        9 was be AUX VBD 10 aux:pass
        10 quoted quote VERB VBN 0 root
        11 by by ADP IN 12 case
        12 Reuters Reuters PROPN NNP 10 obl:agent B-ORG
        13 as as SCONJ IN 14 mark
        14 saying say VERB VBG 10 advcl
        15 ^. . PUNCT . 10 punct",
        &[marked],
        &["Vela herself | was quoted | Nobody left | Direct Says via Reuters"],
    );
}

#[test]
fn reporters_are_addressees_and_no_intermediaries() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 told tell VERB VBD 0 root
        3 reporters reporter NOUN NNS 2 iobj
        4 that that SCONJ IN 7 mark
        5 the the DET DT 6 det
        6 town town NOUN NN 7 nsubj
        7 fell fall VERB VBD 2 ccomp",
        &[],
        &["Vela | told | that the town fell | Indirect Says"],
    );
}

#[test]
fn what_is_alleged_has_no_source() {
    check(
        "1 Vela Vela PROPN NNP 3 nsubj:pass B-PER
        2 is be AUX VBZ 3 aux:pass
        3 alleged allege VERB VBN 0 root
        4 to to PART TO 6 mark
        5 have have AUX VB 6 aux
        6 fled flee VERB VBN 3 xcomp",
        &[],
        &["- | is alleged | Vela .. to have fled | Indirect Accuses"],
    );
}

#[test]
fn according_to_attributes_the_rest_of_the_clause() {
    check(
        "1 The the DET DT 2 det
        2 town town NOUN NN 3 nsubj
        3 fell fall VERB VBD 0 root
        4 ^, , PUNCT , 8 punct
        5 according accord VERB VBG 8 case
        6 to to ADP IN 5 fixed
        7 the the DET DT 8 det
        8 mayor mayor NOUN NN 3 obl",
        &[],
        &["the mayor | according to | The town fell | Indirect Says"],
    );
}

#[test]
fn broken_attributions_do_no_harm() {
    let wild = [attribution((5, 9), &[(40, 50)], &[(90, 99)]), attribution((0, 0), &[], &[(0, 2)]), attribution((3, 2), &[(7, 3)], &[])];
    check(DENIED, &wild, &["- | - | Officials denied | Indirect Says", "Officials | denied | that the town fell | Indirect Denies"]);
}

const URGED: &str = "1 Vela Vela PROPN NNP 2 nsubj B-PER
    2 urged urge VERB VBD 0 root
    3 the the DET DT 4 det
    4 mayors mayor NOUN NNS 2 obj
    5 to to PART TO 6 mark
    6 open open VERB VB 2 xcomp
    7 gates gate NOUN NNS 6 obj";

#[test]
fn whom_somebody_urges_is_no_part_of_the_wish() {
    let expect = ["Vela | urged | to open gates | Indirect Asks"];
    check(URGED, &[], &expect);
    check(URGED, &[attribution((1, 2), &[(0, 1)], &[(2, 7)])], &expect);
}

#[test]
fn whom_somebody_accuses_is_no_part_of_the_reproach() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 accused accuse VERB VBD 0 root
        3 the the DET DT 4 det
        4 mayor mayor NOUN NN 2 obj
        5 of of SCONJ IN 6 mark
        6 hiding hide VERB VBG 2 advcl
        7 money money NOUN NN 6 obj",
        &[attribution((1, 2), &[(0, 1)], &[(2, 7)])],
        &["Vela | accused | hiding money | Indirect Accuses"],
    );
}

#[test]
fn who_is_accused_is_not_the_source() {
    check(
        "1 Vela Vela PROPN NNP 3 nsubj:pass B-PER
        2 was be AUX VBD 3 aux:pass
        3 accused accuse VERB VBN 0 root
        4 of of SCONJ IN 5 mark
        5 hiding hide VERB VBG 3 advcl
        6 money money NOUN NN 5 obj",
        &[attribution((1, 3), &[(0, 1)], &[(4, 6)])],
        &["- | was accused | hiding money | Indirect Accuses"],
    );
}

#[test]
fn what_stands_between_the_verb_and_that_is_no_content() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 said say VERB VBD 0 root
        3 ( ( PUNCT -LRB- 4 punct
        4 again again ADV RB 8 advmod
        5 ) ) PUNCT -RRB- 4 punct
        6 that that SCONJ IN 8 mark
        7 gates gate NOUN NNS 8 nsubj
        8 opened open VERB VBD 2 ccomp",
        &[attribution((1, 2), &[(0, 1)], &[(2, 8)])],
        &["Vela | said | that gates opened | Indirect Says"],
    );
}

#[test]
fn a_silence_is_no_statement() {
    check(
        "1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 declined decline VERB VBD 0 root
        3 to to PART TO 4 mark
        4 comment comment VERB VB 2 xcomp",
        &[attribution((1, 2), &[(0, 1)], &[(2, 4)])],
        &[],
    );
}

#[test]
fn only_an_unsure_topic_is_no_statement() {
    let praised = "1 Vela Vela PROPN NNP 2 nsubj B-PER
        2 praised praise VERB VBD 0 root
        3 the the DET DT 4 det
        4 deal deal NOUN NN 2 obj";
    let sure = attribution((1, 2), &[(0, 1)], &[(2, 4)]);
    check(praised, &[Attribution { confidence: 0.6, ..sure.clone() }], &[]);
    check(praised, &[sure], &["Vela | praised | the deal | Indirect Says"]);
}
