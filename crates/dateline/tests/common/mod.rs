//! What the tests of the whole program share.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The own-written articles: name, text, day of publication.
pub(crate) fn golden() -> Vec<(String, String, &'static str)> {
    let mut articles: Vec<_> = std::fs::read_dir(golden_folder())
        .expect("the golden set")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("an article");
            let published = published(&name);
            (name, text, published)
        })
        .collect();
    articles.sort();
    articles
}

pub(crate) fn golden_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn published(name: &str) -> &'static str {
    match name {
        "wire" => "2022-05-25",
        "broken-quotes" => "2019-09-21",
        "indirect" => "2018-04-30",
        "passives" => "2016-05-20",
        "nominalisations" => "2020-11-02",
        "credits" => "2021-03-14",
        "feature" => "2015-03-14",
        "press-release" => "2023-10-12",
        other => panic!("say in tests/common/mod.rs when {other} was published"),
    }
}

/// A folder of its own for a test, in which the program runs.
pub(crate) struct Workplace {
    folder: PathBuf,
}

impl Workplace {
    pub(crate) fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Workplace { folder }
    }

    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.join(name), bytes).expect("a file");
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The program in this folder, without what the environment says about colours.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(&self.folder).args(arguments);
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().expect("the program runs")
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child =
            self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        child.stdin.take().expect("an input").write_all(input).expect("it takes the input");
        child.wait_with_output().expect("the program ends")
    }

    /// Exit code, standard output and standard error of a run, for a snapshot.
    pub(crate) fn told(&self, arguments: &[&str]) -> String {
        told(arguments, &self.run(arguments))
    }
}

pub(crate) fn told(arguments: &[&str], output: &Output) -> String {
    let mut told = format!("$ dateline {}\nexit {}\n", arguments.join(" "), output.status.code().expect("an exit code"));
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        if !text.is_empty() {
            let _ = write!(told, "----- {name}\n{}", without_digest(text));
        }
    }
    told
}

/// The text without the digest of the weights, so that another training changes only what it reads differently.
pub(crate) fn without_digest(text: &str) -> String {
    let mark = "\"model\":";
    let Some(at) = text.find(mark).and_then(|at| text[at..].find("sha256:").map(|more| at + more + "sha256:".len())) else {
        return text.to_owned();
    };
    let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_hexdigit());
    format!("{}[digest]{}", &text[..at], without_digest(rest))
}
