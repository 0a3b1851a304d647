//! The commands that keep a record and ask it.

use super::{Input, date};
use clap::{Args, Subcommand, ValueEnum};
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

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The record.
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// How to write it: csv, jsonl and parquet give a folder with a table for each view, the others one file.
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// The folder or file to write; an existing file is not touched [default: the record's name with the format's ending]
    #[arg(long, value_name = "PATH")]
    pub(crate) to: Option<PathBuf>,
}

/// A format of a whole record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// For spreadsheets, R, pandas.
    Csv,
    /// One object a line.
    Jsonl,
    /// For DuckDB, pandas, R, Spark.
    Parquet,
    /// Entities of investigative platforms (Aleph), one a line.
    #[value(name = "followthemoney")]
    FollowTheMoney,
    /// Happenings in the 58 columns of GDELT 1.0, for old pipelines.
    Gdelt,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// The record to make.
    #[arg(value_name = "RECORD", default_value = "demo.dateline")]
    pub(crate) record: PathBuf,
}

#[derive(Debug, Args)]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Correct {
    /// The record.
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// What to correct; without it the corrections so far are listed.
    #[command(subcommand)]
    pub(crate) what: Option<Correction>,
    /// Take a correction back, by its number.
    #[arg(long, value_name = "N")]
    pub(crate) undo: Option<i64>,
    /// Why; it is kept with the correction.
    #[arg(long, value_name = "REASON", global = true)]
    pub(crate) why: Option<String>,
    /// Who corrects [default: the name of the user on this computer]
    #[arg(long, value_name = "NAME", global = true)]
    pub(crate) by: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Correction {
    /// These are one: happenings, or entities across articles, or stories.
    Merge {
        /// Ids of what is one, or of what is in it: h... or v..., i... or e..., s... or a...
        #[arg(value_name = "ID", required = true, num_args = 2..)]
        ids: Vec<String>,
    },
    /// These do not belong with the others of their happening, identity or story.
    Split {
        /// Ids of events (v...), entities (e...) or articles (a...).
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    /// An event is otherwise than it was read.
    Event(CorrectEvent),
    /// The article does not say this: a statement (q...), and the events in it, or an event (v...).
    Reject {
        /// The id.
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CorrectEvent {
    /// The event.
    #[arg(value_name = "EVENT")]
    pub(crate) id: String,
    /// Who did it; can be given several times, "" for nobody.
    #[arg(long, value_name = "NAME")]
    pub(crate) actor: Vec<String>,
    /// To whom; can be given several times, "" for nobody.
    #[arg(long, value_name = "NAME")]
    pub(crate) recipient: Vec<String>,
    /// When: a day, or the first and the last day as 2022-05-01/2022-05-31; "" when it is not told.
    #[arg(long, value_name = "DAY", value_parser = days)]
    pub(crate) date: Option<(Option<Date>, Option<Date>)>,
    /// Where: a name, or the number of a place in GeoNames; "dateline places NAME" lists them.
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// Its type in the codebook.
    #[arg(long = "type", value_name = "TYPE")]
    pub(crate) event_type: Option<String>,
    /// How real it is.
    #[arg(long, value_name = "STATUS", value_parser = ["happened", "ongoing", "planned", "possible", "denied"])]
    pub(crate) status: Option<String>,
}

/// "2022-05-21", "2022-05-01/2022-05-31", "2022-05-01/", "".
fn days(written: &str) -> Result<(Option<Date>, Option<Date>), String> {
    let side = |side: &str| if side.is_empty() { Ok(None) } else { date(side).map(Some) };
    match written.split_once('/') {
        Some((first, last)) => Ok((side(first)?, side(last)?)),
        None => side(written).map(|day| (day, day)),
    }
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
