//! The int8 product for AVX-VNNI, the 256-bit dot product of processors without AVX-512; the rest is as with AVX2.
//!
//! Soundness: [`Sums`] needs AVX-VNNI and AVX2. The functions that enable them are entered only from `Kernels`, which asks the
//! processor first, and the type is named nowhere else.
#![expect(unsafe_code, reason = "vector instructions; each block says why it is sound, and the portable kernels are the twin")]

use std::arch::x86_64::*;

use super::avx2::{self, F32, WholeSums};
use super::dot::{Block, Dot, Step};
use super::vector::LANES;

/// Sixteen sums in two registers.
#[derive(Clone, Copy)]
pub(super) struct Sums(WholeSums);

/// Evaluates an intrinsic of AVX2 or AVX-VNNI.
macro_rules! avxvnni {
    ($intrinsic:expr) => {{
        // SAFETY: the processor has AVX-VNNI and AVX2, since a value of `Sums` or a function that enables them is at hand (see
        // the module's page); memory operands are halves of a `Block`, and the loads want no alignment.
        unsafe { $intrinsic }
    }};
}

impl Dot for Sums {
    type Float = F32;
    type Quad = __m256i;
    type Weights = [__m256i; 2];

    #[inline(always)]
    fn zero() -> Self {
        let zero = avxvnni!(_mm256_setzero_si256());
        Self(WholeSums(zero, zero))
    }
    #[inline(always)]
    fn quad(activations: [u8; 4]) -> __m256i {
        avxvnni!(_mm256_set1_epi32(i32::from_le_bytes(activations)))
    }
    #[inline(always)]
    fn weights(block: &Block) -> [__m256i; 2] {
        let (halves, _) = block.0.as_chunks::<32>();
        avxvnni!([_mm256_loadu_si256(halves[0].as_ptr().cast()), _mm256_loadu_si256(halves[1].as_ptr().cast())])
    }
    #[inline(always)]
    fn add(self, activations: __m256i, weights: [__m256i; 2]) -> Self {
        let Self(WholeSums(lower, upper)) = self;
        avxvnni!(Self(WholeSums(
            _mm256_dpbusd_avx_epi32(lower, activations, weights[0]),
            _mm256_dpbusd_avx_epi32(upper, activations, weights[1]),
        )))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(self.0.sub(other.0))
    }
    #[inline(always)]
    fn without_zero(self, zero: i32, weight_sums: &[i32; LANES]) -> F32 {
        self.0.without_zero(zero, weight_sums)
    }
    #[inline(always)]
    fn to_f32(self) -> F32 {
        self.0.to_f32()
    }
    #[inline(always)]
    fn prefetch(step: &Step) {
        avx2::Sums::prefetch(step);
    }
}

super::int8_operations!(Sums, features: "avxvnni,avx2,fma", rows: 6, wide: 1);
