//! The kernels for AVX-512 with VNNI.
//!
//! Soundness: everything here needs the features in [`F32`] or [`multiply`]'s attribute. The functions that enable them are
//! entered only from `Kernels`, which asks the processor first, and [`F32`] is named nowhere else.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound, and the portable kernels are the twin")]

use std::arch::x86_64::*;

use super::avx2;
use super::vector::{LANES, Lanes, Vector};
use super::{Epilogue, PANEL, Step};
use crate::encoder::quantize::Quantized;

/// Vectors of sums in a panel.
const PARTS: usize = PANEL / LANES;

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

/// Quantized rows times panels of weights, into rows of `width` outputs.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
pub(super) fn multiply(activations: &Quantized, panels: &[Step], epilogues: &[Epilogue], out: &mut [f32], width: usize) {
    for ((panel, steps), epilogue) in panels.chunks_exact(activations.steps).enumerate().zip(epilogues) {
        let mut first = 0;
        while activations.rows - first >= 6 {
            block::<6>(activations, first, steps, epilogue, out, width, panel);
            first += 6;
        }
        match activations.rows - first {
            5 => block::<5>(activations, first, steps, epilogue, out, width, panel),
            4 => block::<4>(activations, first, steps, epilogue, out, width, panel),
            3 => block::<3>(activations, first, steps, epilogue, out, width, panel),
            2 => block::<2>(activations, first, steps, epilogue, out, width, panel),
            1 => block::<1>(activations, first, steps, epilogue, out, width, panel),
            _ => {}
        }
    }
}

/// `ROWS` rows times one panel: 6 rows x 4 vectors of sums, 4 vectors of weights and one of activations fill the 32 registers.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
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
    let mut sums = [[_mm512_setzero_si512(); PARTS]; ROWS];
    for (index, step) in steps.iter().enumerate() {
        let (parts, _) = step.0.as_chunks::<64>();
        // SAFETY: each part is 64 bytes of memory, and `Step` is aligned to 64.
        let weights: [__m512i; PARTS] = [0, 1, 2, 3].map(|part| unsafe { _mm512_load_si512(parts[part].as_ptr().cast()) });
        for row in 0..ROWS {
            let quad = _mm512_set1_epi32(i32::from_le_bytes(rows[row][index]));
            for part in 0..PARTS {
                sums[row][part] = _mm512_dpbusd_epi32(sums[row][part], quad, weights[part]);
            }
        }
    }
    for (row, sums) in (first..).zip(&sums) {
        let zero = _mm512_set1_epi32(activations.zeros[row]);
        let scale = F32::splat(activations.scales[row]);
        let mut outputs = [[0.0; LANES]; PARTS];
        for (part, output) in outputs.iter_mut().enumerate() {
            let (weight_sums, _) = epilogue.sums.as_chunks::<LANES>();
            let (scales, _) = epilogue.scales.as_chunks::<LANES>();
            let (bias, _) = epilogue.bias.as_chunks::<LANES>();
            // SAFETY: the chunk is sixteen integers of memory, and the load wants no alignment.
            let weight_sums = unsafe { _mm512_loadu_si512(weight_sums[part].as_ptr().cast()) };
            let sum = _mm512_sub_epi32(sums[part], _mm512_mullo_epi32(zero, weight_sums));
            let sum = F32(_mm512_cvtepi32_ps(sum));
            sum.mul(scale.mul(F32::load(&scales[part]))).add(F32::load(&bias[part])).store(output);
        }
        super::put_outputs(&outputs, &mut out[row * width..(row + 1) * width], panel);
    }
}
