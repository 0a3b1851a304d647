//! The whole encoder: embeddings and layers.

use std::cell::RefCell;

use super::attention::HEAD;
use super::kernels::Kernels;
use super::layer::{Layer, Scratch};
use super::normalize::Norm;
use super::weights::{Matrix, Weights, WeightsError};

/// One word piece of a window, with what the model is told about how it stood in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The line of the piece in the vocabulary.
    pub(crate) id: u32,
    /// How the atom was cased: 0 lower or no letters, 1 title, 2 upper, 3 mixed.
    pub(crate) case: u8,
    /// The white space before: 0 none, 1 spaces, 2 a newline, 3 more newlines.
    pub(crate) gap: u8,
}

thread_local! {
    // Two megabytes that every window needs; taking them from the system each time costs a twentieth of the whole.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Embeddings and transformer layers.
pub(crate) struct Encoder<'a> {
    words: Matrix<'a>,
    positions: Matrix<'a>,
    cases: Matrix<'a>,
    gaps: Matrix<'a>,
    norm: Norm,
    layers: Vec<Layer>,
    kernels: Kernels,
}

impl<'a> Encoder<'a> {
    /// Loads the embeddings, which stay in the file's bytes, and the layers, which are laid out for the kernels.
    pub(crate) fn load(weights: &Weights<'a>, kernels: Kernels) -> Result<Self, WeightsError> {
        let words = weights.matrix("emb.word")?;
        let hidden = words.columns;
        if hidden % HEAD != 0 {
            return Err(WeightsError::new(format!("emb.word is {hidden} wide, which is no multiple of {HEAD}")));
        }
        let positions = weights.matrix("emb.position")?;
        let positions = weights.matrix_of("emb.position", positions.rows, hidden)?;
        let layers = (0..)
            .take_while(|index| weights.has(&format!("layer.{index}.qkv.q")))
            .map(|index| Layer::load(weights, index, hidden, kernels))
            .collect::<Result<Vec<_>, _>>()?;
        if layers.is_empty() {
            return Err(WeightsError::new("no tensor \"layer.0.qkv.q\""));
        }
        Ok(Self {
            words,
            positions,
            cases: weights.matrix_of("emb.case", 4, hidden)?,
            gaps: weights.matrix_of("emb.gap", 4, hidden)?,
            norm: Norm::load(weights, "emb.norm", hidden)?,
            layers,
            kernels,
        })
    }

    /// The final hidden states of one window, piece after piece, [`Encoder::hidden`] values each.
    ///
    /// Ids, cases and gaps beyond the tables and positions beyond the model's last are taken as the last of the table.
    pub(crate) fn encode(&self, window: &[Piece]) -> Vec<f32> {
        SCRATCH.with_borrow_mut(|scratch| self.encode_with(window, scratch))
    }

    fn encode_with(&self, window: &[Piece], scratch: &mut Scratch) -> Vec<f32> {
        let hidden = self.hidden();
        let mut states = vec![0.0; window.len() * hidden];
        let features = &mut scratch.update;
        features.clear();
        features.resize(window.len() * hidden, 0.0);
        for ((position, piece), (state, feature)) in
            window.iter().enumerate().zip(states.chunks_exact_mut(hidden).zip(features.chunks_exact_mut(hidden)))
        {
            add_row(&self.words, piece.id as usize, state);
            add_row(&self.positions, position, state);
            add_row(&self.cases, piece.case.into(), feature);
            add_row(&self.gaps, piece.gap.into(), feature);
        }
        self.kernels.normalize(&mut states, features, &self.norm);
        for layer in &self.layers {
            layer.apply(&mut states, hidden, self.kernels, scratch);
        }
        states
    }

    /// The width of a hidden state.
    pub(crate) fn hidden(&self) -> usize {
        self.words.columns
    }
}

