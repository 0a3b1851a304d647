//! The int8 product for AVX-VNNI, the 256-bit dot product of processors without AVX-512; the rest is as with AVX2.
//!
//! Soundness: the functions that enable the feature are entered only from `Kernels`, which asks the processor first.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound, and the portable kernels are the twin")]

use std::arch::x86_64::*;

use super::avx2::finish;
use super::vector::LANES;
use super::{Epilogue, PANEL, Step};
use crate::encoder::quantize::Quantized;

/// Quantized rows times panels of weights, into rows of `width` outputs.
#[target_feature(enable = "avxvnni,avx2,fma")]
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

/// `ROWS` rows times one panel, sixteen outputs after sixteen: 6 rows x 2 vectors of sums, 2 of weights and one of
/// activations fit the 16 registers.
#[inline]
#[target_feature(enable = "avxvnni,avx2,fma")]
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
        let mut sums = [[_mm256_setzero_si256(); 2]; ROWS];
        for (index, step) in steps.iter().enumerate() {
            let (halves, _) = step.0.as_chunks::<32>();
            // SAFETY: each half is 32 bytes of memory, and `Step` is aligned to 64.
            let weights = [0, 1].map(|half| unsafe { _mm256_load_si256(halves[part * 2 + half].as_ptr().cast()) });
            for row in 0..ROWS {
                let quad = _mm256_set1_epi32(i32::from_le_bytes(rows[row][index]));
                for half in 0..2 {
                    sums[row][half] = _mm256_dpbusd_avx_epi32(sums[row][half], quad, weights[half]);
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            outputs[row][part] = finish(sums, epilogue, part, activations.zeros[first + row], activations.scales[first + row]);
        }
    }
    for (row, outputs) in (first..).zip(&outputs) {
        super::put_outputs(outputs, &mut out[row * width..(row + 1) * width], panel);
    }
}
