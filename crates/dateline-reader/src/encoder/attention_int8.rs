//! Self-attention inside one window with int8 products: four times as many products per instruction as in f32.
//!
//! Queries and keys get one scale per piece and head, values one per column of a head; all are symmetric. The softmax is
//! computed in f32 and its powers are kept in steps of 1/255 of the row's greatest, whose sum divides the outcome, so that
//! what falls below half a step is left out of both.

use super::attention::HEAD;
use super::kernels::dot::{Block, Dot, dot};
use super::kernels::vector::{LANES, Lanes, ROUND, Vector};

/// Vectors in a head's row.
const HALVES: usize = HEAD / LANES;
/// Quads in a head's row.
const STEPS: usize = HEAD / 4;
/// Queries are stored as 128 + value.
const MIDDLE: u8 = 128;

/// 255 * 2^f on -0.5..=0.5, constant term first: the Chebyshev series of degree 3 in powers of f, within 0.03.
const EXP2: [f32; 4] = [254.980_74, 176.745_87, 61.873_22, 14.260_119];
/// Scores this far below the greatest, in powers of two, are as good as never: 255 * 2^-16 rounds to 0.
const FLOOR: f32 = -16.0;
/// The score of lanes behind the last piece.
const NEVER: f32 = -1e30;

/// How many blocks of sixteen keys lie side by side.
const PAIR: usize = 2;

/// Two blocks of sixteen keys of one head.
#[derive(Clone, Copy)]
struct Keys<D> {
    steps: [[Block; PAIR]; STEPS],
    scales: [Lanes; PAIR],
    /// 0 for a key, [`NEVER`] for a lane without one.
    bias: [Lanes; PAIR],
    /// What the offset of the queries adds to each sum.
    excess: [D; PAIR],
}

/// Attention over the rows of `qkv` (queries, keys and values of all heads, one piece per row) into `out`.
///
/// `ROWS` query rows times `WIDE` blocks of sixteen keys are summed at a time; it is a matter of the number of registers only.
#[inline(always)]
pub(in crate::encoder) fn attend<D: Dot, const ROWS: usize, const WIDE: usize>(qkv: &[f32], hidden: usize, out: &mut [f32]) {
    let n_pieces = out.len() / hidden;
    let n_blocks = n_pieces.div_ceil(LANES);
    let none =
        Keys { steps: [[Block::ZERO; PAIR]; STEPS], scales: [[0.0; LANES]; PAIR], bias: [[NEVER; LANES]; PAIR], excess: [D::zero(); PAIR] };
    let mut keys = vec![none; n_blocks.div_ceil(PAIR)];
    let mut queries = vec![([[0; 4]; STEPS], 0.0); n_pieces];
    // For four pieces after the other, the two halves of the value columns.
    let mut values = vec![[Block::ZERO; HALVES]; n_blocks * LANES / 4];
    let mut scores: Vec<[Lanes; ROWS]> = vec![[[0.0; LANES]; ROWS]; n_blocks];
    let mut powers: Vec<[[u8; 4]; LANES / 4]> = vec![[[0; 4]; LANES / 4]; n_blocks * ROWS];
    for head in (0..hidden).step_by(HEAD) {
        let rows = qkv.chunks_exact(3 * hidden);
        take_queries::<D::Float>(rows.clone().map(|row| &row[head..]), &mut queries);
        take_keys::<D>(rows.clone().map(|row| &row[hidden + head..]), &mut keys);
        let value_scales = take_values::<D::Float>(rows.map(|row| &row[2 * hidden + head..]), &mut values);
        for first in (0..n_pieces).step_by(ROWS) {
            // So that the last rows fill a block too, some are computed again.
            let first = first.min(n_pieces.saturating_sub(ROWS));
            let mut block = [&queries[first]; ROWS];
            for (row, query) in block.iter_mut().zip(&queries[first..]) {
                *row = query;
            }
            let greatest = score::<D, ROWS, WIDE>(&block, &keys, &mut scores);
            for row in 0..ROWS {
                soften::<D::Float, ROWS>(&scores, row, greatest[row], block[row].1, &mut powers[row * n_blocks..(row + 1) * n_blocks]);
            }
            let mut rows = [powers[..0].as_flattened(); ROWS];
            for (row, powers) in rows.iter_mut().zip(powers.chunks_exact(n_blocks)) {
                *row = powers.as_flattened();
            }
            let sums = mix::<D, ROWS, WIDE>(&rows, &values);
            for row in 0..ROWS.min(n_pieces - first) {
                let total: u32 = rows[row].as_flattened().iter().map(|&power| u32::from(power)).sum();
                let share = D::Float::splat(1.0 / total as f32);
                let (halves, _) = out[(first + row) * hidden + head..][..HEAD].as_chunks_mut::<LANES>();
                for half in 0..HALVES {
                    sums[row][half].to_f32().mul(D::Float::load(&value_scales[half])).mul(share).store(&mut halves[half]);
                }
            }
        }
    }
}

