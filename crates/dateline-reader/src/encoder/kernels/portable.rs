//! The kernels in plain Rust: for processors without kernels of their own, and the twin the others are tested against.

use super::dot::{Block, Dot};
use super::vector::{LANES, Lanes, Vector};

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

/// Sixteen sums as an array.
#[derive(Clone, Copy)]
pub(in crate::encoder) struct Sums<const FUSED: bool>([i32; LANES]);

impl<const FUSED: bool> Dot for Sums<FUSED> {
    type Float = Array<FUSED>;
    type Quad = [i32; 4];
    type Weights = [i8; LANES * 4];

    #[inline(always)]
    fn zero() -> Self {
        Self([0; LANES])
    }
    #[inline(always)]
    fn quad(activations: [u8; 4]) -> Self::Quad {
        activations.map(i32::from)
    }
    #[inline(always)]
    fn weights(block: &Block) -> Self::Weights {
        block.0
    }
    #[inline(always)]
    fn add(mut self, activations: Self::Quad, weights: Self::Weights) -> Self {
        for (sum, weights) in self.0.iter_mut().zip(weights.as_chunks::<4>().0) {
            let weights = weights.map(i32::from);
            *sum +=
                (activations[0] * weights[0] + activations[1] * weights[1]) + (activations[2] * weights[2] + activations[3] * weights[3]);
        }
        self
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] - other.0[lane]))
    }
    #[inline(always)]
    fn without_zero(self, zero: i32, weight_sums: &[i32; LANES]) -> Self::Float {
        self.sub(Self(weight_sums.map(|sum| zero * sum))).to_f32()
    }
    #[inline(always)]
    fn to_f32(self) -> Self::Float {
        Array(self.0.map(|sum| sum as f32))
    }
}

super::f32_operations!(Array<HAS_FUSED>, rows: 4, blocks: 1);
super::int8_operations!(Sums<HAS_FUSED>, rows: 2, wide: 1);