/// Adds one row of an embedding table.
fn add_row(table: &Matrix<'_>, row: usize, to: &mut [f32]) {
    let row = row.min(table.rows - 1);
    let scale = table.scales[row];
    for (to, value) in to.iter_mut().zip(table.row(row)) {
        *to += f32::from(value) * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::kernels::Arithmetic;
    use crate::encoder::sample::SampleFile;

    fn sample() -> Vec<u8> {
        let vocabulary: Vec<String> = (0..50).map(|id| format!("p{id}")).collect();
        SampleFile::encoder(7, 2, 64, &vocabulary.iter().map(String::as_str).collect::<Vec<_>>()).write()
    }

    fn window(n_pieces: u32) -> Vec<Piece> {
        (0..n_pieces).map(|at| Piece { id: at * 7 % 50, case: (at % 3) as u8, gap: (at % 4) as u8 }).collect()
    }

    fn encode(bytes: &[u8], arithmetic: Arithmetic, window: &[Piece]) -> Option<Vec<f32>> {
        let weights = Weights::parse(bytes).unwrap();
        Some(Encoder::load(&weights, Kernels::new(arithmetic)?).unwrap().encode(window))
    }

    fn relative_error(values: &[f32], reference: &[f32]) -> f32 {
        let distance: f32 = values.iter().zip(reference).map(|(value, reference)| (value - reference).powi(2)).sum();
        (distance / reference.iter().map(|value| value * value).sum::<f32>()).sqrt()
    }

    #[test]
    fn int8_states_are_close_to_the_reference() {
        let bytes = sample();
        for n_pieces in [1, 5, 16, 61] {
            let reference = encode(&bytes, Arithmetic::F32, &window(n_pieces)).unwrap();
            let int8 = encode(&bytes, Arithmetic::Portable, &window(n_pieces)).unwrap();
            let error = relative_error(&int8, &reference);
            assert!(error > 0.0 && error < 0.02, "relative error {error} at {n_pieces} pieces");
        }
    }

    #[test]
    fn vector_kernels_agree_to_the_bit() {
        let bytes = sample();
        let outputs: Vec<_> = [Arithmetic::Avx512Vnni, Arithmetic::AvxVnni, Arithmetic::Avx2]
            .into_iter()
            .filter_map(|arithmetic| encode(&bytes, arithmetic, &window(75)))
            .collect();
        for output in &outputs {
            assert_eq!(output, &outputs[0]);
        }
        // Without a fused multiply-add a last bit may tip a value over to the next quantization step.
        let portable = encode(&bytes, Arithmetic::Portable, &window(75)).unwrap();
        for output in &outputs {
            assert!(relative_error(&portable, output) < 2e-3);
        }
    }

    #[test]
    fn case_and_gap_and_position_matter_and_out_of_range_ids_do_not_panic() {
        let bytes = sample();
        let plain = Piece { id: 3, case: 0, gap: 0 };
        let state = |piece| encode(&bytes, Arithmetic::F32, &[plain, piece]).unwrap()[64..].to_vec();
        let states = [state(plain), state(Piece { case: 1, ..plain }), state(Piece { gap: 1, ..plain }), state(Piece { id: 4, ..plain })];
        for (at, left) in states.iter().enumerate() {
            for right in &states[at + 1..] {
                assert!(relative_error(left, right) > 0.01);
            }
        }
        let beyond = state(Piece { id: u32::MAX, case: 255, gap: 255 });
        assert_eq!(beyond, state(Piece { id: 49, case: 3, gap: 3 }));
        assert_eq!(encode(&bytes, Arithmetic::Portable, &window(700)).unwrap().len(), 700 * 64);
        assert_eq!(encode(&bytes, Arithmetic::Portable, &[]).unwrap(), Vec::<f32>::new());
    }

    #[test]
    fn a_file_without_layers_or_with_a_wrong_shape_is_refused() {
        let refusal = |change: &dyn Fn(&mut SampleFile)| {
            let mut file = SampleFile::encoder(7, 1, 32, &["a", "b"]);
            change(&mut file);
            let bytes = file.write();
            let weights = Weights::parse(&bytes).unwrap();
            Encoder::load(&weights, Kernels::new(Arithmetic::Portable).unwrap()).err().map(|error| error.to_string())
        };
        assert_eq!(refusal(&|_| ()), None);
        let message = refusal(&|file| file.remove("layer.0.qkv.q"));
        assert_eq!(message.as_deref(), Some("weights file: no tensor \"layer.0.qkv.q\""));
        let message = refusal(&|file| file.matrix("layer.0.out", 32, 64, 1.0));
        assert_eq!(message.as_deref(), Some("weights file: layer.0.out is 32 x 64 instead of 32 x 32"));
        let message = refusal(&|file| file.floats("layer.0.norm1.b", &[31], vec![0.0; 31]));
        assert_eq!(message.as_deref(), Some("weights file: layer.0.norm1.b has shape [31] instead of [32]"));
        let message = refusal(&|file| file.matrix("emb.word", 2, 33, 1.0));
        assert_eq!(message.as_deref(), Some("weights file: emb.word is 33 wide, which is no multiple of 32"));
    }
}
