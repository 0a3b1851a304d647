//! A record on the command line: what is added, asked, shown, corrected and taken out, and what goes wrong.

mod common;

use common::Workplace;
use insta::assert_snapshot;

const WIRE: &str = "STENMARK (AP) - Soldiers of Orvale shelled the village of Teskov on Saturday night, hours after a ceasefire had begun. \
    The rebels accused the army of killing two farmers. \"They waited until the observers had gone home,\" Juri Falk, the commander of the \
    River Front, told The Associated Press. Edda Lorentz, the defence minister, denied that the army had fired. Neighbours buried the two \
    men on Sunday, and the road to the capital was closed until noon.";

const OTHER: &str = "Police arrested the editor Ana Berg in Lindhaven on Monday, her lawyer told Orvale Radio. She denied the charge.";

fn articles(test: &str) -> Workplace {
    let line = |text: &str, outlet: &str, published: &str| {
        format!("{{\"text\": {text:?}, \"outlet\": {outlet:?}, \"published\": {published:?}}}\n")
    };
    let copy = format!("{WIRE} Halvik was quiet, its mayor said.");
    let lines = [
        line(WIRE, "Stenmark Post", "2021-05-24"),
        line(&copy, "Halvik Daily", "2021-05-25"),
        line(OTHER, "The Orvale Times", "2021-05-25"),
    ];
    Workplace::new(test).file("articles.jsonl", lines.concat())
}

/// What a command prints; ids and digests stay, since they come from the articles alone.
fn stdout(work: &Workplace, arguments: &[&str]) -> String {
    let output = work.run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The one value that a query gives.
fn one(work: &Workplace, sql: &str) -> String {
    stdout(work, &["query", "war.dateline", sql, "--format", "csv"]).lines().nth(1).expect("a row").to_owned()
}

#[test]
fn articles_are_added_once_and_asked_about() {
    let work = articles("record-add");
    assert_snapshot!(work.told(&["add", "war.dateline", "articles.jsonl"]));
    assert_snapshot!(work.told(&["add", "war.dateline", "articles.jsonl"]));
    assert_snapshot!(work.told(&[
        "query",
        "war.dateline",
        "SELECT outlet, published, story FROM articles ORDER BY published, outlet",
        "--format",
        "table"
    ]));
    assert_snapshot!(work.told(&["happenings", "war.dateline", "--format", "csv"]));
    assert_snapshot!(work.told(&["happenings", "war.dateline", "--who", "Ana Berg", "--format", "table"]));
    assert_snapshot!(work.told(&["happenings", "war.dateline", "--who", "Nobody At All", "--format", "table"]));
    let id = one(&work, "SELECT happening FROM events WHERE trigger = 'arrested'");
    assert_snapshot!(work.told(&["show", "war.dateline", &id, "--format", "table"]));
    let found = stdout(&work, &["happenings", "war.dateline", "--text", "editor Lindhaven", "--from", "2021-05-01", "--to", "2021-05-30"]);
    assert!(found.contains(&id), "{found}");
    // The beginning of an id is enough, and an event leads to its happening.
    assert_eq!(stdout(&work, &["show", "war.dateline", &id[..8]]), stdout(&work, &["show", "war.dateline", &format!("v{}", &id[1..])]));
}

#[test]
fn the_schema_is_told() {
    assert_snapshot!(Workplace::new("record-schema").told(&["schema"]));
}

#[test]
fn threads_and_order_leave_no_trace() {
    let work = articles("record-order").file("a.txt", WIRE).file("b.txt", OTHER);
    let ways: [&[&str]; 3] = [
        &["a.txt", "b.txt", "articles.jsonl", "--threads", "1"],
        &["articles.jsonl", "b.txt", "a.txt", "--threads", "4"],
        &["b.txt", "articles.jsonl", "a.txt"],
    ];
    let mut before: Option<Vec<(String, Vec<u8>)>> = None;
    for (n, way) in ways.into_iter().enumerate() {
        let record = format!("{n}.dateline");
        stdout(&work, &[&["add", record.as_str()], way].concat());
        let folder = format!("{n}.csv");
        stdout(&work, &["export", &record, "--format", "csv", "--to", &folder]);
        let mut tables: Vec<(String, Vec<u8>)> = std::fs::read_dir(work.path(&folder))
            .expect("the tables")
            .map(|entry| entry.expect("a table").path())
            .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(path).expect("bytes")))
            .collect();
        tables.sort();
        assert!(tables.len() > 10);
        assert!(before.is_none_or(|before| before == tables), "{way:?}");
        before = Some(tables);
    }
}

