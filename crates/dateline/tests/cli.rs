//! What the program says, to whom, and with which exit code.

mod common;

use common::{Workplace, told};
use insta::assert_snapshot;
use std::io::Read;
use std::process::Stdio;

const STORY: &str = "STENMARK (AP) - The mayor of Orvale resigned on Monday, her spokesman told The Associated Press.\n\n(Image: AFP)\n";

#[test]
fn read_prints_a_report() {
    let work = Workplace::new("read").file("story.txt", STORY);
    assert_snapshot!(work.told(&["read", "story.txt", "--published", "2022-05-25", "--outlet", "The Orvale Times"]));
}

#[test]
fn read_prints_a_table() {
    let work = Workplace::new("table").file("story.txt", STORY);
    assert_snapshot!(work.told(&["read", "--format", "table", "story.txt", "--published", "2022-05-25"]));
}

#[test]
fn several_files_give_a_line_each_in_their_order() {
    let work = Workplace::new("several").file("a.txt", "The mayor left.").file("b.txt", "The judge stayed.");
    assert_snapshot!(work.told(&["read", "b.txt", "a.txt", "b.txt"]));
}

#[test]
fn read_prints_sheets() {
    let story = "Police in Orvale arrested the editor Ana Berg, her lawyer told Orvale Radio.\n\nShe denied the charge.";
    let work = Workplace::new("sheets").file("a.txt", STORY).file("b.txt", story);
    let csv = ["read", "a.txt", "b.txt", "--published", "2022-05-25", "--outlet", "The Orvale Times", "--format", "csv"];
    assert_snapshot!(work.told(&csv));
    assert_snapshot!(work.told(&[&csv[..], &["--rows", "statements"]].concat()));
    let plain = work.run(&csv).stdout;
    let marked = work.run(&[&csv[..], &["--bom"]].concat()).stdout;
    assert_eq!(marked.strip_prefix("\u{FEFF}".as_bytes()), Some(plain.as_slice()));
    assert!(plain.ends_with(b"\r\n"));
    for format in ["json", "jsonl", "table"] {
        assert_eq!(work.run(&["read", "a.txt", "--format", format, "--rows", "events"]).status.code(), Some(2), "{format}");
    }
    assert_snapshot!(work.told(&["read", "a.txt", "--bom"]));
}

const CODEBOOK: &str = r#"id = "sea"
version = "1"
name = "The sea"
none = ["The harbour office is closed on Mondays."]

[[type]]
name = "SINK"
definition = "A ship sinks."
examples = ["The ferry *sank* off Orvale.", "Two tankers *sank* in the storm.", "The trawler *sank* within minutes."]

[[type]]
name = "RESCUE"
definition = "People are rescued from the water."
examples = ["Coastguards *rescued* nine sailors.", "A helicopter *rescued* the crew of the yacht.", "Fishermen *rescued* the swimmer."]
"#;

#[test]
fn events_are_coded_by_a_codebook_of_the_users_own() {
    let story = "A ferry sank near Lindhaven on Sunday. Police arrested the captain. Soldiers rescued forty passengers.";
    let work = Workplace::new("codebook").file("sea.toml", CODEBOOK).file("story.txt", story);
    let printed = work.told(&["read", "story.txt", "--codebook", "sea.toml", "--format", "csv", "--published", "2022-05-25"]);
    assert_snapshot!(printed);
    let json = String::from_utf8(work.run(&["read", "story.txt", "--codebook", "sea.toml"]).stdout).expect("UTF-8");
    assert!(json.contains("\"codebook\": \"sea-1\""), "{json}");
}

#[test]
fn a_codebook_is_checked_and_shown() {
    let broken = CODEBOOK.replace("definition = \"A ship sinks.\"\n", "").replace("*rescued* nine", "*rescued nine");
    let work = Workplace::new("check").file("sea.toml", CODEBOOK).file("broken.toml", broken);
    assert_snapshot!(work.told(&["codebook", "check", "sea.toml"]));
    assert_snapshot!(work.told(&["codebook", "check", "broken.toml"]));
    assert_snapshot!(work.told(&["read", "--codebook", "nowhere.toml"]));
    assert_snapshot!(work.told(&["codebook", "show", "sea.toml"]));
    let builtin = String::from_utf8(work.run(&["codebook", "show"]).stdout).expect("UTF-8");
    assert!(builtin.contains("\nASSAULT\n") && builtin.contains("\nCONSULT\n"), "{builtin}");
}