/// A row's scale so that its greatest value is 127, and the inverse.
#[inline(always)]
fn symmetric(greatest: f32) -> (f32, f32) {
    if greatest > f32::MIN_POSITIVE * 256.0 { (greatest * (1.0 / 127.0), 127.0 / greatest) } else { (1.0, 1.0) }
}

/// The two vectors of a head's row and its greatest absolute value.
#[inline(always)]
fn halves<V: Vector>(row: &[f32]) -> ([V; HALVES], V) {
    let (chunks, _) = row[..HEAD].as_chunks::<LANES>();
    let halves = [V::load(&chunks[0]), V::load(&chunks[1])];
    let zero = V::splat(0.0);
    let greatest = halves[0].max(zero.sub(halves[0])).max(halves[1].max(zero.sub(halves[1])));
    (halves, greatest)
}

/// The values times `inverse`, plus `offset`, rounded to bytes.
#[inline(always)]
fn round<V: Vector>(halves: [V; HALVES], inverse: f32, offset: u8) -> [[u8; LANES]; HALVES] {
    let (inverse, offset) = (V::splat(inverse), V::splat(ROUND + f32::from(offset)));
    [halves[0].mul(inverse).add(offset).low_bytes(), halves[1].mul(inverse).add(offset).low_bytes()]
}

/// Quantizes queries, with a scale that makes the softmax a plain power of 2.
#[inline(always)]
fn take_queries<'a, V: Vector>(rows: impl Iterator<Item = &'a [f32]>, queries: &mut [([[u8; 4]; STEPS], f32)]) {
    let softmax_scale = std::f32::consts::LOG2_E / (HEAD as f32).sqrt();
    for (row, (quads, scale)) in rows.zip(queries) {
        let (values, greatest) = halves::<V>(row);
        let (step, inverse) = symmetric(greatest.greatest());
        quads.as_flattened_mut().copy_from_slice(round(values, inverse, MIDDLE).as_flattened());
        *scale = step * softmax_scale;
    }
}

/// Quantizes keys and lays them out, sixteen to a block.
#[inline(always)]
fn take_keys<'a, D: Dot>(rows: impl Iterator<Item = &'a [f32]>, keys: &mut [Keys<D>]) {
    for (at, row) in rows.enumerate() {
        let Some(keys) = keys.get_mut(at / (PAIR * LANES)) else { break };
        let (part, lane) = (at / LANES % PAIR, at % LANES);
        let (values, greatest) = halves::<D::Float>(row);
        let (step, inverse) = symmetric(greatest.greatest());
        let bytes = round(values, inverse, 0);
        let (quads, _) = bytes.as_flattened().as_chunks::<4>();
        for (step, quad) in keys.steps.iter_mut().zip(quads) {
            step[part].0.as_chunks_mut::<4>().0[lane] = quad.map(u8::cast_signed);
        }
        keys.scales[part][lane] = step;
        keys.bias[part][lane] = 0.0;
    }
    for keys in keys {
        [keys.excess] = dot::<D, 1, PAIR, PAIR>(&[&[[MIDDLE; 4]; STEPS]], &keys.steps, 0);
    }
}

