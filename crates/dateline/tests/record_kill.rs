//! `add` is killed at any moment: nothing stored is harmed, and the next `add` goes on to the same record.

mod common;

use common::{Workplace, golden};
use std::process::Stdio;
use std::time::Duration;

/// Articles of two sentences each, told apart by a number; every fifth is a copy of the one before with a sentence more.
fn articles(n: usize) -> String {
    let texts: Vec<String> =
        golden().into_iter().map(|(_, text, _)| text.split("\n\n").last().unwrap_or_default().trim().to_owned()).collect();
    let text = |i: usize| format!("Soldiers shelled village {i} on Sunday, the mayor said. {}", texts[i % texts.len()]);
    let line = |i: usize| {
        let text = if i % 5 == 4 { format!("{} Nobody was hurt.", text(i - 1)) } else { text(i) };
        format!("{{\"text\": {text:?}, \"outlet\": \"Outlet {}\", \"published\": \"2021-05-24\"}}\n", i % 7)
    };
    (0..n).map(line).collect()
}

/// Every table of a record.
fn content(work: &Workplace, record: &str, folder: &str) -> Vec<(String, Vec<u8>)> {
    let _ = std::fs::remove_dir_all(work.path(folder));
    assert_eq!(work.run(&["export", record, "--format", "csv", "--to", folder]).status.code(), Some(0));
    let tables = std::fs::read_dir(work.path(folder)).expect("tables").map(|entry| entry.expect("a table").path());
    let mut tables: Vec<_> = tables
        .map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(path).expect("bytes")))
        .collect();
    tables.sort();
    tables
}

/// Kills `add` again and again, each time a little later than the one before, until so many are dead or it comes to its end.
fn killed(name: &str, articles_in_all: usize, kills: usize) {
    let work = Workplace::new(name).file("articles.jsonl", articles(articles_in_all));
    assert_eq!(work.run(&["add", "whole.dateline", "articles.jsonl"]).status.code(), Some(0));
    let whole = content(&work, "whole.dateline", "whole.csv");
    let (mut n, mut dice) = (0, 1_u64);
    while n < kills {
        let mut child = work.command(&["add", "torn.dateline", "articles.jsonl"]).stderr(Stdio::null()).spawn().expect("the program runs");
        // An xorshift: different moments in one run, the same ones in every run.
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        std::thread::sleep(Duration::from_millis(60 + dice % 500));
        let ended = child.try_wait().expect("its state").is_some();
        let _ = child.kill();
        child.wait().expect("it ends");
        n += 1;
        if ended {
            // It came to its end before it could be killed; from here on it would find nothing to do.
            let _ = std::fs::remove_file(work.path("torn.dateline"));
        }
        if n % 10 == 0 && work.path("torn.dateline").exists() {
            let asked = work.run(&["query", "torn.dateline", "SELECT count(*), count(DISTINCT id) FROM articles", "--format", "csv"]);
            let told = String::from_utf8_lossy(&asked.stdout).into_owned();
            let row: Vec<&str> = told.lines().nth(1).map(|row| row.split(',').collect()).unwrap_or_default();
            assert!(row.is_empty() || row[0] == row[1], "{told}");
        }
    }
    assert_eq!(work.run(&["add", "torn.dateline", "articles.jsonl"]).status.code(), Some(0));
    let torn = content(&work, "torn.dateline", "torn.csv");
    for ((name, torn), (_, whole)) in torn.iter().zip(&whole) {
        assert!(torn == whole, "{name} differs after {n} kills");
    }
    assert_eq!(torn.len(), whole.len());
}

/// While one `add` writes, another says so and harms nothing; Ctrl-C ends the first like any other end, and a third goes on.
#[test]
#[cfg(unix)]
fn a_second_add_is_told_of_the_first_and_ctrl_c_leaves_no_trace() {
    let work = Workplace::new("record-two").file("articles.jsonl", articles(40));
    assert_eq!(work.run(&["add", "whole.dateline", "articles.jsonl"]).status.code(), Some(0));
    let mut first = work.command(&["add", "torn.dateline", "articles.jsonl"]).stderr(Stdio::null()).spawn().expect("the program runs");
    while !work.path("torn.dateline-wal").exists() && first.try_wait().expect("its state").is_none() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = work.run(&["add", "torn.dateline", "articles.jsonl"]);
    // The first may have ended by itself on a fast machine; then the second has nothing to do.
    if first.try_wait().expect("its state").is_none() {
        let told = String::from_utf8_lossy(&second.stderr).into_owned();
        assert!(second.status.code() == Some(1) && told.contains("another dateline is writing to torn.dateline"), "{told}");
        let interrupt = std::process::Command::new("kill").args(["-INT", &first.id().to_string()]).status();
        assert!(interrupt.is_ok_and(|status| status.success()));
    }
    first.wait().expect("it ends");
    assert_eq!(work.run(&["add", "torn.dateline", "articles.jsonl"]).status.code(), Some(0));
    assert_eq!(content(&work, "torn.dateline", "torn.csv"), content(&work, "whole.dateline", "whole.csv"));
}

/// A record that may only be read is read, and `add` names it and the way out.
#[test]
#[cfg(unix)]
fn a_record_that_cannot_be_written_is_read_and_add_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let work = Workplace::new("record-read-only").file("articles.jsonl", articles(2)).file("more.jsonl", articles(3));
    assert_eq!(work.run(&["add", "war.dateline", "articles.jsonl"]).status.code(), Some(0));
    let before = std::fs::read(work.path("war.dateline")).expect("bytes");
    std::fs::set_permissions(work.path("war.dateline"), std::fs::Permissions::from_mode(0o444)).expect("permissions");
    if std::fs::OpenOptions::new().append(true).open(work.path("war.dateline")).is_err() {
        // Whoever may write everything (root) is not refused.
        let added = work.run(&["add", "war.dateline", "more.jsonl"]);
        let told = String::from_utf8_lossy(&added.stderr).into_owned();
        assert!(added.status.code() == Some(1) && told.contains("war.dateline") && told.contains("cannot be written"), "{told}");
        assert_eq!(std::fs::read(work.path("war.dateline")).expect("bytes"), before);
    }
    assert_eq!(work.run(&["happenings", "war.dateline"]).status.code(), Some(0));
}

#[test]
fn a_few_kills_leave_no_trace() {
    killed("record-kill", 40, 6);
}

/// `cargo test --release -p dateline --test record_kill -- --ignored`: minutes.
#[test]
#[ignore = "200 kills take minutes; run by hand before a release"]
fn two_hundred_kills_leave_no_trace() {
    killed("record-kill-200", 2000, 200);
}
