//! The kernels in plain Rust: for processors without kernels of their own, and the twin the others are tested against.

use super::vector::{LANES, Lanes, Vector};
use super::{Epilogue, PANEL, Step};
use crate::encoder::quantize::Quantized;

/// Whether a fused multiply-add is one instruction on the baseline of this target; elsewhere it is a slow library call.
pub(in crate::encoder) const HAS_FUSED: bool = cfg!(any(target_feature = "fma", target_arch = "aarch64"));

/// Sixteen lanes as an array; `FUSED` says whether [`Vector::mul_add`] rounds once.
#[derive(Clone, Copy)]
pub(in crate::encoder) struct Array<const FUSED: bool>(Lanes);

impl<const FUSED: bool> Array<FUSED> {
    #[inline(always)]
    fn zip(self, other: Self, operation: impl Fn(f32, f32) -> f32) -> Self {
        Self(std::array::from_fn(|lane| operation(self.0[lane], other.0[lane])))
    }

    #[inline(always)]
    fn fold(self, operation: impl Fn(f32, f32) -> f32) -> f32 {
        let mut lanes = self.0;
        for half in [8, 4, 2, 1] {
            for lane in 0..half {
                lanes[lane] = operation(lanes[lane], lanes[lane + half]);
            }
        }
        lanes[0]
    }
}

// `f32::min` and `f32::max` leave open which zero they return and treat NaN differently from the vector instructions.
#[inline(always)]
fn lesser(left: f32, right: f32) -> f32 {
    if left < right { left } else { right }
}

#[inline(always)]
fn greater(left: f32, right: f32) -> f32 {
    if left > right { left } else { right }
}

impl<const FUSED: bool> Vector for Array<FUSED> {
    #[inline(always)]
    fn load(from: &Lanes) -> Self {
        Self(*from)
    }
    #[inline(always)]
    fn store(self, to: &mut Lanes) {
        *to = self.0;
    }
    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self([value; LANES])
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        self.zip(other, |left, right| left + right)
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |left, right| left - right)
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        self.zip(other, |left, right| left * right)
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        if FUSED {
            Self(std::array::from_fn(|lane| self.0[lane].mul_add(factor.0[lane], term.0[lane])))
        } else {
            self.mul(factor).add(term)
        }
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        self.zip(other, lesser)
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        self.zip(other, greater)
    }
    #[inline(always)]
    fn add_exponent(self, rounded: Self) -> Self {
        self.zip(rounded, |value, rounded| f32::from_bits(value.to_bits().wrapping_add(rounded.to_bits() << 23)))
    }
    #[inline(always)]
    fn low_bytes(self) -> [u8; LANES] {
        self.0.map(|value| value.to_bits() as u8)
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        self.fold(|left, right| left + right)
    }
    #[inline(always)]
    fn greatest(self) -> f32 {
        self.fold(greater)
    }
    #[inline(always)]
    fn least(self) -> f32 {
        self.fold(lesser)
    }
}

super::f32_operations!(Array<HAS_FUSED>, rows: 4, blocks: 1);

/// One row of activations times one panel of weights.
pub(super) fn multiply(activations: &Quantized, panels: &[Step], epilogues: &[Epilogue], out: &mut [f32], width: usize) {
    for ((panel, steps), epilogue) in panels.chunks_exact(activations.steps).enumerate().zip(epilogues) {
        for row in 0..activations.rows {
            let mut sums = [0i32; PANEL];
            for (step, quad) in steps.iter().zip(activations.row(row)) {
                let quad = quad.map(i32::from);
                for (sum, weights) in sums.iter_mut().zip(step.0.as_chunks::<4>().0) {
                    let weights = weights.map(i32::from);
                    *sum += quad[0] * weights[0] + quad[1] * weights[1] + quad[2] * weights[2] + quad[3] * weights[3];
                }
            }
            let zero = activations.zeros[row];
            let scale = activations.scales[row];
            let start = row * width + panel * PANEL;
            let end = (start + PANEL).min((row + 1) * width);
            for (output, value) in out[start..end].iter_mut().enumerate() {
                let sum = sums[output] - zero * epilogue.sums[output];
                *value = sum as f32 * (scale * epilogue.scales[output]) + epilogue.bias[output];
            }
        }
    }
}
