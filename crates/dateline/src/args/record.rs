//! The commands that keep a record and ask it.

use super::{Input, date};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The record, one file; it is made when it is not there.
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    #[command(flatten)]
    pub(crate) input: Input,
    /// Read anew what another version of Dateline or another codebook has read; corrections stay. Without files: all articles of the record.
    #[arg(long)]
    pub(crate) again: bool,
    /// The day the articles were published, for those that do not say it themselves.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) published: Option<Date>,
    /// The outlet that published the articles.
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) outlet: Option<String>,
    /// Code events by a codebook of your own.
    #[arg(long, value_name = "FILE")]
    pub(crate) codebook: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Happenings {
    /// The record.
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// Who did it or to whom it was done: a name, or a country and all who belong to it; can be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) who: Vec<String>,
    /// The type of event in the codebook, such as PROTEST; can be given several times.
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) types: Vec<String>,
    /// Not before this day; what has no day of its own goes by the day of its first report.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) from: Option<Date>,
    /// Not after this day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) to: Option<Date>,
    /// Where: a place, or a country and all places in it; can be given several times.
    #[arg(long = "where", value_name = "PLACE")]
    pub(crate) places: Vec<String>,
    /// Words that all stand in the sentences that tell it.
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Vec<String>,
    /// At least so many independent sources.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) sources: usize,
    /// Only those whose versions disagree.
    #[arg(long)]
    pub(crate) disputed: bool,
    /// How many to list [default: 50 in a table, else all]
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
    /// How to write them [default: table on a terminal, else jsonl]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ListFormat>,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The record.
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// The id of a happening, or its beginning; also that of one of its events.
    #[arg(value_name = "HAPPENING")]
    pub(crate) id: String,
    /// How to write it [default: table on a terminal, else json]
    #[arg(long, value_enum)]
    pub(crate) format: Option<super::AnswerFormat>,
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// The record.
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// One SELECT over the views that "dateline schema" lists.
    #[arg(value_name = "SQL")]
    pub(crate) sql: String,
    /// How to write the rows [default: table on a terminal, else jsonl]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ListFormat>,
}

/// A format of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Table,
    /// One object on a line for each row.
    Jsonl,
    /// For spreadsheets.
    Csv,
}
