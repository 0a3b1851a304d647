//! The kernels for AVX2 with FMA, and the f32 operations for AVX-VNNI.
//!
//! Soundness: everything here needs AVX2 and FMA. The functions that enable them are entered only from `Kernels`, which
//! asks the processor first, and the types are named only in the kernels of this and of wider instruction sets.
#![expect(unsafe_code, reason = "vector instructions; each block says why it is sound, and the portable kernels are the twin")]

use std::arch::x86_64::*;

use super::dot::{Block, Dot, Step};
use super::vector::{LANES, Lanes, Vector};

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

/// Sixteen sums in four registers: lanes 2n and 2n + 1, counted through all four, are the two halves of an output's sum.
#[derive(Clone, Copy)]
pub(super) struct Sums([__m256i; 4]);

/// Sixteen whole sums in two registers.
#[derive(Clone, Copy)]
pub(super) struct WholeSums(pub(super) __m256i, pub(super) __m256i);

impl WholeSums {
    /// See [`Dot::sub`].
    #[inline(always)]
    pub(super) fn sub(self, other: Self) -> Self {
        avx2!(Self(_mm256_sub_epi32(self.0, other.0), _mm256_sub_epi32(self.1, other.1)))
    }

    /// See [`Dot::without_zero`].
    #[inline(always)]
    pub(super) fn without_zero(self, zero: i32, weight_sums: &[i32; LANES]) -> F32 {
        let (halves, _) = weight_sums.as_chunks::<8>();
        avx2!({
            let zero = _mm256_set1_epi32(zero);
            let lower = _mm256_mullo_epi32(zero, _mm256_loadu_si256(halves[0].as_ptr().cast()));
            let upper = _mm256_mullo_epi32(zero, _mm256_loadu_si256(halves[1].as_ptr().cast()));
            self.sub(Self(lower, upper)).to_f32()
        })
    }

    /// See [`Dot::to_f32`].
    #[inline(always)]
    pub(super) fn to_f32(self) -> F32 {
        avx2!(F32(_mm256_cvtepi32_ps(self.0), _mm256_cvtepi32_ps(self.1)))
    }
}

impl Sums {
    /// Adds the halves: `vphaddd` does it within 128 bits, the permutation puts the results in order.
    #[inline(always)]
    fn join(self) -> WholeSums {
        let Self([first, second, third, fourth]) = self;
        avx2!(WholeSums(
            _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(first, second)),
            _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_hadd_epi32(third, fourth)),
        ))
    }
}

/// `vpmaddubsw` would add two products of a byte each in 16 bits, which overflows. So the bytes are widened and `vpmaddwd`
/// adds two products in 32 bits, which cannot.
impl Dot for Sums {
    type Float = F32;
    type Quad = __m256i;
    type Weights = [__m256i; 4];

    #[inline(always)]
    fn zero() -> Self {
        Self([avx2!(_mm256_setzero_si256()); 4])
    }
    #[inline(always)]
    fn quad(activations: [u8; 4]) -> __m256i {
        avx2!(_mm256_cvtepu8_epi16(_mm_set1_epi32(i32::from_le_bytes(activations))))
    }
    #[inline(always)]
    fn weights(block: &Block) -> [__m256i; 4] {
        let (quarters, _) = block.0.as_chunks::<16>();
        let widen = |quarter: &[i8; 16]| avx2!(_mm256_cvtepi8_epi16(_mm_loadu_si128(quarter.as_ptr().cast())));
        [widen(&quarters[0]), widen(&quarters[1]), widen(&quarters[2]), widen(&quarters[3])]
    }
    #[inline(always)]
    fn add(mut self, activations: __m256i, weights: [__m256i; 4]) -> Self {
        for (sum, weights) in self.0.iter_mut().zip(weights) {
            *sum = avx2!(_mm256_add_epi32(*sum, _mm256_madd_epi16(activations, weights)));
        }
        self
    }
    #[inline(always)]
    fn sub(mut self, other: Self) -> Self {
        for (sum, other) in self.0.iter_mut().zip(other.0) {
            *sum = avx2!(_mm256_sub_epi32(*sum, other));
        }
        self
    }
    #[inline(always)]
    fn without_zero(self, zero: i32, weight_sums: &[i32; LANES]) -> F32 {
        self.join().without_zero(zero, weight_sums)
    }
    #[inline(always)]
    fn to_f32(self) -> F32 {
        self.join().to_f32()
    }
    #[inline(always)]
    fn prefetch(step: &Step) {
        for block in step {
            avx2!(_mm_prefetch::<_MM_HINT_T1>(block.0.as_ptr()));
        }
    }
}

super::int8_operations!(Sums, features: "avx2,fma", rows: 3, wide: 1);
