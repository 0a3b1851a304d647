//! The command line as typed.

mod record;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dateline_ingest::Columns;
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub(crate) use record::{Add, Correct, CorrectEvent, Correction, Demo, Export, ExportFormat, Happenings, ListFormat, Query, Show};

/// Dateline reads news reports and keeps the record: who did what to whom, where and when - and who says so.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, arg_required_else_help = true, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "Exit status: 0 done, 1 something could not be read (the rest was), 2 wrong use.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles, one in each file, to reports: who says what, who did what to whom.
    Read(Read),
    /// Add articles to a record: one file that holds what many reports say together.
    Add(Add),
    /// List the occurrences that a record's articles tell of, with how many independent sources each has.
    Happenings(Happenings),
    /// Show one occurrence: every version of it, and who says which.
    Show(Show),
    /// Correct a record: each correction is kept with who made it and why, and can be undone.
    Correct(Correct),
    /// Ask a record in SQL.
    Query(Query),
    /// Write a whole record for other tools: tables, FollowTheMoney, the columns of GDELT.
    Export(Export),
    /// Make a small record to play with, from articles written for it.
    Demo(Demo),
    /// List what can be asked in SQL.
    Schema,
    /// Take articles out of pages, feeds, archives and tables without reading them: text, date, outlet, and what these rest on.
    Article(Article),
    /// Read articles to their linguistic layer alone: sentences, words, syntax, names.
    Parse(Parse),
    /// Tell what places a name can mean, and why the first of them wins.
    Places(Places),
    /// Tell what the time expressions of some words mean, and why.
    When(When),
    /// Your own types of events: see how well a codebook's examples separate.
    #[command(subcommand)]
    Codebook(Codebook),
    /// Score what Dateline reads against sentences whose answer is known.
    #[command(subcommand)]
    Evaluate(Evaluate),
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to write the reports [default: table on a terminal, else json for one file and jsonl for several]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,
    /// With --format csv: what a row stands for [default: events]
    #[arg(long, value_enum)]
    pub(crate) rows: Option<Rows>,
    /// With --format csv: begin with a byte order mark, by which Excel knows UTF-8 when the file is opened by double click.
    #[arg(long)]
    pub(crate) bom: bool,
    /// The day the articles were published; weekdays and "last month" are counted from it.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// Code events by a codebook of your own; "dateline codebook check" tells how good it is.
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
    /// The outlet that published the articles; it ends every source chain.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) outlet: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Article {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to write the articles.
    #[arg(long, value_enum, default_value_t = ArticleFormat::Jsonl)]
    pub(crate) format: ArticleFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Parse {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How to write the readings.
    #[arg(long, value_enum, default_value_t = ReadingFormat::Conllu)]
    pub(crate) format: ReadingFormat,
}

/// Commands about codebooks.
#[derive(Debug, Subcommand)]
pub(crate) enum Codebook {
    /// Look for mistakes, and leave out each example in turn to see whether the others find it.
    Check {
        /// The codebook, a TOML file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// List the types with their definitions.
    Show {
        /// The codebook, a TOML file [default: the built-in one, PLOVER]
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// Test sets.
#[derive(Debug, Subcommand)]
pub(crate) enum Evaluate {
    /// The type of event between a given source and target, by the built-in codebook.
    Plover {
        /// A TSV file with the columns sentence, source, target, and if there are: uid, gold_root.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Where to write {"uid":..,"type":..} for each row.
        #[arg(long, value_name = "OUT")]
        predictions: PathBuf,
    },
    /// The type of each sentence, by a codebook of your own.
    Codebook {
        /// The codebook, a TOML file.
        #[arg(value_name = "CODEBOOK")]
        codebook: PathBuf,
        /// A TSV file with the columns type (NONE for no event) and sentence.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Which articles and which marked events of ECB+ are the same occurrence; evaluation/groups.py scores it.
    Ecbplus {
        /// A folder with files of ECB+ (36_1ecbplus.xml ...), in folders or not.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Where to write {"article":..,"group":..} and {"mention":..,"group":..,"group_within":..}.
        #[arg(long, value_name = "OUT")]
        predictions: PathBuf,
        /// Where to write what was compared of each article and event.
        #[arg(long, value_name = "OUT")]
        facts: Option<PathBuf>,
    },
    /// Which articles are copies of one text; evaluation/copies.py makes copies and scores it.
    Stories {
        /// JSON lines with id and text, and if there are: byline, agency, url, canonical; - for standard input.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Places {
    /// The name of a place; after a comma what contains it, as in "Portland, Maine".
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Another name in the same article; can be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) near: Vec<String>,
    /// The outlet that published the article.
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// How many places to list.
    #[arg(long, value_name = "N", default_value = "10")]
    pub(crate) limit: NonZeroUsize,
    /// How to write them.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Table)]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct When {
    /// The words: "last Friday", or a whole sentence, whose tense then counts.
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,
    /// The day the words were published; without it "last Friday" has no date.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// How to write the answer.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Table)]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Input {
    /// Files, folders, patterns or addresses; standard input when there is none, or for `-`.
    ///
    /// Plain text, web pages, RSS and Atom feeds and lists of them (OPML), web archives (WARC), JSON, JSONL, CSV and Parquet, also packed with gzip
    /// or zstd.
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// In tables and JSON: which column or key holds the text, html, url, outlet, headline, byline, published or id; can be given several
    /// times [default: the usual names]
    #[arg(long, value_name = "text=NAME", value_parser = column)]
    pub(crate) column: Vec<String>,
    /// Where a feed holds only the summary of an article, fetch the page it links to.
    #[arg(long)]
    pub(crate) follow: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

impl Input {
    /// Which column holds what, as far as the user says so.
    pub(crate) fn columns(&self) -> Columns {
        self.column.iter().fold(Columns::default(), |columns, said| columns.clone().with(said).unwrap_or(columns))
    }
}

fn column(said: &str) -> Result<String, String> {
    Columns::default().with(said).map(|_| said.to_owned())
}

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people.
    Table,
    /// Report format 1, one object for each article, indented.
    Json,
    /// Report format 1, one object for each article, each on a line.
    Jsonl,
    /// One event (or, with --rows, one statement) a row, for spreadsheets.
    Csv,
}

/// What a row of CSV stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rows {
    /// Who did what to whom.
    Events,
    /// Who says what.
    Statements,
}

/// A format of answers to questions about words and names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For people.
    Table,
    /// One list of objects.
    Json,
}

/// A format of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ArticleFormat {
    /// What stands under `article` in a report, with the key in its source and the problems, one object on a line.
    Jsonl,
    /// The text alone, with a line of what is known before it.
    Text,
}

/// A format of readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadingFormat {
    /// CoNLL-U, names in MISC as `NER=B-PER`, code points as `TokenRange=start:end`.
    Conllu,
}

fn date(written: &str) -> Result<Date, String> {
    let wrong = || "write a date as YYYY-MM-DD, for example 2022-05-23".to_owned();
    let shape =
        written.len() == 10 && written.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if shape { written.parse().map_err(|_| wrong()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
    }

    #[test]
    fn a_date_is_a_day_of_the_calendar_in_one_way_of_writing() {
        assert_eq!(date("2022-05-23").map(|d| d.to_string()), Ok("2022-05-23".to_owned()));
        for wrong in ["2022-02-30", "20220523", "23/05/2022", "2022-05", "", "yesterday", "2022-05-23T10:00"] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
