//! The behaviour of the time grammar, told in sentences written for it.

use super::*;
use jiff::civil::date;

/// A Monday.
fn published() -> Option<Date> {
    Some(date(2022, 5, 23))
}

fn on(text: &str, published: Option<Date>) -> Vec<String> {
    let article = Article { text: text.to_owned(), published, ..Article::default() };
    find(&article, &Reading::default()).into_iter().map(|t| format!("{}={}", t.span.of(text), t.value)).collect()
}

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    assert_eq!(on(text, published()), expect, "{text}");
}

#[test]
fn full_dates() {
    check("It was 23 May 2022.", &["23 May 2022=2022-05-23"]);
    check("It was May 23, 2022.", &["May 23, 2022=2022-05-23"]);
    check("It was May 23rd.", &["May 23rd=2022-05-23"]);
    check("It was on the 23rd of May, 2021.", &["the 23rd of May, 2021=2021-05-23"]);
    check("It was 2022-05-23.", &["2022-05-23=2022-05-23"]);
    check("It was on Saturday, April 30.", &["Saturday, April 30=2022-04-30"]);
    check("On Sept. 11, 2001, it fell.", &["Sept. 11, 2001=2001-09-11"]);
    check("It was filed on 05-08-2021.", &["05-08-2021=2021-08-05"]);
    check("It was filed on 30/4/2022.", &["30/4/2022=2022-04-30"]);
    check("It was filed on 4/30/22.", &["4/30/22=2022-04-30"]);
}

#[test]
fn a_date_that_can_be_read_two_ways_is_only_a_year() {
    check("It was filed on 5/8/2021.", &["5/8/2021=2021"]);
    check("It was filed on 5/6/2022.", &["5/6/2022=2022"]);
    check("It was filed on 5/12/2022.", &["5/12/2022=2022-05-12"]);
    check("It was filed on 5/5/2021.", &["5/5/2021=2021-05-05"]);
}

#[test]
fn a_day_without_year_is_the_nearest() {
    check("The vote of December 28 was void.", &["December 28=2021-12-28"]);
    check("The vote of June 5 is near.", &["June 5=2022-06-05"]);
}

#[test]
fn months_follow_the_tense() {
    check("They met in February.", &["February=2022-02"]);
    check("They met in May.", &["May=2022-05"]);
    check("They will meet in February.", &["February=2023-02"]);
    check("They met in May 2019 and last June.", &["May 2019=2019-05", "last June=2021-06"]);
    check("In November last year they won.", &["November last year=2021-11"]);
    check("She may march on; May Lin may not.", &[]);
}

#[test]
fn weekdays_are_the_last_seven_days_or_ahead() {
    check("They met on Friday.", &["Friday=2022-05-20"]);
    check("They met Monday.", &["Monday=2022-05-23"]);
    check("They will meet on Friday.", &["Friday=2022-05-27"]);
    check("They meet next Friday.", &["next Friday=2022-05-27"]);
    check("They met last Monday.", &["last Monday=2022-05-16"]);
    check("Friday's attack came after Thursday night.", &["Friday=2022-05-20", "Thursday night=2022-05-19TNI"]);
}

#[test]
fn days_around_today() {
    check("Today, yesterday and tomorrow.", &["Today=2022-05-23", "yesterday=2022-05-22", "tomorrow=2022-05-24"]);
    check("It fell last night and again this morning.", &["last night=2022-05-22TNI", "this morning=2022-05-23TMO"]);
    check("It fell over the weekend.", &["the weekend=2022-W20-WE"]);
}

#[test]
fn units_count_in_the_calendar() {
    check("Last year he fled.", &["Last year=2021"]);
    check("It fell last week.", &["last week=2022-W20"]);
    check("It rose this month.", &["this month=2022-05"]);
    check("It begins early next year.", &["early next year=2023"]);
    check("It opened earlier this year.", &["earlier this year=2022"]);
    check("It ends at the end of 2024.", &["the end of 2024=2024"]);
    check("It came in mid-November.", &["mid-November=2021-11"]);
}

