//! Products of uint8 activations and int8 weights with int32 sums, written once for all instruction sets.

use super::vector::{LANES, Lanes, Vector};
use crate::encoder::quantize::Quantized;

/// The weights of sixteen outputs for four consecutive inputs: one 32-bit lane per output, four bytes in the lane.
///
/// This is the order in which the dot-product instructions want them.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(in crate::encoder) struct Block(pub(in crate::encoder) [i8; LANES * 4]);

impl Block {
    /// All weights zero.
    pub(in crate::encoder) const ZERO: Self = Self([0; LANES * 4]);
}

/// How many blocks lie side by side in a panel: as many as the widest kernel works on at once.
pub(in crate::encoder) const PARTS: usize = 4;

/// How many outputs a panel of weights has.
pub(in crate::encoder) const PANEL: usize = PARTS * LANES;

/// One step of a panel: four inputs of each of its outputs.
pub(in crate::encoder) type Step = [Block; PARTS];

/// What turns integer sums into outputs: (sum - zero * `sums`) * (scale * `scales`) + `bias`, for sixteen outputs.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(in crate::encoder) struct Epilogue {
    /// The sum of each output's weights, for the zero point of the activations.
    pub(in crate::encoder) sums: [i32; LANES],
    /// The scale of each output's weights.
    pub(in crate::encoder) scales: Lanes,
    /// The bias of each output.
    pub(in crate::encoder) bias: Lanes,
}

impl Epilogue {
    /// Of outputs that are not there.
    pub(in crate::encoder) const ZERO: Self = Self { sums: [0; LANES], scales: [0.0; LANES], bias: [0.0; LANES] };
}

/// Int32 sums of sixteen outputs, to which products of four inputs are added at a time.
///
/// Sums are exact: 255 * 127 * 1536 inputs stay far below 2^31. As with [`Vector`], methods are `inline(always)`.
pub(in crate::encoder) trait Dot: Copy {
    /// The f32 vector of the same instruction set.
    type Float: Vector;
    /// Four activations, ready to be multiplied.
    type Quad: Copy;
    /// A block of weights, ready to be multiplied.
    type Weights: Copy;
    /// Sums of nothing.
    fn zero() -> Self;
    /// Takes four activations of one row.
    fn quad(activations: [u8; 4]) -> Self::Quad;
    /// Takes a block of weights.
    fn weights(block: &Block) -> Self::Weights;
    /// Adds the four products of each output.
    fn add(self, activations: Self::Quad, weights: Self::Weights) -> Self;
    /// Sum by sum, `self - other`.
    fn sub(self, other: Self) -> Self;
    /// Sum by sum, `self - zero * weight_sums`, as f32.
    fn without_zero(self, zero: i32, weight_sums: &[i32; LANES]) -> Self::Float;
    /// The sums as f32.
    fn to_f32(self) -> Self::Float;
    /// Asks for memory that will be read soon.
    fn prefetch(_step: &Step) {}
}

/// Quantized rows times panels of weights, into rows of `width` outputs.
///
/// `ROWS` rows times `WIDE` blocks of outputs are summed at a time; it is a matter of the number of registers only.
#[inline(always)]
pub(super) fn multiply<D: Dot, const ROWS: usize, const WIDE: usize>(
    activations: &Quantized,
    panels: &[Step],
    epilogues: &[[Epilogue; PARTS]],
    out: &mut [f32],
    width: usize,
) {
    for ((panel, steps), epilogue) in panels.chunks_exact(activations.steps).enumerate().zip(epilogues) {
        let mut ahead = panels[(panel + 1) * activations.steps..].iter().take(activations.steps);
        let per_block = activations.steps.div_ceil(activations.rows.div_ceil(ROWS).max(1));
        let mut first = 0;
        while activations.rows - first >= ROWS {
            for step in ahead.by_ref().take(per_block) {
                D::prefetch(step);
            }
            multiply_rows::<D, ROWS, WIDE>(activations, first, steps, epilogue, out, width, panel);
            first += ROWS;
        }
        match activations.rows - first {
            5 => multiply_rows::<D, 5, WIDE>(activations, first, steps, epilogue, out, width, panel),
            4 => multiply_rows::<D, 4, WIDE>(activations, first, steps, epilogue, out, width, panel),
            3 => multiply_rows::<D, 3, WIDE>(activations, first, steps, epilogue, out, width, panel),
            2 => multiply_rows::<D, 2, WIDE>(activations, first, steps, epilogue, out, width, panel),
            1 => multiply_rows::<D, 1, WIDE>(activations, first, steps, epilogue, out, width, panel),
            _ => {}
        }
    }
}

/// `ROWS` rows times one panel.
#[inline(always)]
fn multiply_rows<D: Dot, const ROWS: usize, const WIDE: usize>(
    activations: &Quantized,
    first: usize,
    steps: &[Step],
    epilogue: &[Epilogue; PARTS],
    out: &mut [f32],
    width: usize,
    panel: usize,
) {
    let rows = activations.block::<ROWS>(first);
    for wide in 0..PARTS / WIDE {
        let sums = dot::<D, ROWS, WIDE, PARTS>(&rows, steps, wide);
        for row in 0..ROWS {
            let zero = activations.zeros[first + row];
            let scale = D::Float::splat(activations.scales[first + row]);
            let out = &mut out[(first + row) * width..(first + row + 1) * width];
            for (part, sum) in sums[row].iter().enumerate() {
                let at = wide * WIDE + part;
                let Epilogue { sums: weight_sums, scales, bias } = &epilogue[at];
                let sum = sum.without_zero(zero, weight_sums);
                let value = sum.mul(scale.mul(D::Float::load(scales))).add(D::Float::load(bias));
                put(value, out, panel * PANEL + at * LANES);
            }
        }
    }
}

/// The sums of `ROWS` rows of activations over `WIDE` blocks of outputs: those from `wide * WIDE` on of the `ALL` in a step.
#[inline(always)]
pub(in crate::encoder) fn dot<D: Dot, const ROWS: usize, const WIDE: usize, const ALL: usize>(
    rows: &[&[[u8; 4]]; ROWS],
    steps: &[[Block; ALL]],
    wide: usize,
) -> [[D; WIDE]; ROWS] {
    // All slices get the length of `steps`, so that no index in the loop needs a check of its own.
    let mut exact = [&rows[0][..steps.len()]; ROWS];
    for row in 1..ROWS {
        exact[row] = &rows[row][..steps.len()];
    }
    let mut sums = [[D::zero(); WIDE]; ROWS];
    for step in 0..steps.len() {
        let blocks = &steps[step].as_chunks::<WIDE>().0[wide];
        let mut weights = [D::weights(&blocks[0]); WIDE];
        for part in 1..WIDE {
            weights[part] = D::weights(&blocks[part]);
        }
        for row in 0..ROWS {
            let quad = D::quad(exact[row][step]);
            for (sum, weights) in sums[row].iter_mut().zip(weights) {
                *sum = sum.add(quad, weights);
            }
        }
    }
    sums
}

/// Writes sixteen outputs to their place in a row; the last of a row may be fewer.
#[inline(always)]
fn put<V: Vector>(value: V, row: &mut [f32], at: usize) {
    let Some(rest) = row.get_mut(at..) else { return };
    match rest.first_chunk_mut::<LANES>() {
        Some(whole) => value.store(whole),
        None => {
            let mut lanes = [0.0; LANES];
            value.store(&mut lanes);
            rest.copy_from_slice(&lanes[..rest.len()]);
        }
    }
}
