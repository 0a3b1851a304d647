//! Rows as Apache Parquet, column by column, without Arrow.

use crate::sqlite::{Answer, Kind, Value};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows that are held before they are written.
const GROUP: usize = 50_000;

/// Rows on their way into a file.
pub(super) struct Rows {
    out: Option<Box<dyn Write + Send>>,
    writer: Option<SerializedFileWriter<Box<dyn Write + Send>>>,
    kinds: Vec<Kind>,
    rows: Vec<Vec<Value>>,
}

impl Rows {
    pub(super) fn new(out: Box<dyn Write + Send>) -> Self {
        Rows { out: Some(out), writer: None, kinds: Vec::new(), rows: Vec::new() }
    }

    /// Writes what is held and the end of the file.
    pub(super) fn finish(mut self) -> Result<()> {
        self.write()?;
        match self.writer.take() {
            Some(writer) => writer.close().map(drop),
            None => Ok(()),
        }
    }

    fn begin(&mut self, names: &[String], kinds: &[Kind]) -> Result<()> {
        let column = |(name, kind): (&String, &Kind)| -> Result<Arc<Type>> {
            let (physical, logical) = match kind {
                Kind::Integer => (Physical::INT64, None),
                Kind::Real => (Physical::DOUBLE, None),
                Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            };
            let column = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
            column.build().map(Arc::new)
        };
        let columns: Result<Vec<Arc<Type>>> = names.iter().zip(kinds).map(column).collect();
        let schema = Type::group_type_builder("dateline").with_fields(columns?).build()?;
        let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
        let out = self.out.take().ok_or_else(|| ParquetError::General("the table was begun twice".to_owned()))?;
        self.writer = Some(SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?);
        self.kinds = kinds.to_vec();
        Ok(())
    }

    /// Writes the rows that are held as one group.
    fn write(&mut self) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let (Some(writer), false) = (&mut self.writer, rows.is_empty()) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = group.next_column()? {
            let cells = rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null));
            let there: Vec<i16> = cells.clone().map(|cell| i16::from(*cell != Value::Null)).collect();
            match self.kinds.get(at).copied().unwrap_or(Kind::Text) {
                Kind::Integer => {
                    let values: Vec<i64> = cells.filter_map(whole).collect();
                    column.typed::<Int64Type>().write_batch(&values, Some(&there), None)?;
                }
                Kind::Real => {
                    let values: Vec<f64> = cells.filter_map(real).collect();
                    column.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
                }
                Kind::Text => {
                    let known = cells.filter(|cell| **cell != Value::Null);
                    let values: Vec<ByteArray> = known.map(|cell| ByteArray::from(cell.cell().into_bytes())).collect();
                    column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
                }
            }
            column.close()?;
            at += 1;
        }
        group.close().map(drop)
    }
}

impl Answer for Rows {
    fn columns(&mut self, names: &[String], kinds: &[Kind]) -> io::Result<()> {
        self.begin(names, kinds).map_err(io::Error::other)
    }

    fn row(&mut self, values: &[Value]) -> io::Result<()> {
        self.rows.push(values.to_vec());
        if self.rows.len() < GROUP { Ok(()) } else { self.write().map_err(io::Error::other) }
    }
}

/// The value of a column of whole numbers; what is none of them counts as zero, so that no row moves.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Null => None,
        Value::Integer(n) => Some(*n),
        Value::Real(x) => Some(*x as i64),
        Value::Text(_) | Value::Blob(_) => Some(0),
    }
}

/// The value of a column of numbers.
fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Null => None,
        Value::Integer(n) => Some(*n as f64),
        Value::Real(x) => Some(*x),
        Value::Text(_) | Value::Blob(_) => Some(0.0),
    }
}
