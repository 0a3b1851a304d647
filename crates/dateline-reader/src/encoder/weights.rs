//! The weights file: safetensors with int8 matrices, f32 vectors, the vocabulary and the label sets.

use std::collections::BTreeMap;
use std::fmt;

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

use super::kernels::Kernels;
use super::linear::Linear;

/// Why a weights file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightsError {
    message: String,
}

impl WeightsError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for WeightsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "weights file: {}", self.message)
    }
}

impl std::error::Error for WeightsError {}

/// A parsed weights file; tensors stay where they are in the file's bytes.
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    metadata: BTreeMap<String, String>,
}

/// An int8 matrix of `rows` x `columns` with one scale per row: value = `i8` * scale.
pub(crate) struct Matrix<'a> {
    /// The values row after row; each byte is an `i8` (see [`Matrix::row`]).
    bytes: &'a [u8],
    /// One scale per row.
    pub(crate) scales: Vec<f32>,
    /// The number of rows (outputs of a Linear, entries of an embedding).
    pub(crate) rows: usize,
    /// The number of columns (inputs of a Linear, width of an embedding).
    pub(crate) columns: usize,
}

impl<'a> Matrix<'a> {
    /// The quantized values of one row.
    pub(crate) fn row(&self, row: usize) -> impl ExactSizeIterator<Item = i8> + use<'a> {
        self.row_bytes(row).iter().map(|&byte| byte.cast_signed())
    }

    /// The values of one row as f32.
    #[expect(dead_code, reason = "for the heads, which multiply small matrices in f32")]
    pub(crate) fn row_f32(&self, row: usize) -> Vec<f32> {
        let scale = self.scales[row];
        self.row(row).map(|value| f32::from(value) * scale).collect()
    }

    /// One row as it lies in the file.
    pub(crate) fn row_bytes(&self, row: usize) -> &'a [u8] {
        &self.bytes[row * self.columns..(row + 1) * self.columns]
    }
}