#[test]
fn a_codebook_is_scored_on_sentences() {
    let sentences =
        "type\tsentence\nSINK\tThe barge sank.\nRESCUE\tDivers rescued two boys.\nNONE\tPrices rose.\nSINK\tThe mayor smiled.\n";
    let work = Workplace::new("score-codebook")
        .file("sea.toml", CODEBOOK)
        .file("test.tsv", sentences)
        .file("bad.tsv", "type\tsentence\nFLOAT\tIt did.\n");
    assert_snapshot!(work.told(&["evaluate", "codebook", "sea.toml", "test.tsv"]));
    assert_snapshot!(work.told(&["evaluate", "codebook", "sea.toml", "bad.tsv"]));
}

#[test]
fn plover_is_scored_between_given_parties() {
    let rows = "uid\tsentence\tsource\ttarget\tgold_root\n\
                7\tRebels attacked the police in Orvale.\tRebels\tthe police\tASSAULT\n\
                8\tVarnia's president met the king of Kesh.\tVarnia's president\tthe king of Kesh\tCONSULT\n\
                9\tThe minister resigned.\tThe minister\tthe king\tYIELD\n\
                10\tThe army left the town.\tThe army\tthe town\tFLEE\n\
                11\t\tThe army\tthe town\tYIELD\n";
    let plain = "sentence\tsource\ttarget\nRebels attacked the police in Orvale.\tRebels\ta recipient\n";
    let work = Workplace::new("plover").file("rows.tsv", rows).file("plain.tsv", plain).file("odd.tsv", "text\tsource\nA\tB\n");
    assert_snapshot!(work.told(&["evaluate", "plover", "rows.tsv", "--predictions", "out.jsonl"]));
    let written = std::fs::read_to_string(work.path("out.jsonl")).expect("predictions");
    assert_eq!(written.lines().collect::<Vec<_>>(), [r#"{"type":"ASSAULT","uid":"7"}"#, r#"{"type":"CONSULT","uid":"8"}"#]);
    assert_eq!(work.told(&["evaluate", "plover", "plain.tsv", "--predictions", "out.jsonl"]).lines().nth(1), Some("exit 0"));
    assert_eq!(std::fs::read_to_string(work.path("out.jsonl")).expect("predictions"), "{\"type\":\"ASSAULT\",\"uid\":\"0\"}\n");
    assert_snapshot!(work.told(&["evaluate", "plover", "odd.tsv", "--predictions", "out.jsonl"]));
}

#[test]
fn parse_prints_conllu() {
    let work = Workplace::new("parse").file("story.txt", STORY);
    assert_snapshot!(work.told(&["parse", "story.txt", "--format", "conllu"]));
}

#[test]
fn standard_input_is_read() {
    let work = Workplace::new("stdin");
    for arguments in [&["read"][..], &["read", "-"], &["parse"]] {
        let output = work.run_with_input(arguments, b"The mayor left.");
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&output.stdout).contains("mayor"));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn a_missing_file_is_named() {
    assert_snapshot!(Workplace::new("missing").told(&["read", "missing.txt"]));
}

#[test]
fn a_folder_without_articles_is_named() {
    let work = Workplace::new("folder");
    std::fs::create_dir(work.path("stories")).expect("a folder");
    assert_snapshot!(work.told(&["read", "stories"]));
}

#[test]
fn an_empty_file_gives_an_empty_report() {
    let work = Workplace::new("empty").file("empty.txt", "");
    assert_snapshot!(work.told(&["read", "empty.txt"]));
    assert_snapshot!(work.told(&["parse", "empty.txt"]));
}

#[test]
fn a_binary_file_is_refused() {
    let work = Workplace::new("binary").file("story.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3").file("story.bin", [0u8, 1, 2, 3, 255, 254, 0, 0]);
    assert_snapshot!(work.told(&["read", "story.pdf", "story.bin"]));
}

#[test]
fn a_file_of_200_megabytes_is_refused_at_once() {
    let work = Workplace::new("large").file("all.txt", "");
    let file = std::fs::File::create(work.path("all.txt")).expect("a file");
    file.set_len(200 << 20).expect("a sparse file");
    assert_snapshot!(work.told(&["read", "all.txt"]));
    std::fs::remove_file(work.path("all.txt")).expect("it goes");
}

#[test]
fn another_encoding_is_read_and_named() {
    let work = Workplace::new("encoding").file("latin.txt", b"The caf\xE9 owner Zo\xEB left the \x93old town\x94.");
    assert_snapshot!(work.told(&["parse", "latin.txt"]));
    let report = String::from_utf8(work.run(&["read", "latin.txt"]).stdout).expect("UTF-8");
    assert!(report.contains("The café owner Zoë left the “old town”."));
    assert!(report.contains("not-utf-8"));
}

#[test]
fn another_language_is_named_and_not_coded() {
    let text = "Der Präsident sagte am Montag, die Regierung werde nicht mit der Opposition verhandeln.";
    assert_snapshot!(Workplace::new("language").file("bericht.txt", text).told(&["read", "bericht.txt"]));
}

#[test]
fn quotation_marks_alone_are_no_statement() {
    assert_snapshot!(Workplace::new("quotes").file("quotes.txt", "\"\" “” '' «» \"“”\"\n").told(&["read", "quotes.txt"]));
}

#[test]
fn emoji_and_text_from_right_to_left_keep_their_offsets() {
    let text = "\u{1F600}\u{1F468}\u{200D}\u{1F469} \u{202E}The mayor\u{202C} \u{5D0}\u{5D1} said she \u{1F44D} would leave \u{645}\u{62F}\u{64A}\u{646}\u{629}.";
    assert_snapshot!(Workplace::new("emoji").file("emoji.txt", text).told(&["parse", "emoji.txt"]));
}

#[test]
fn a_line_of_a_megabyte_without_a_space_is_read() {
    let work = Workplace::new("line").file("line.txt", "x".repeat(1 << 20));
    let output = work.run(&["read", "line.txt"]);
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    assert!(output.stdout.len() > 1 << 20);
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let work =
        Workplace::new("one-bad").file("a.txt", "The mayor left.").file("bad.gz", b"\x1F\x8B\x08\x00").file("b.txt", "The judge stayed.");
    assert_snapshot!(work.told(&["read", "a.txt", "bad.gz", "nowhere.txt", "b.txt", "--format", "table"]));
}

#[test]
fn wrong_use_is_told_from_what_cannot_be_read() {
    let work = Workplace::new("misuse").file("a.txt", "The mayor left.");
    assert_snapshot!(work.told(&["read", "a.txt", "--published", "last week"]));
    assert_snapshot!(work.told(&["read", "a.txt", "--threads", "0"]));
    assert_snapshot!(work.told(&["read", "a.txt", "--format", "xml"]));
    for arguments in [&[][..], &["write"], &["read", "--outlet", ""]] {
        assert_eq!(work.run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn help_tells_the_options() {
    let work = Workplace::new("help");
    assert_snapshot!(work.told(&["read", "--help"]));
}

#[test]
fn places_tells_what_a_name_can_mean_and_why() {
    let work = Workplace::new("places");
    assert_snapshot!(work.told(&["places", "Springfield", "--near", "Boston", "--limit", "3"]));
    assert_snapshot!(work.told(&["places", "Portland, Maine", "--limit", "1", "--format", "json"]));
    assert_snapshot!(work.told(&["places", "Qorvelheim"]));
    assert_eq!(work.run(&["places"]).status.code(), Some(2));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let work = Workplace::new("pipe").file("line.txt", "The mayor left. ".repeat(1500));
    let files = ["line.txt"; 3];
    let mut arguments = vec!["parse"];
    arguments.extend(files);
    let mut child =
        work.command(&arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut first = [0u8; 16];
    let mut out = child.stdout.take().expect("an output");
    out.read_exact(&mut first).expect("it begins to write");
    drop(out);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(told(&arguments, &output), format!("$ dateline {}\nexit 0\n", arguments.join(" ")));
}

#[test]
fn colours_are_for_terminals() {
    let work = Workplace::new("colours").file("story.txt", STORY);
    let table = ["read", "--format", "table", "story.txt"];
    assert!(!work.run(&table).stdout.contains(&0x1B));
    let forced = work.command(&table).env("CLICOLOR_FORCE", "1").output().expect("the program runs");
    assert!(forced.stdout.contains(&0x1B));
    let refused = work.command(&table).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().expect("the program runs");
    assert!(!refused.stdout.contains(&0x1B));
}

#[test]
fn two_runs_and_any_number_of_threads_give_the_same_bytes() {
    let work = Workplace::new("determinism");
    let folder = common::golden_folder();
    let files: Vec<String> = common::golden().iter().map(|(name, ..)| folder.join(format!("{name}.txt")).display().to_string()).collect();
    let run = |command: &str, threads: &str| {
        let mut arguments = vec![command, "--threads", threads];
        arguments.extend(files.iter().map(String::as_str));
        work.run(&arguments).stdout
    };
    for command in ["read", "parse"] {
        let one = run(command, "1");
        assert!(!one.is_empty());
        assert!(one == run(command, "1") && one == run(command, "2") && one == run(command, "5"), "{command}");
    }
}

#[test]
fn when_tells_what_words_mean_and_why() {
    let work = Workplace::new("when");
    assert_snapshot!(work.told(&["when", "last Friday", "--published", "2022-05-23"]));
    assert_snapshot!(work.told(&[
        "when",
        "They fled in 1994 and came back two years later.",
        "--published",
        "2022-05-23",
        "--format",
        "json"
    ]));
    assert_snapshot!(work.told(&["when", "last Friday, and not a day for nothing"]));
    assert_snapshot!(work.told(&["when", "nothing of the kind"]));
}
