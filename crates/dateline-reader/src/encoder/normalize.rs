//! LayerNorm after a residual connection.

use super::kernels::vector::{LANES, Lanes, Vector};
use super::weights::{Weights, WeightsError};

/// BERT's epsilon.
const EPSILON: f32 = 1e-12;

/// A LayerNorm's weight and bias.
pub(in crate::encoder) struct Norm {
    /// The factor per column.
    pub(in crate::encoder) weight: Vec<f32>,
    /// The term per column.
    pub(in crate::encoder) bias: Vec<f32>,
}

/// Replaces every row of `values` by LayerNorm(row + the row of `residual`).
///
/// Rows are as wide as the norm, a multiple of [`LANES`].
#[inline(always)]
pub(in crate::encoder) fn normalize<V: Vector>(values: &mut [f32], residual: &[f32], norm: &Norm) {
    let columns = norm.weight.len();
    let (weight, _) = norm.weight.as_chunks::<LANES>();
    let (bias, _) = norm.bias.as_chunks::<LANES>();
    for (row, residual) in values.chunks_exact_mut(columns).zip(residual.chunks_exact(columns)) {
        let (row, _) = row.as_chunks_mut::<LANES>();
        let (residual, _) = residual.as_chunks::<LANES>();

        let mut total = V::splat(0.0);
        for (value, residual) in row.iter_mut().zip(residual) {
            let sum = V::load(value).add(V::load(residual));
            sum.store(value);
            total = total.add(sum);
        }
        let mean = V::splat(total.sum() / columns as f32);
        let mut squares = V::splat(0.0);
        for value in row.iter() {
            let distance = V::load(value).sub(mean);
            squares = squares.add(distance.mul(distance));
        }
        let inverse = V::splat(1.0 / (squares.sum() / columns as f32 + EPSILON).sqrt());
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            scaled::<V>(value, mean, inverse, weight, bias).store(value);
        }
    }
}

#[inline(always)]
fn scaled<V: Vector>(value: &Lanes, mean: V, inverse: V, weight: &Lanes, bias: &Lanes) -> V {
    V::load(value).sub(mean).mul(inverse).mul(V::load(weight)).add(V::load(bias))
}

impl Norm {
    /// Loads `NAME.w` and `NAME.b`.
    pub(in crate::encoder) fn load(weights: &Weights<'_>, name: &str, columns: usize) -> Result<Self, WeightsError> {
        Ok(Self { weight: weights.floats(&format!("{name}.w"), &[columns])?, bias: weights.floats(&format!("{name}.b"), &[columns])? })
    }
}
