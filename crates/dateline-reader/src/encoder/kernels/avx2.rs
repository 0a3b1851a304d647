//! The kernels for AVX2 with FMA, and the f32 operations for AVX-VNNI.
//!
//! Soundness: everything here needs AVX2 and FMA. The functions that enable them are entered only from `Kernels`, which
//! asks the processor first, and [`F32`] is named only here and in the AVX-512 kernels.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound, and the portable kernels are the twin")]

use std::arch::x86_64::*;

use super::vector::{LANES, Lanes, Vector};
use super::{Epilogue, PANEL, Step};
use crate::encoder::quantize::Quantized;

/// Sixteen lanes in two registers.
#[derive(Clone, Copy)]
pub(super) struct F32(pub(super) __m256, pub(super) __m256);

/// Evaluates an intrinsic of AVX2 or FMA.
macro_rules! avx2 {
    ($intrinsic:expr) => {{
        // SAFETY: the processor has AVX2 and FMA, since a value of `F32` or a function that enables them is at hand (see
        // the module's page); memory operands are halves of `Lanes`, and the loads and stores want no alignment.
        unsafe { $intrinsic }
    }};
}

impl F32 {
    /// Folds the lanes onto each other: the two registers are 8 + 8, then 4 + 4, 2 + 2, 1 + 1.
    #[inline(always)]
    fn fold(self, wide: impl Fn(__m256, __m256) -> __m256, narrow: impl Fn(__m128, __m128) -> __m128) -> f32 {
        avx2!({
            let eight = wide(self.0, self.1);
            let four = narrow(_mm256_castps256_ps128(eight), _mm256_extractf128_ps::<1>(eight));
            let two = narrow(four, _mm_movehl_ps(four, four));
            _mm_cvtss_f32(narrow(two, _mm_movehdup_ps(two)))
        })
    }
}

impl Vector for F32 {
    #[inline(always)]
    fn load(from: &Lanes) -> Self {
        let (halves, _) = from.as_chunks::<8>();
        avx2!(Self(_mm256_loadu_ps(halves[0].as_ptr()), _mm256_loadu_ps(halves[1].as_ptr())))
    }
    #[inline(always)]
    fn store(self, to: &mut Lanes) {
        let (halves, _) = to.as_chunks_mut::<8>();
        avx2!({
            _mm256_storeu_ps(halves[0].as_mut_ptr(), self.0);
            _mm256_storeu_ps(halves[1].as_mut_ptr(), self.1);
        });
    }
    #[inline(always)]
    fn splat(value: f32) -> Self {
        let value = avx2!(_mm256_set1_ps(value));
        Self(value, value)
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        avx2!(Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        avx2!(Self(_mm256_sub_ps(self.0, other.0), _mm256_sub_ps(self.1, other.1)))
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        avx2!(Self(_mm256_mul_ps(self.0, other.0), _mm256_mul_ps(self.1, other.1)))
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        avx2!(Self(_mm256_fmadd_ps(self.0, factor.0, term.0), _mm256_fmadd_ps(self.1, factor.1, term.1)))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        avx2!(Self(_mm256_min_ps(self.0, other.0), _mm256_min_ps(self.1, other.1)))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        avx2!(Self(_mm256_max_ps(self.0, other.0), _mm256_max_ps(self.1, other.1)))
    }
    #[inline(always)]
    fn add_exponent(self, rounded: Self) -> Self {
        Self(add_exponent(self.0, rounded.0), add_exponent(self.1, rounded.1))
    }
    #[inline(always)]
    fn low_bytes(self) -> [u8; LANES] {
        let mut bytes = [0; LANES];
        avx2!({
            // The low byte of every lane to the front of its half, then the four groups of four side by side.
            let gather = _mm256_setr_epi8(
                0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
            );
            let lower = _mm256_shuffle_epi8(_mm256_castps_si256(self.0), gather);
            let upper = _mm256_shuffle_epi8(_mm256_castps_si256(self.1), gather);
            let pairs = |half| _mm_unpacklo_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256::<1>(half));
            _mm_storeu_si128(bytes.as_mut_ptr().cast(), _mm_unpacklo_epi64(pairs(lower), pairs(upper)));
        });
        bytes
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        self.fold(|left, right| avx2!(_mm256_add_ps(left, right)), |left, right| avx2!(_mm_add_ps(left, right)))
    }
    #[inline(always)]
    fn greatest(self) -> f32 {
        self.fold(|left, right| avx2!(_mm256_max_ps(left, right)), |left, right| avx2!(_mm_max_ps(left, right)))
    }
    #[inline(always)]
    fn least(self) -> f32 {
        self.fold(|left, right| avx2!(_mm256_min_ps(left, right)), |left, right| avx2!(_mm_min_ps(left, right)))
    }
}