#[test]
fn corrections_are_kept_listed_and_undone() {
    let work = articles("record-correct");
    stdout(&work, &["add", "war.dateline", "articles.jsonl"]);
    let event = one(&work, "SELECT id FROM events WHERE trigger = 'arrested'");
    let actors = "SELECT actors || ', ' || start || ', ' || place FROM events WHERE trigger = 'arrested'";
    let before = one(&work, "SELECT actors FROM events WHERE trigger = 'arrested'");
    assert_eq!(work.run(&["correct", "war.dateline", "reject", &event]).status.code(), Some(2), "a reason is needed");
    let told = |arguments: &[&str]| {
        work.told(&[&["correct", "war.dateline"], arguments, &["--by", "ana", "--why", "her lawyer said so"]].concat())
    };
    assert_snapshot!(told(&["event", &event, "--actor", "Soldiers of Orvale", "--date", "2021-05-23", "--place", "Geneva"]));
    assert_eq!(one(&work, actors), "\"Soldiers of Orvale, 2021-05-23, Geneva\"");
    stdout(&work, &["add", "war.dateline", "--again"]);
    assert_eq!(one(&work, actors), "\"Soldiers of Orvale, 2021-05-23, Geneva\"");
    assert_eq!(one(&work, "SELECT count(*) || why FROM corrections WHERE undone_by IS NULL"), "1her lawyer said so");
    assert_snapshot!(told(&["--undo", "1"]));
    assert_eq!(one(&work, "SELECT actors FROM events WHERE trigger = 'arrested'"), before);
    assert_snapshot!(told(&["--undo", "1"]));
    let denied = one(&work, "SELECT id FROM statements WHERE stance = 'denies' LIMIT 1");
    assert!(told(&["reject", &denied]).contains("exit 0"));
    assert_eq!(one(&work, "SELECT sum(rejected) FROM statements"), "1");
    assert!(stdout(&work, &["correct", "war.dateline"]).contains("her lawyer said so"));
}

#[test]
fn a_record_is_taken_out_for_other_tools() {
    let work = articles("record-export");
    stdout(&work, &["add", "war.dateline", "articles.jsonl"]);
    for format in ["csv", "jsonl", "parquet"] {
        stdout(&work, &["export", "war.dateline", "--format", format]);
        let events = std::fs::read(work.path(&format!("war.{format}/events.{format}"))).expect("a table");
        assert!(events.len() > 500, "{format}");
        assert!(format != "parquet" || (events.starts_with(b"PAR1") && events.ends_with(b"PAR1")));
    }
    stdout(&work, &["export", "war.dateline", "--format", "followthemoney", "--to", "ftm.jsonl"]);
    let entities = std::fs::read_to_string(work.path("ftm.jsonl")).expect("lines");
    for schema in ["Article", "Person", "Event"] {
        assert!(entities.contains(&format!("\"schema\":\"{schema}\"")), "{schema}");
    }
    stdout(&work, &["export", "war.dateline", "--format", "gdelt", "--to", "gdelt.tsv"]);
    let rows = std::fs::read_to_string(work.path("gdelt.tsv")).expect("rows");
    assert!(rows.lines().count() > 0 && rows.lines().all(|row| row.split('\t').count() == 58));
    assert!(work.told(&["export", "war.dateline", "--format", "gdelt", "--to", "gdelt.tsv"]).contains("there already"));
}

#[test]
fn what_goes_wrong_names_the_file_and_the_way_out() {
    let work =
        articles("record-wrong").file("story.txt", OTHER).file("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").file("empty.txt", "\n");
    assert_snapshot!(work.told(&["happenings", "war.dateline"]));
    assert_snapshot!(work.told(&["add", "story.txt", "articles.jsonl"]));
    assert_eq!(std::fs::read(work.path("story.txt")).expect("bytes"), OTHER.as_bytes());
    assert_snapshot!(work.told(&["add", "war.dateline", "picture.txt", "story.txt"]));
    assert!(work.told(&["add", "war.dateline", "nowhere.txt"]).contains("cannot read nowhere.txt"));
    let told = work.told(&["add", "war.dateline", "empty.txt"]);
    assert!(
        told.contains("cannot read empty.txt") && told.contains("there is no text") && told.contains("1 unreadable; it holds 1 article,"),
        "{told}"
    );
    assert!(work.told(&["add", "new.dateline", "nowhere.txt"]).contains("new.dateline was not made"));
    assert!(!work.path("new.dateline").exists());
    assert_snapshot!(work.told(&["query", "war.dateline", "DELETE FROM article"]));
    assert_snapshot!(work.told(&["query", "war.dateline", "SELECT nothing FROM nowhere"]));
    assert_snapshot!(work.told(&["show", "war.dateline", "hzzzzzzzzzzzz"]));
    assert_snapshot!(work.told(&["add", "no/folder/war.dateline", "story.txt"]));
    assert_snapshot!(work.told(&["correct", "war.dateline", "merge", "h0", "e0", "--why", "x", "--by", "ana"]));
}

#[test]
fn the_demo_has_copies_a_contested_event_a_rumour_and_a_correction() {
    let work = Workplace::new("record-demo");
    assert_eq!(work.run(&["demo"]).status.code(), Some(0));
    let ask = |sql: &str| stdout(&work, &["query", "demo.dateline", sql, "--format", "csv"]).lines().nth(1).expect("a row").to_owned();
    assert_eq!(ask("SELECT max(articles) FROM stories"), "3", "a wire story and its two copies");
    assert_ne!(ask("SELECT count(*) FROM statements WHERE stance = 'denies'"), "0");
    assert_ne!(ask("SELECT count(*) FROM articles WHERE headline = 'Correction'"), "0");
    assert_eq!(work.run(&["demo"]).status.code(), Some(1), "it is there already");
}