#[test]
fn ago_later_and_earlier() {
    check("It began eight days ago.", &["eight days ago=2022-05-15"]);
    check("It began three years ago.", &["three years ago=2019"]);
    check("It began six weeks ago.", &["six weeks ago=2022-W15"]);
    check("It began nearly two months ago.", &["nearly two months ago=2022-03"]);
    check("It began a decade ago.", &["a decade ago=2012"]);
    check("It began several years ago.", &["several years ago=PAST_REF"]);
    check("He fled on 3 March 2020. Two days later he returned.", &["3 March 2020=2020-03-03", "Two days later=2020-03-05"]);
    check("He fled in 1994 and died the following year.", &["1994=1994", "the following year=1995"]);
    check("He fled on 3 March 2020 and died the next day.", &["3 March 2020=2020-03-03", "the next day=2020-03-04"]);
    check("He fled in 1994. Two days later he returned.", &["1994=1994", "Two days later=XXXX-XX-XX"]);
}

#[test]
fn years_decades_and_centuries() {
    check("He won in 1999 and 2004.", &["1999=1999", "2004=2004"]);
    check("The late 1980s and the '90s were hard.", &["The late 1980s=198", "the '90s=199"]);
    check("A house of the 19th century.", &["the 19th century=18"]);
    check("The war of 1939-45 and the 2020 protests.", &["1939=1939", "45=1945", "2020=2020"]);
    check("He paid $2000 to 1500 people and 2000 troops in 1,990 towns.", &[]);
}

#[test]
fn seasons_and_quarters() {
    check("Last summer it burned.", &["Last summer=2021-SU"]);
    check("In the spring of 2015 they left.", &["the spring of 2015=2015-SP"]);
    check("They rose in the third quarter of 2020.", &["the third quarter of 2020=2020-Q3"]);
    check("They rose in the first half of last year.", &["the first half of last year=2021-H1"]);
    check("Prices fall and springs dry up.", &[]);
}

#[test]
fn years_in_words() {
    check("In nineteen ninety-one he fled.", &["nineteen ninety-one=1991"]);
    check("It began in January nineteen ninety-seven.", &["January nineteen ninety-seven=1997-01"]);
    check("By the year two thousand it was gone; the year 2030 comes.", &["the year two thousand=2000", "the year 2030=2030"]);
    check("Two thousand men and nineteen women came.", &[]);
}

#[test]
fn reported_periods_follow_the_quarter_that_is_reported() {
    check(
        "In the first quarter Orvale Mills earned $3 million, up from $2 million a year earlier. Sales in the latest period fell from the year-ago quarter.",
        &["the first quarter=2022-Q1", "a year earlier=2021-Q1", "the latest period=2022-Q1", "the year-ago quarter=2021-Q1"],
    );
    check("For the quarter ended March 31 it lost $1 million.", &["the quarter=2022-Q1", "March 31=2022-03-31"]);
    check("They fled a year earlier.", &["a year earlier=2021"]);
    check("The old quarter of Orvale and the quarter-final of a period.", &[]);
    check("Sales for the year rose; the year he fled they fell.", &[]);
    check("The budget for the year, they said.", &["the year=2022"]);
}

#[test]
fn feasts_and_days_that_move() {
    check("They met on Good Friday.", &["Good Friday=2022-04-15"]);
    check("They will vote on Election Day.", &["Election Day=2022-11-08"]);
    check("It closed on Labor Day.", &["Labor Day=2021-09-06"]);
}

#[test]
fn a_month_that_comes_soon_is_ahead_even_of_a_past_verb() {
    let text = "They had until June.";
    let article = Article { text: text.to_owned(), published: published(), ..Article::default() };
    let (_, reading) = crate::testing::reading(
        "1 They they PRON PRP 2 nsubj
         2 had have VERB VBD 0 root
         3 until until ADP IN 4 case
         4 June June PROPN NNP 2 obl
         5 ^. . PUNCT . 2 punct",
    );
    assert_eq!(find(&article, &reading)[0].value, "2022-06");
}

