//! Parquet tables. They are read from their end, so that they need a file that can be sought in, or memory.

use super::{Documents, Item};
use crate::columns::Found;
use crate::{Columns, Document};
use bytes::Bytes;
use dateline_model::{Origin, Problem, Severity};
use jiff::civil::Date;
use parquet::errors::Result as ParquetResult;
use parquet::file::reader::{ChunkReader, FileReader, Length};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// By which a Parquet file is known.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// The rows of a table.
pub(super) fn rows<R: Read + Seek + Send + 'static>(file: R, columns: &Columns) -> Documents<'static> {
    match open(file, columns) {
        Ok((rows, found)) => Documents::new(documents(rows, found)),
        Err(problem) => Documents::failed(problem),
    }
}

fn open<R: Read + Seek + Send + 'static>(file: R, columns: &Columns) -> Result<(RowIter<'static>, Found), Problem> {
    let damaged = |what: String| {
        let note = format!("the Parquet file cannot be read ({what}); fetch or copy it again");
        Problem::new("broken", Severity::Error, note)
    };
    let file = Shared::new(file).map_err(|error| damaged(error.to_string()))?;
    let reader = SerializedFileReader::new(file).map_err(|error| damaged(error.to_string()))?;
    let schema = reader.metadata().file_metadata().schema_descr().root_schema();
    // A column that is a list or an object in itself holds nothing that is looked for.
    let fields: Vec<_> = schema.get_fields().iter().filter(|field| field.is_primitive()).cloned().collect();
    let names: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let found = columns.find(&names)?;
    // Only what is used is read; the columns move to the places they have among those.
    let mut used: Vec<usize> = found.text.iter().map(|(_, at)| *at).chain(found.facts.iter().map(|(_, at)| *at)).collect();
    used.sort_unstable();
    used.dedup();
    let place = |at: usize| used.iter().position(|used| *used == at).unwrap_or(0);
    let found = Found {
        text: found.text.map(|(format, at)| (format, place(at))),
        facts: found.facts.into_iter().map(|(fact, at)| (fact, place(at))).collect(),
    };
    let kept = used.iter().filter_map(|at| fields.get(*at).cloned()).collect();
    let projection = Type::group_type_builder(schema.name()).with_fields(kept).build().map_err(|error| damaged(error.to_string()))?;
    let rows = RowIter::from_file_into(Box::new(reader)).project(Some(projection)).map_err(|error| damaged(error.to_string()))?;
    Ok((rows.with_batch_size(64), found))
}

fn documents(rows: RowIter<'static>, found: Found) -> impl Iterator<Item = Item> + Send {
    let mut rows = Some(rows);
    let mut number = 0usize;
    std::iter::from_fn(move || {
        let open = rows.as_mut()?;
        number += 1;
        // The reader breaks off with a panic on some damaged files.
        let next = catch_unwind(AssertUnwindSafe(|| open.next()));
        let stopped = |what: String| {
            let note = format!("row {number}: {what}; the rows before it are read");
            Some(Err(Problem::new("broken", Severity::Error, note)))
        };
        match next {
            Ok(None) => None,
            Ok(Some(Ok(row))) => Some(document(&row, number, &found)),
            Ok(Some(Err(error))) => {
                rows = None;
                stopped(error.to_string())
            }
            Err(_) => {
                rows = None;
                stopped("the file is damaged; fetch or copy it again".to_owned())
            }
        }
    })
}

fn document(row: &Row, number: usize, found: &Found) -> Item {
    let cells: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
    let cell = |at: usize| cells.get(at).and_then(|field| words(field)).unwrap_or_default();
    let text = found.text.map(|(format, at)| (format, cell(at))).filter(|(_, text)| !text.trim().is_empty());
    let Some((format, text)) = text else {
        let note = format!("row {number}: the column of the text is empty");
        return Err(Problem::new("unreadable-record", Severity::Warning, note));
    };
    let mut document = Document::new(format, text).with_key(number.to_string());
    for (fact, at) in &found.facts {
        document.add(*fact, &cell(*at), Origin::Column);
    }
    Ok(document)
}

/// A cell as words; days and times as ISO 8601 days.
fn words(field: &Field) -> Option<String> {
    let day = |days: i64| Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(|day| day.to_string());
    match field {
        Field::Str(text) => Some(text.clone()),
        Field::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
        Field::Date(days) => day(i64::from(*days)),
        Field::TimestampMillis(time) => day(time.div_euclid(86_400_000)),
        Field::TimestampMicros(time) => day(time.div_euclid(86_400_000_000)),
        Field::Null | Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => None,
        other => Some(other.to_string()),
    }
}