#[inline(always)]
fn add_exponent(value: __m256, rounded: __m256) -> __m256 {
    avx2!({
        let exponent = _mm256_slli_epi32::<23>(_mm256_castps_si256(rounded));
        _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(value), exponent))
    })
}

super::f32_operations!(F32, features: "avx2,fma", rows: 6, blocks: 1);

/// Quantized rows times panels of weights, into rows of `width` outputs.
///
/// `vpmaddubsw` would add two products of a byte each in 16 bits, which overflows. So the bytes are widened and
/// `vpmaddwd` adds two products in 32 bits, which cannot.
#[target_feature(enable = "avx2,fma")]
pub(super) fn multiply(activations: &Quantized, panels: &[Step], epilogues: &[Epilogue], out: &mut [f32], width: usize) {
    for ((panel, steps), epilogue) in panels.chunks_exact(activations.steps).enumerate().zip(epilogues) {
        let mut first = 0;
        while activations.rows - first >= 3 {
            block::<3>(activations, first, steps, epilogue, out, width, panel);
            first += 3;
        }
        match activations.rows - first {
            2 => block::<2>(activations, first, steps, epilogue, out, width, panel),
            1 => block::<1>(activations, first, steps, epilogue, out, width, panel),
            _ => {}
        }
    }
}

/// `ROWS` rows times one panel, sixteen outputs after sixteen: 3 rows x 4 vectors of half sums fill the registers.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn block<const ROWS: usize>(
    activations: &Quantized,
    first: usize,
    steps: &[Step],
    epilogue: &Epilogue,
    out: &mut [f32],
    width: usize,
    panel: usize,
) {
    let rows: [&[[u8; 4]]; ROWS] = std::array::from_fn(|row| &activations.row(first + row)[..steps.len()]);
    let mut outputs = [[[0.0; LANES]; PANEL / LANES]; ROWS];
    for part in 0..PANEL / LANES {
        // Lane 2n and 2n + 1 of the vectors, taken as one, hold the sums of an output over the even and the odd pairs.
        let mut sums = [[_mm256_setzero_si256(); 4]; ROWS];
        for (index, step) in steps.iter().enumerate() {
            let (quarters, _) = step.0.as_chunks::<16>();
            let weights: [__m256i; 4] = [0, 1, 2, 3].map(|quarter| {
                // SAFETY: the chunk is sixteen bytes of memory, and the load wants no alignment.
                let bytes = unsafe { _mm_loadu_si128(quarters[part * 4 + quarter].as_ptr().cast()) };
                _mm256_cvtepi8_epi16(bytes)
            });
            for row in 0..ROWS {
                let quads = _mm256_cvtepu8_epi16(_mm_set1_epi32(i32::from_le_bytes(rows[row][index])));
                for quarter in 0..4 {
                    sums[row][quarter] = _mm256_add_epi32(sums[row][quarter], _mm256_madd_epi16(quads, weights[quarter]));
                }
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            let sums = [join(sums[0], sums[1]), join(sums[2], sums[3])];
            outputs[row][part] = finish(sums, epilogue, part, activations.zeros[first + row], activations.scales[first + row]);
        }
    }
    for (row, outputs) in (first..).zip(&outputs) {
        super::put_outputs(outputs, &mut out[row * width..(row + 1) * width], panel);
    }
}

/// Adds the neighbouring lanes of two vectors, in order.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn join(lower: __m256i, upper: __m256i) -> __m256i {
    _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(lower, upper))
}

/// The outputs that sixteen integer sums stand for.
#[inline]
#[target_feature(enable = "avx2,fma")]
pub(super) fn finish(sums: [__m256i; 2], epilogue: &Epilogue, part: usize, zero: i32, scale: f32) -> Lanes {
    let (weight_sums, _) = epilogue.sums.as_chunks::<8>();
    let (scales, _) = epilogue.scales.as_chunks::<LANES>();
    let (bias, _) = epilogue.bias.as_chunks::<LANES>();
    let zero = _mm256_set1_epi32(zero);
    let [lower, upper] = [0, 1].map(|half| {
        // SAFETY: the chunk is eight integers of memory, and the load wants no alignment.
        let weight_sums = unsafe { _mm256_loadu_si256(weight_sums[part * 2 + half].as_ptr().cast()) };
        _mm256_cvtepi32_ps(_mm256_sub_epi32(sums[half], _mm256_mullo_epi32(zero, weight_sums)))
    });
    let mut outputs = [0.0; LANES];
    F32(lower, upper).mul(F32::splat(scale).mul(F32::load(&scales[part]))).add(F32::load(&bias[part])).store(&mut outputs);
    outputs
}
