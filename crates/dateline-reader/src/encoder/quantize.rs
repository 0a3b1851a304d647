//! Activations as uint8, asymmetric, with a scale and a zero point of their own for every piece.

use super::gelu::gelu;
use super::kernels::vector::{LANES, ROUND, Vector, padded_chunks};

/// Rows of uint8 activations, in groups of four as the kernels read them.
#[derive(Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(in crate::encoder) struct Quantized {
    /// The number of rows.
    pub(in crate::encoder) rows: usize,
    /// Groups of four in a row; the last is padded with anything, since the weights there are zero.
    pub(in crate::encoder) steps: usize,
    quads: Vec<[u8; 4]>,
    /// One scale per row: value = (byte - zero) * scale.
    pub(in crate::encoder) scales: Vec<f32>,
    /// One zero point per row, 0..=255.
    pub(in crate::encoder) zeros: Vec<i32>,
}

impl Quantized {
    /// The quads of one row.
    #[inline(always)]
    pub(in crate::encoder) fn row(&self, row: usize) -> &[[u8; 4]] {
        &self.quads[row * self.steps..(row + 1) * self.steps]
    }

    /// The quads of some rows that follow each other.
    #[inline(always)]
    pub(in crate::encoder) fn block<const ROWS: usize>(&self, first: usize) -> [&[[u8; 4]]; ROWS] {
        let mut rows = [&self.quads[..0]; ROWS];
        for (row, quads) in rows.iter_mut().enumerate() {
            *quads = self.row(first + row);
        }
        rows
    }

    /// Makes room for `rows` rows of `columns` values, keeping the memory.
    fn resize(&mut self, rows: usize, columns: usize) {
        self.rows = rows;
        self.steps = columns.div_ceil(4);
        self.quads.resize(rows * self.steps, [0; 4]);
        self.scales.resize(rows, 0.0);
        self.zeros.resize(rows, 0);
    }
}

/// Quantizes rows of `columns` values.
#[inline(always)]
pub(in crate::encoder) fn quantize<V: Vector>(values: &[f32], columns: usize, out: &mut Quantized) {
    out.resize(values.len() / columns, columns);
    for (row, values) in values.chunks_exact(columns).enumerate() {
        quantize_row::<V>(values, row, out);
    }
}

/// Replaces rows of `columns` values by their GELU and quantizes it, row by row while it is in the first-level cache.
#[inline(always)]
pub(in crate::encoder) fn quantize_gelu<V: Vector>(values: &mut [f32], columns: usize, out: &mut Quantized) {
    out.resize(values.len() / columns, columns);
    for (row, values) in values.chunks_exact_mut(columns).enumerate() {
        gelu::<V>(values);
        quantize_row::<V>(values, row, out);
    }
}

/// The range always includes zero, so that zero is exact. The rounding of `x / scale + zero` may end one above 255 and is
/// clamped.
#[inline(always)]
fn quantize_row<V: Vector>(values: &[f32], row: usize, out: &mut Quantized) {
    let (mut least, mut greatest) = (V::splat(0.0), V::splat(0.0));
    for vector in padded_chunks::<V>(values) {
        least = least.min(vector);
        greatest = greatest.max(vector);
    }
    let (least, greatest) = (least.least(), greatest.greatest());
    let range = greatest - least;
    // An all-zero row has no scale of its own; with the scale 1 its zeros stay zeros.
    let (scale, inverse) = if range > f32::MIN_POSITIVE * 256.0 { (range / 255.0, 255.0 / range) } else { (1.0, 1.0) };
    let zero = ((ROUND - least * inverse).to_bits() & 0xff) as i32;
    out.scales[row] = scale;
    out.zeros[row] = zero;

    let (inverse, zero) = (V::splat(inverse), V::splat(zero as f32));
    let bytes = out.quads[row * out.steps..(row + 1) * out.steps].as_flattened_mut();
    for (vector, bytes) in padded_chunks::<V>(values).zip(bytes.chunks_mut(LANES)) {
        let rounded = vector.mul(inverse).add(zero).max(V::splat(0.0)).min(V::splat(255.0)).add(V::splat(ROUND));
        let rounded = rounded.low_bytes();
        match bytes.first_chunk_mut::<LANES>() {
            Some(bytes) => *bytes = rounded,
            None => bytes.copy_from_slice(&rounded[..bytes.len()]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::kernels::portable::Array;

    fn round_trip(values: &[f32]) -> (Vec<f32>, f32) {
        let mut out = Quantized::default();
        quantize::<Array<false>>(values, values.len(), &mut out);
        let bytes = out.row(0).as_flattened();
        (bytes[..values.len()].iter().map(|&byte| (i32::from(byte) - out.zeros[0]) as f32 * out.scales[0]).collect(), out.scales[0])
    }

    #[test]
    fn values_come_back_within_one_step() {
        for shift in [-3.0, -0.5, 0.0, 0.4, 2.0] {
            let values: Vec<f32> = (0..257).map(|index| (index as f32 * 0.37).sin() * 1.7 + shift).collect();
            let (back, scale) = round_trip(&values);
            for (value, back) in values.iter().zip(back) {
                assert!((value - back).abs() <= scale, "{value} came back as {back}, one step is {scale}");
            }
        }
    }

    #[test]
    fn zero_is_exact_and_a_row_of_zeros_stays_zero() {
        let (back, _) = round_trip(&[-0.31, 0.0, 1.73]);
        assert_eq!(back[1], 0.0);
        assert_eq!(round_trip(&[0.0; 20]).0, vec![0.0; 20]);
    }

    #[test]
    fn one_sided_rows_use_the_whole_range() {
        let (back, scale) = round_trip(&[0.0, 0.5, 1.0]);
        assert!((back[2] - 1.0).abs() < 1e-6 && (scale - 1.0 / 255.0).abs() < 1e-9);
        let (back, _) = round_trip(&[-1.0, -0.5]);
        assert!((back[0] + 1.0).abs() < 1e-6);
    }

    #[test]
    fn values_that_are_no_numbers_do_not_panic() {
        round_trip(&[f32::NAN, 1.0, f32::INFINITY]);
        round_trip(&[f32::NEG_INFINITY; 5]);
        round_trip(&[f32::MAX, f32::MIN]);
    }
}