#[test]
fn a_day_before_a_noun_does_not_take_the_tense_of_the_verb() {
    let (text, reading) = crate::testing::reading(
        "1 They they PRON PRP 3 nsubj
         2 will will AUX MD 3 aux
         3 fight fight VERB VB 0 root
         4 Friday Friday PROPN NNP 6 nmod:poss
         5 ^'s 's PART POS 4 case
         6 ruling ruling NOUN NN 3 obj",
    );
    let article = Article { text, published: published(), ..Article::default() };
    assert_eq!(find(&article, &reading)[0].value, "2022-05-20");
}

#[test]
fn titles_fractions_and_companies_are_no_times() {
    check("He said so on 60 Minutes and This Week.", &[]);
    check("They won three-quarters of the votes.", &[]);
    check("Sun, Orvale Mills and others fell.", &[]);
}

#[test]
fn lengths_in_one_word_and_without_a_number() {
    check("A decades-long feud, a day-long siege and a weeklong strike.", &["decades-long=PXDE", "day-long=P1D", "weeklong=P1W"]);
    check("The two-year war and a years-old slump.", &["two-year=P2Y", "years-old=PXY"]);
}

#[test]
fn durations_and_their_windows() {
    check("It took two years.", &["two years=P2Y"]);
    check("A two-week truce lasted a decade.", &["two-week=P2W", "a decade=P10Y"]);
    check("Over the past three days they fled.", &["the past three days=P3D"]);
    check("It took two and a half years.", &["two and a half years=P2Y6M"]);
    check("For years they waited several months.", &["years=PXY", "several months=PXM"]);
    check("A 50-year-old man, 50 years old.", &[]);
    let text = "Over the past three days they fled.";
    let article = Article { text: text.to_owned(), published: published(), ..Article::default() };
    let found = find(&article, &Reading::default());
    assert_eq!((found[0].start, found[0].end), (Some(date(2022, 5, 20)), published()));
}

#[test]
fn what_has_lasted_for_years_lasts_until_publication() {
    let (text, reading) = crate::testing::reading(
        "1 She she PRON PRP 3 nsubj
         2 has have AUX VBZ 3 aux
         3 ruled rule VERB VBN 0 root
         4 for for ADP IN 6 case
         5 two two NUM CD 6 nummod
         6 years year NOUN NNS 3 obl",
    );
    let article = Article { text, published: published(), ..Article::default() };
    let found = find(&article, &reading);
    assert_eq!((found[0].start, found[0].end), (Some(date(2020, 5, 23)), published()));
}

#[test]
fn sets() {
    check("They meet every Friday.", &["every Friday=XXXX-WXX-5"]);
    check("They march each July and pray daily.", &["each July=XXXX-07", "daily=P1D"]);
    check("It costs $3 million a year.", &["a year=P1Y"]);
}

#[test]
fn times_of_day() {
    check("At 10:35 a.m. Friday it fell.", &["10:35 a.m. Friday=2022-05-20T10:35"]);
    check("It fell at around 7 pm on May 5.", &["around 7 pm on May 5=2022-05-05T19:00"]);
    check("It fell at noon Thursday.", &["noon Thursday=2022-05-19T12:00"]);
    check("The score was 3:2.", &[]);
}

#[test]
fn references() {
    check("They are now free and were recently jailed.", &["now=PRESENT_REF", "recently=PAST_REF"]);
}

#[test]
fn ranges_are_two_expressions_and_one_interval() {
    let text = "It ran from 8 to 12 May and between 2009 and 2013.";
    let article = Article { text: text.to_owned(), published: published(), ..Article::default() };
    let found = find(&article, &Reading::default());
    let values: Vec<&str> = found.iter().map(|t| t.value.as_str()).collect();
    assert_eq!(values, ["2022-05-08", "2022-05-12", "2009", "2013"]);
    assert_eq!(interval(&found, 0, published()), (Some(date(2022, 5, 8)), Some(date(2022, 5, 12))));
    assert_eq!(interval(&found, 2, published()), (Some(date(2009, 1, 1)), Some(date(2013, 12, 31))));
    check("Closed May 8-12, 2021.", &["May 8=2021-05-08", "12, 2021=2021-05-12"]);
}

