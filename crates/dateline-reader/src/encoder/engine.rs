//! The encoder alone, for the benchmark and for the comparison with the training side; not part of the interface.

use super::bert::{Encoder, Piece};
pub use super::kernels::Arithmetic;
use super::kernels::Kernels;
use super::weights::Weights;
pub use super::weights::WeightsError;

/// A loaded encoder.
pub struct Engine<'a> {
    encoder: Encoder<'a>,
}

impl<'a> Engine<'a> {
    /// Loads the encoder of a weights file.
    ///
    /// # Errors
    /// If the file is damaged, lacks a tensor, or the processor lacks the arithmetic.
    pub fn load(bytes: &'a [u8], arithmetic: Arithmetic) -> Result<Self, WeightsError> {
        let kernels = Kernels::new(arithmetic).ok_or_else(|| WeightsError::new(format!("this processor has no {arithmetic:?}")))?;
        Ok(Self { encoder: Encoder::load(&Weights::parse(bytes)?, kernels)? })
    }

    /// The final hidden states of one window of pieces (id, case, gap), piece after piece.
    pub fn encode(&self, window: &[(u32, u8, u8)]) -> Vec<f32> {
        let window: Vec<Piece> = window.iter().map(|&(id, case, gap)| Piece { id, case, gap }).collect();
        self.encoder.encode(&window)
    }

    /// The width of a hidden state.
    pub fn hidden(&self) -> usize {
        self.encoder.hidden()
    }
}