/// Quantizes values and lays them out, four pieces to a block; gives the scale of each column.
#[inline(always)]
fn take_values<'a, V: Vector>(rows: impl Iterator<Item = &'a [f32]> + Clone, values: &mut [[Block; HALVES]]) -> [Lanes; HALVES] {
    let mut greatest = [V::splat(0.0); HALVES];
    for row in rows.clone() {
        let (chunks, _) = row[..HEAD].as_chunks::<LANES>();
        for half in 0..HALVES {
            let value = V::load(&chunks[half]);
            greatest[half] = greatest[half].max(value.max(V::splat(0.0).sub(value)));
        }
    }
    let mut scales = [[0.0; LANES]; HALVES];
    let mut inverses = [V::splat(0.0); HALVES];
    for half in 0..HALVES {
        greatest[half].store(&mut scales[half]);
        let mut inverse = [0.0; LANES];
        for lane in 0..LANES {
            (scales[half][lane], inverse[lane]) = symmetric(scales[half][lane]);
        }
        inverses[half] = V::load(&inverse);
    }
    let mut rows = rows;
    for blocks in values {
        let mut four = [[[0; LANES]; HALVES]; 4];
        for (bytes, row) in four.iter_mut().zip(rows.by_ref()) {
            let (chunks, _) = row[..HEAD].as_chunks::<LANES>();
            for half in 0..HALVES {
                bytes[half] = V::load(&chunks[half]).mul(inverses[half]).add(V::splat(ROUND)).low_bytes();
            }
        }
        for (half, block) in blocks.iter_mut().enumerate() {
            for (lane, quad) in block.0.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                *quad = [four[0][half][lane], four[1][half][lane], four[2][half][lane], four[3][half][lane]].map(u8::cast_signed);
            }
        }
    }
    scales
}

/// The scores of some queries with all keys, still without the queries' scales, and the greatest of each query.
#[inline(always)]
fn score<D: Dot, const ROWS: usize, const WIDE: usize>(
    queries: &[&([[u8; 4]; STEPS], f32); ROWS],
    keys: &[Keys<D>],
    scores: &mut [[Lanes; ROWS]],
) -> [f32; ROWS] {
    let mut rows = [&queries[0].0[..]; ROWS];
    for (row, query) in rows.iter_mut().zip(queries) {
        *row = &query.0;
    }
    let mut greatest = [D::Float::splat(NEVER); ROWS];
    for (keys, scores) in keys.iter().zip(scores.chunks_mut(PAIR)) {
        if WIDE >= PAIR && scores.len() == PAIR {
            let sums = dot::<D, ROWS, PAIR, PAIR>(&rows, &keys.steps, 0);
            for part in 0..PAIR {
                for row in 0..ROWS {
                    finish_score(sums[row][part], keys, part, &mut greatest[row], &mut scores[part][row]);
                }
            }
        } else {
            for (part, scores) in scores.iter_mut().enumerate() {
                let sums = dot::<D, ROWS, 1, PAIR>(&rows, &keys.steps, part);
                for row in 0..ROWS {
                    finish_score(sums[row][0], keys, part, &mut greatest[row], &mut scores[row]);
                }
            }
        }
    }
    let mut folded = [0.0; ROWS];
    for row in 0..ROWS {
        folded[row] = greatest[row].greatest();
    }
    folded
}

/// Sixteen scores of one query.
#[inline(always)]
fn finish_score<D: Dot>(sum: D, keys: &Keys<D>, part: usize, greatest: &mut D::Float, scores: &mut Lanes) {
    let score = sum.sub(keys.excess[part]).to_f32().mul(D::Float::load(&keys.scales[part])).add(D::Float::load(&keys.bias[part]));
    *greatest = greatest.max(score);
    score.store(scores);
}

/// 255 * 2^((score - greatest) * scale) of one row, as bytes.
#[inline(always)]
fn soften<V: Vector, const ROWS: usize>(
    scores: &[[Lanes; ROWS]],
    row: usize,
    greatest: f32,
    scale: f32,
    powers: &mut [[[u8; 4]; LANES / 4]],
) {
    let (greatest, scale) = (V::splat(greatest), V::splat(scale));
    let [constant, linear, square, cube] = EXP2.map(V::splat);
    for (scores, powers) in scores.iter().zip(powers) {
        let x = V::load(&scores[row]).sub(greatest).mul(scale).max(V::splat(FLOOR));
        let rounded = x.add(V::splat(ROUND));
        let fraction = x.sub(rounded.sub(V::splat(ROUND)));
        let power = cube.mul_add(fraction, square).mul_add(fraction, linear).mul_add(fraction, constant);
        let power = power.add_exponent(rounded).add(V::splat(ROUND));
        powers.as_flattened_mut().copy_from_slice(&power.low_bytes());
    }
}