#[test]
fn since_and_before_leave_a_side_open() {
    let text = "since October 2021; before 2014; after 5 May; until June";
    let article = Article { text: text.to_owned(), published: published(), ..Article::default() };
    let found = find(&article, &Reading::default());
    let days: Vec<_> = (0..found.len()).map(|i| interval(&found, i, published())).collect();
    assert_eq!(
        days,
        [
            (Some(date(2021, 10, 1)), published()),
            (None, Some(date(2013, 12, 31))),
            (Some(date(2022, 5, 6)), None),
            (None, Some(date(2022, 6, 30)))
        ]
    );
}

#[test]
fn without_a_publication_date_relative_times_have_no_days() {
    assert_eq!(
        on("On Friday, last year, in May, two days ago, May 5, 2019.", None),
        ["Friday=XXXX-WXX-5", "last year=XXXX", "May=XXXX-05", "two days ago=XXXX-XX-XX", "May 5, 2019=2019-05-05"]
    );
}

#[test]
fn impossible_dates_and_odd_texts_do_no_harm() {
    check("On 31 February 2022 nothing.", &["31 February 2022=2022-02-31"]);
    for text in [
        "",
        " ",
        "🙂 the",
        "the",
        "last",
        "May",
        "9999999999999999999 years ago",
        "in 2022-",
        "\u{202e}2022",
        "1/1/1/1/1",
        "the end of",
        "٢٠٢٢",
        "every",
    ] {
        let _ = on(text, published());
        let _ = on(text, None);
    }
}

/// The time of the event at the token (from 1) of the only sentence, published on a Monday.
#[track_caller]
fn check_event(table: &str, trigger: usize, expect: Option<&str>) {
    let (text, reading) = crate::testing::reading(table);
    let article = Article { text: text.clone(), published: published(), ..Article::default() };
    let times = find(&article, &reading);
    let heads = event::Heads(std::collections::BTreeMap::new());
    assert_eq!(event::of_event(&reading, &times, &heads, trigger - 1).map(|i| times[i].value.as_str()), expect, "{text}");
}

#[test]
fn an_event_takes_the_time_of_its_clause() {
    let table = "
        1 Protests protest NOUN NNS 2 nsubj
        2 erupted erupt VERB VBD 0 root
        3 on on ADP IN 4 case
        4 Friday Friday PROPN NNP 2 obl
        5 after after SCONJ IN 7 mark
        6 police police NOUN NNS 7 nsubj
        7 shot shoot VERB VBD 2 advcl
        8 him he PRON PRP 7 obj";
    check_event(table, 1, Some("2022-05-20"));
    check_event(table, 2, Some("2022-05-20"));
    check_event(table, 7, None);
}

#[test]
fn a_time_before_the_noun_is_the_events_own() {
    let table = "
        1 Friday Friday PROPN NNP 3 nmod:poss
        2 ^'s 's PART POS 1 case
        3 attack attack NOUN NN 4 nsubj
        4 ended end VERB VBD 0 root
        5 yesterday yesterday NOUN NN 4 obl:unmarked";
    check_event(table, 3, Some("2022-05-20"));
    check_event(table, 4, Some("2022-05-22"));
}

#[test]
fn the_tree_tells_that_a_clause_lies_ahead() {
    let table = "
        1 They they PRON PRP 3 nsubj
        2 will will AUX MD 3 aux
        3 vote vote VERB VB 0 root
        4 in in ADP IN 5 case
        5 March March PROPN NNP 3 obl";
    check_event(table, 3, Some("2023-03"));
}
