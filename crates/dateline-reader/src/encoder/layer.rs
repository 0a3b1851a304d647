//! One transformer layer: attention and feed-forward, each followed by a residual connection and LayerNorm.

use super::kernels::Kernels;
use super::linear::Linear;
use super::normalize::Norm;
use super::quantize::Quantized;
use super::weights::{Weights, WeightsError};

/// How many pieces go through the feed-forward part at once: their inner activations (1536 floats each) and the two
/// matrices fit in 2 MB of second-level cache together. On a Sapphire Rapids Xeon 24 to 256 are equally fast.
const CHUNK: usize = 48;

/// The weights of one layer.
pub(super) struct Layer {
    qkv: Linear,
    attended: Linear,
    attention_norm: Norm,
    inner: Linear,
    outer: Linear,
    norm: Norm,
}

/// Memory that is kept from layer to layer.
#[derive(Default)]
pub(super) struct Scratch {
    quantized: Quantized,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    inner: Vec<f32>,
    /// What is added to the states; before the first layer, the features beside the words.
    pub(super) update: Vec<f32>,
}

impl Layer {
    /// Loads layer number `index`.
    pub(super) fn load(weights: &Weights<'_>, index: usize, hidden: usize, kernels: Kernels) -> Result<Self, WeightsError> {
        let name = |part: &str| format!("layer.{index}.{part}");
        let inner = weights.matrix(&name("ffn1"))?.rows;
        Ok(Self {
            qkv: weights.linear_of(&name("qkv"), 3 * hidden, hidden, kernels)?,
            attended: weights.linear_of(&name("out"), hidden, hidden, kernels)?,
            attention_norm: Norm::load(weights, &name("norm1"), hidden)?,
            inner: weights.linear_of(&name("ffn1"), inner, hidden, kernels)?,
            outer: weights.linear_of(&name("ffn2"), hidden, inner, kernels)?,
            norm: Norm::load(weights, &name("norm2"), hidden)?,
        })
    }

    /// Replaces the hidden states of one window by the layer's output.
    pub(super) fn apply(&self, states: &mut [f32], hidden: usize, kernels: Kernels, scratch: &mut Scratch) {
        let Scratch { quantized, qkv, attended, inner, update } = scratch;
        qkv.resize(states.len() * 3, 0.0);
        attended.resize(states.len(), 0.0);
        update.resize(states.len(), 0.0);

        self.qkv.apply_into(states, quantized, qkv);
        kernels.attend(qkv, hidden, attended);
        self.attended.apply_into(attended, quantized, update);
        kernels.normalize(states, update, &self.attention_norm);

        let width = self.inner.outputs();
        for states in states.chunks_mut(CHUNK * hidden) {
            inner.resize(states.len() / hidden * width, 0.0);
            self.inner.apply_into(states, quantized, inner);
            let update = &mut update[..states.len()];
            self.outer.apply_to_gelu(inner, quantized, update);
            kernels.normalize(states, update, &self.norm);
        }
    }
}