/// A file that several readers seek in.
struct Shared<R> {
    file: Arc<Mutex<R>>,
    length: u64,
}

impl<R: Read + Seek> Shared<R> {
    fn new(mut file: R) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Shared { file: Arc::new(Mutex::new(file)), length })
    }
}

impl<R: Send> Length for Shared<R> {
    fn len(&self) -> u64 {
        self.length
    }
}

impl<R: Read + Seek + Send> ChunkReader for Shared<R> {
    type T = BufReader<From<R>>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(BufReader::new(From { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let mut bytes = Vec::new();
        From { file: Arc::clone(&self.file), at: start }.take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(parquet::errors::ParquetError::EOF("the file ends too early".to_owned()));
        }
        Ok(Bytes::from(bytes))
    }
}

/// The file from a place on.
struct From<R> {
    file: Arc<Mutex<R>>,
    at: u64,
}

impl<R: Read + Seek> Read for From<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let n = file.read(into)?;
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use std::io::Cursor;

    fn table(compression: parquet::basic::Compression) -> Vec<u8> {
        let schema = "message news { required binary title (STRING); optional int32 day (DATE); required binary body (STRING); }";
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let mut bytes = Vec::new();
        let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties).expect("a writer");
        for (i, text) in ["The mayor left.", "The judge stayed."].into_iter().enumerate() {
            let mut group = writer.next_row_group().expect("a group");
            let words = |words: &str| vec![ByteArray::from(words)];
            let mut column = group.next_column().expect("a column").expect("the title");
            column.typed::<ByteArrayType>().write_batch(&words("News"), None, None).expect("written");
            column.close().expect("closed");
            let mut column = group.next_column().expect("a column").expect("the day");
            column.typed::<Int32Type>().write_batch(&[19_135 + i as i32], Some(&[1]), None).expect("written");
            column.close().expect("closed");
            let mut column = group.next_column().expect("a column").expect("the body");
            column.typed::<ByteArrayType>().write_batch(&words(text), None, None).expect("written");
            column.close().expect("closed");
            group.close().expect("closed");
        }
        writer.close().expect("closed");
        bytes
    }

    fn told(bytes: Vec<u8>, columns: &Columns) -> Vec<String> {
        let told = |item: Item| match item {
            Ok(d) => {
                let known: Vec<String> = d.evidence.iter().map(|e| format!("{}={}", e.fact.as_str(), e.value)).collect();
                format!("{}: {} [{}]", d.key, String::from_utf8_lossy(&d.bytes), known.join(" "))
            }
            Err(problem) => format!("{}: {}", problem.id, problem.note),
        };
        rows(Cursor::new(bytes), columns).map(told).collect()
    }

    #[test]
    fn a_row_is_a_document_however_it_is_packed() {
        let columns = Columns::default().with("published=day").expect("a column");
        let expected =
            ["1: The mayor left. [headline=News published=2022-05-23]", "2: The judge stayed. [headline=News published=2022-05-24]"];
        for packed in [
            parquet::basic::Compression::UNCOMPRESSED,
            parquet::basic::Compression::SNAPPY,
            parquet::basic::Compression::ZSTD(Default::default()),
        ] {
            assert_eq!(told(table(packed), &columns), expected);
        }
    }

    #[test]
    fn a_table_without_the_column_names_those_it_has() {
        let columns = Columns::default().with("text=Article").expect("a column");
        let told = told(table(parquet::basic::Compression::SNAPPY), &columns);
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("\"Article\"") && told[0].ends_with("the columns are title, day, body"), "{}", told[0]);
    }

    #[test]
    fn a_damaged_table_says_so() {
        let whole = table(parquet::basic::Compression::SNAPPY);
        let cut = told(whole[..whole.len() - 20].to_vec(), &Columns::default());
        assert!(cut.len() == 1 && cut[0].starts_with("broken: the Parquet file cannot be read"), "{cut:?}");
        let mut spoilt = whole.clone();
        spoilt[30..60].fill(0xFF);
        assert!(told(spoilt, &Columns::default()).iter().any(|t| t.starts_with("broken: ") || t.starts_with("2: ")));
    }
}