/// The sums of the value columns weighted with the powers.
#[inline(always)]
fn mix<D: Dot, const ROWS: usize, const WIDE: usize>(powers: &[&[[u8; 4]]; ROWS], values: &[[Block; HALVES]]) -> [[D; HALVES]; ROWS] {
    if WIDE >= HALVES {
        return dot::<D, ROWS, HALVES, HALVES>(powers, values, 0);
    }
    let lower = dot::<D, ROWS, 1, HALVES>(powers, values, 0);
    let upper = dot::<D, ROWS, 1, HALVES>(powers, values, 1);
    let mut sums = [[D::zero(); HALVES]; ROWS];
    for row in 0..ROWS {
        sums[row] = [lower[row][0], upper[row][0]];
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::attention;
    use crate::encoder::kernels::portable::{Array, Sums};
    use crate::encoder::sample::SampleFile;

    fn relative_error(values: &[f32], reference: &[f32]) -> f32 {
        let distance: f32 = values.iter().zip(reference).map(|(value, reference)| (value - reference).powi(2)).sum();
        (distance / reference.iter().map(|value| value * value).sum::<f32>()).sqrt()
    }

    fn random(rows: usize, hidden: usize) -> Vec<f32> {
        let mut random = SampleFile::new(rows as u64);
        (0..rows * 3 * hidden).map(|_| 3.0 * random.random()).collect()
    }

    #[test]
    fn attention_is_close_to_the_reference_at_every_length() {
        let hidden = 64;
        for rows in [1, 2, 3, 15, 16, 17, 33, 70, 255] {
            let qkv = random(rows, hidden);
            let mut reference = vec![0.0; rows * hidden];
            attention::attend::<Array<false>, 4, 1>(&qkv, hidden, &mut reference);
            let mut out = vec![0.0; rows * hidden];
            attend::<Sums<false>, 2, 1>(&qkv, hidden, &mut out);
            let error = relative_error(&out, &reference);
            assert!(error < 0.03, "relative error {error} at {rows} rows");
        }
    }

    #[test]
    fn block_sizes_do_not_show() {
        let hidden = 64;
        let qkv = random(45, hidden);
        let mut outputs = [vec![0.0; 45 * hidden], vec![0.0; 45 * hidden], vec![0.0; 45 * hidden]];
        attend::<Sums<false>, 2, 1>(&qkv, hidden, &mut outputs[0]);
        attend::<Sums<false>, 6, 4>(&qkv, hidden, &mut outputs[1]);
        attend::<Sums<false>, 1, 2>(&qkv, hidden, &mut outputs[2]);
        assert_eq!(outputs[0], outputs[1]);
        assert_eq!(outputs[0], outputs[2]);
    }

    #[test]
    fn one_certain_score_takes_all() {
        let hidden = 32;
        let mut qkv = vec![0.0; 3 * 3 * hidden];
        for row in 0..3 {
            qkv[row * 96] = 500.0;
            qkv[row * 96 + 32] = if row == 1 { 500.0 } else { -500.0 };
            qkv[row * 96 + 64..][..32].fill(row as f32 / 2.0);
        }
        let mut out = vec![0.0; 3 * hidden];
        attend::<Sums<false>, 6, 1>(&qkv, hidden, &mut out);
        assert!(out.iter().all(|value| (value - 0.5).abs() < 0.005), "{out:?}");
    }

    #[test]
    fn values_that_are_no_numbers_do_not_panic() {
        let mut qkv = random(5, 32);
        qkv[3] = f32::NAN;
        qkv[40] = f32::INFINITY;
        qkv[200] = f32::NEG_INFINITY;
        attend::<Sums<false>, 2, 1>(&qkv, 32, &mut vec![0.0; 5 * 32]);
    }
}