impl<'a> Weights<'a> {
    /// Parses the header and checks that every tensor lies inside the file.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, WeightsError> {
        let damaged = |error| WeightsError::new(format!("not a whole safetensors file: {error}"));
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
        let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
        let metadata = header.metadata().iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect();
        Ok(Self { tensors, metadata })
    }

    /// A string of the file's metadata, such as `name`.
    pub(crate) fn text(&self, key: &str) -> Result<&str, WeightsError> {
        self.metadata.get(key).map(String::as_str).ok_or_else(|| WeightsError::new(format!("metadata has no \"{key}\"")))
    }

    /// A label set of the metadata (`upos`, `xpos`, `deprel`, `names`, `lemma`), in the order of the head's outputs.
    pub(crate) fn labels(&self, key: &str) -> Result<Vec<String>, WeightsError> {
        serde_json::from_str(self.text(key)?)
            .map_err(|error| WeightsError::new(format!("metadata \"{key}\" is not a JSON list of strings: {error}")))
    }

    /// The word pieces, joined by newlines; the line number is the piece's id.
    pub(crate) fn vocabulary(&self) -> Result<&'a str, WeightsError> {
        let view = self.tensor("vocab", Dtype::U8)?;
        std::str::from_utf8(view.data()).map_err(|error| WeightsError::new(format!("vocab is not UTF-8: {error}")))
    }

    /// Whether the file has the tensor at all; for counting layers.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.tensors.tensor(name).is_ok()
    }

    /// An f32 tensor of exactly this shape.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        let view = self.tensor(name, Dtype::F32)?;
        if view.shape() != shape {
            return Err(WeightsError::new(format!("{name} has shape {:?} instead of {shape:?}", view.shape())));
        }
        let (quads, _) = view.data().as_chunks::<4>();
        Ok(quads.iter().map(|&quad| f32::from_le_bytes(quad)).collect())
    }

    /// The matrix stored as `NAME.q` and `NAME.s`.
    pub(crate) fn matrix(&self, name: &str) -> Result<Matrix<'a>, WeightsError> {
        let values = format!("{name}.q");
        let view = self.tensor(&values, Dtype::I8)?;
        let &[rows, columns] = view.shape() else {
            return Err(WeightsError::new(format!("{values} has shape {:?} instead of two dimensions", view.shape())));
        };
        if rows == 0 || columns == 0 {
            return Err(WeightsError::new(format!("{values} is empty")));
        }
        Ok(Matrix { bytes: view.data(), scales: self.floats(&format!("{name}.s"), &[rows])?, rows, columns })
    }

    /// The matrix of a known shape.
    pub(crate) fn matrix_of(&self, name: &str, rows: usize, columns: usize) -> Result<Matrix<'a>, WeightsError> {
        let matrix = self.matrix(name)?;
        if (matrix.rows, matrix.columns) != (rows, columns) {
            let (is_rows, is_columns) = (matrix.rows, matrix.columns);
            return Err(WeightsError::new(format!("{name} is {is_rows} x {is_columns} instead of {rows} x {columns}")));
        }
        Ok(matrix)
    }

    /// The Linear stored as `NAME.q`, `NAME.s` and, where there is one, the bias `NAME.b`.
    pub(crate) fn linear(&self, name: &str, kernels: Kernels) -> Result<Linear, WeightsError> {
        let matrix = self.matrix(name)?;
        let bias_name = format!("{name}.b");
        let bias = if self.has(&bias_name) { Some(self.floats(&bias_name, &[matrix.rows])?) } else { None };
        Ok(Linear::new(&matrix, bias, kernels))
    }

    /// The Linear of a known shape.
    pub(crate) fn linear_of(&self, name: &str, outputs: usize, inputs: usize, kernels: Kernels) -> Result<Linear, WeightsError> {
        self.matrix_of(name, outputs, inputs)?;
        self.linear(name, kernels)
    }

    fn tensor(&self, name: &str, dtype: Dtype) -> Result<TensorView<'a>, WeightsError> {
        let view = self.tensors.tensor(name).map_err(|_| WeightsError::new(format!("no tensor \"{name}\"")))?;
        if view.dtype() != dtype {
            return Err(WeightsError::new(format!("{name} is {:?} instead of {dtype:?}", view.dtype())));
        }
        Ok(view)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::kernels::Arithmetic;
    use crate::encoder::sample::SampleFile;

    fn sample() -> SampleFile {
        let mut file = SampleFile::encoder(1, 1, 32, &["[PAD]", "der", "##in"]);
        file.text("upos", r#"["NOUN","VERB"]"#);
        file
    }

    #[test]
    fn labels_vocabulary_and_tensors_are_found() {
        let bytes = sample().write();
        let weights = Weights::parse(&bytes).unwrap();
        assert_eq!(weights.text("name").unwrap(), "sample");
        assert_eq!(weights.labels("upos").unwrap(), ["NOUN", "VERB"]);
        assert_eq!(weights.vocabulary().unwrap().lines().collect::<Vec<_>>(), ["[PAD]", "der", "##in"]);
        let matrix = weights.matrix("layer.0.ffn1").unwrap();
        assert_eq!((matrix.rows, matrix.columns, matrix.scales.len()), (128, 32, 128));
        assert!(matrix.row(5).any(|value| value < 0) && matrix.row(5).any(|value| value > 0));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let mut file = sample();
        file.text("xpos", "[1, 2]");
        file.bytes("vocab", "U8", &[2], vec![0xff, 0xfe]);
        file.floats("cue.q", &[2, 2], vec![0.0; 4]);
        let bytes = file.write();
        let weights = Weights::parse(&bytes).unwrap();
        let message = |error: WeightsError| error.to_string();
        assert_eq!(message(weights.text("lemma").unwrap_err()), "weights file: metadata has no \"lemma\"");
        assert!(message(weights.labels("xpos").unwrap_err()).starts_with("weights file: metadata \"xpos\" is not a JSON list"));
        assert!(message(weights.vocabulary().unwrap_err()).starts_with("weights file: vocab is not UTF-8"));
        assert_eq!(message(weights.matrix("head.cue").err().unwrap()), "weights file: no tensor \"head.cue.q\"");
        assert_eq!(message(weights.matrix("cue").err().unwrap()), "weights file: cue.q is F32 instead of I8");
    }

    #[test]
    fn a_damaged_file_is_an_error_and_never_a_panic() {
        let bytes = sample().write();
        for end in (0..bytes.len()).step_by(97) {
            assert!(Weights::parse(&bytes[..end]).is_err(), "cut at {end}");
        }
        for at in 0..2000 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            if let Ok(weights) = Weights::parse(&damaged) {
                let _ = crate::encoder::Encoder::load(&weights, Kernels::new(Arithmetic::Portable).unwrap());
            }
        }
    }
}
