//! The kernels for AVX-512 with VNNI.
//!
//! Soundness: [`F32`] needs AVX-512F, BW and VL, [`Sums`] VNNI as well. The functions that enable them are entered only from
//! `Kernels`, which asks the processor first, and the two types are named nowhere else.
#![expect(unsafe_code, reason = "vector instructions; each block says why it is sound, and the portable kernels are the twin")]

use std::arch::x86_64::*;

use super::avx2;
use super::dot::{Block, Dot, Step};
use super::vector::{LANES, Lanes, Vector};

/// Sixteen lanes in one register.
#[derive(Clone, Copy)]
pub(super) struct F32(__m512);

/// Evaluates an intrinsic of AVX-512F.
macro_rules! avx512 {
    ($intrinsic:expr) => {{
        // SAFETY: the processor has AVX-512F, since a value of `F32` or a function that enables it is at hand (see the
        // module's page); memory operands are references to whole `Lanes`, and the loads and stores want no alignment.
        unsafe { $intrinsic }
    }};
}

impl Vector for F32 {
    #[inline(always)]
    fn load(from: &Lanes) -> Self {
        Self(avx512!(_mm512_loadu_ps(from.as_ptr())))
    }
    #[inline(always)]
    fn store(self, to: &mut Lanes) {
        avx512!(_mm512_storeu_ps(to.as_mut_ptr(), self.0));
    }
    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(avx512!(_mm512_set1_ps(value)))
    }
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(avx512!(_mm512_add_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(avx512!(_mm512_sub_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(avx512!(_mm512_mul_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn mul_add(self, factor: Self, term: Self) -> Self {
        Self(avx512!(_mm512_fmadd_ps(self.0, factor.0, term.0)))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self(avx512!(_mm512_min_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(avx512!(_mm512_max_ps(self.0, other.0)))
    }
    #[inline(always)]
    fn add_exponent(self, rounded: Self) -> Self {
        avx512!({
            let exponent = _mm512_slli_epi32::<23>(_mm512_castps_si512(rounded.0));
            Self(_mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(self.0), exponent)))
        })
    }
    #[inline(always)]
    fn low_bytes(self) -> [u8; LANES] {
        let mut bytes = [0; LANES];
        avx512!(_mm_storeu_si128(bytes.as_mut_ptr().cast(), _mm512_cvtepi32_epi8(_mm512_castps_si512(self.0))));
        bytes
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        self.halves().sum()
    }
    #[inline(always)]
    fn greatest(self) -> f32 {
        self.halves().greatest()
    }
    #[inline(always)]
    fn least(self) -> f32 {
        self.halves().least()
    }
}

impl F32 {
    /// The same sixteen lanes in two registers; a processor with AVX-512F has AVX2 and FMA.
    #[inline(always)]
    fn halves(self) -> avx2::F32 {
        avx512!({
            let upper = _mm512_extractf64x4_pd::<1>(_mm512_castps_pd(self.0));
            avx2::F32(_mm512_castps512_ps256(self.0), _mm256_castpd_ps(upper))
        })
    }
}

super::f32_operations!(F32, features: "avx512f,avx512bw,avx512vl,avx2,fma", rows: 12, blocks: 2);

/// Sixteen sums in one register.
#[derive(Clone, Copy)]
pub(super) struct Sums(__m512i);

/// Evaluates an intrinsic of AVX-512F or AVX-512 VNNI.
macro_rules! vnni {
    ($intrinsic:expr) => {{
        // SAFETY: the processor has AVX-512 VNNI, since a value of `Sums` or a function that enables it is at hand (see the
        // module's page); memory operands are references to whole arrays of 64 bytes, and the loads want no alignment.
        unsafe { $intrinsic }
    }};
}

impl Dot for Sums {
    type Float = F32;
    type Quad = __m512i;
    type Weights = __m512i;

    #[inline(always)]
    fn zero() -> Self {
        Self(vnni!(_mm512_setzero_si512()))
    }
    #[inline(always)]
    fn quad(activations: [u8; 4]) -> __m512i {
        vnni!(_mm512_set1_epi32(i32::from_le_bytes(activations)))
    }
    #[inline(always)]
    fn weights(block: &Block) -> __m512i {
        vnni!(_mm512_loadu_si512(block.0.as_ptr().cast()))
    }
    #[inline(always)]
    fn add(self, activations: __m512i, weights: __m512i) -> Self {
        Self(vnni!(_mm512_dpbusd_epi32(self.0, activations, weights)))
    }
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(vnni!(_mm512_sub_epi32(self.0, other.0)))
    }
    #[inline(always)]
    fn without_zero(self, zero: i32, weight_sums: &[i32; LANES]) -> F32 {
        vnni!({
            let weight_sums = _mm512_loadu_si512(weight_sums.as_ptr().cast());
            self.sub(Self(_mm512_mullo_epi32(_mm512_set1_epi32(zero), weight_sums))).to_f32()
        })
    }
    #[inline(always)]
    fn to_f32(self) -> F32 {
        F32(vnni!(_mm512_cvtepi32_ps(self.0)))
    }
    #[inline(always)]
    fn prefetch(step: &Step) {
        for block in step {
            vnni!(_mm_prefetch::<_MM_HINT_T1>(block.0.as_ptr()));
        }
    }
}

super::int8_operations!(Sums, features: "avx512f,avx512bw,avx512vl,avx512vnni,avx2,fma", rows: 6, wide: 4);
