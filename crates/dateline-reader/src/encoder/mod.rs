//! The encoder: pieces of one window to hidden states, on one core, by our own arithmetic.
//!
//! Weights are int8, symmetric per output channel; activations are uint8, asymmetric per piece, and are quantized on the
//! fly before each matrix product. Attention multiplies in int8 too. Such products are exact in integers, so every int8
//! kernel gives the same sums; what is left in f32 (scales, softmax, GELU, LayerNorm) is written once over 16-lane vectors
//! with a fixed order of operations.
//!
//! What holds about equal results, and is tested:
//! - The number of threads never matters: a window is computed by one thread, and no sum is split between windows.
//! - `Avx512Vnni`, `AvxVnni` and `Avx2` give the same bits.
//! - `Portable` gives the same bits on processors whose baseline has a fused multiply-add (aarch64). On baseline x86-64 a
//!   fused multiply-add is a slow library call, so it multiplies and adds in two steps there, in softmax and GELU only;
//!   a last bit may then tip a value over to the next quantization step.
//! - `F32` is the reference: weights as `q * s`, activations not quantized, attention in f32. It too gives the same bits with
//!   AVX-512 and AVX2.
//!
//! Not useful for: training, sequences longer than the 512 positions of the model, and batches; windows are independent
//! and the caller spreads them over threads.

mod attention;
mod attention_int8;
mod bert;
pub mod engine;
mod gelu;
mod kernels;
mod layer;
mod linear;
mod normalize;
mod quantize;
#[cfg(test)]
pub(crate) mod sample;
mod weights;

pub(crate) use bert::{Encoder, Piece};
pub(crate) use kernels::Kernels;
pub(crate) use linear::Linear;
pub(crate) use weights::{Weights, WeightsError};
