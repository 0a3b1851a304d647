//! Self-attention inside one window with int8 products: four times as many products per instruction as in f32.
//!
//! Queries and keys get one scale per piece and head, values one per column of a head; all are symmetric. The softmax is
//! computed in f32 and its powers are kept in steps of 1/255 of the row's greatest, whose sum divides the outcome, so that
//! what falls below half a step is left out of both.

use super::attention::HEAD;
use super::kernels::dot::{Block, Dot, PARTS, dot};
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

/// Sixteen keys of one head.
#[derive(Clone, Copy)]
struct Keys<D> {
    blocks: [Block; STEPS],
    scales: Lanes,
    /// 0 for a key, [`NEVER`] for a lane without one.
    bias: Lanes,
    /// What the offset of the queries adds to each sum.
    excess: D,
}

/// Attention over the rows of `qkv` (queries, keys and values of all heads, one piece per row) into `out`.
///
/// `ROWS` query rows times `WIDE` blocks of sixteen keys are summed at a time; it is a matter of the number of registers only.
#[inline(always)]
pub(in crate::encoder) fn attend<D: Dot, const ROWS: usize, const WIDE: usize>(qkv: &[f32], hidden: usize, out: &mut [f32]) {
    let n_pieces = out.len() / hidden;
    let n_blocks = n_pieces.div_ceil(LANES);
    let none = Keys { blocks: [Block::ZERO; STEPS], scales: [0.0; LANES], bias: [NEVER; LANES], excess: D::zero() };
    let mut keys = vec![none; n_blocks];
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
    if greatest > f32::MIN_POSITIVE * 256.0 { (greatest / 127.0, 127.0 / greatest) } else { (1.0, 1.0) }
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
        let Some(keys) = keys.get_mut(at / LANES) else { break };
        let lane = at % LANES;
        let (values, greatest) = halves::<D::Float>(row);
        let (step, inverse) = symmetric(greatest.greatest());
        let bytes = round(values, inverse, 0);
        let (quads, _) = bytes.as_flattened().as_chunks::<4>();
        for (block, quad) in keys.blocks.iter_mut().zip(quads) {
            block.0.as_chunks_mut::<4>().0[lane] = quad.map(u8::cast_signed);
        }
        keys.scales[lane] = step;
        keys.bias[lane] = 0.0;
    }
    for keys in keys {
        let [[excess]] = dot::<D, 1, 1>(&[&[[MIDDLE; 4]; STEPS]], keys.blocks.iter().map(std::array::from_ref));
        keys.excess = excess;
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
    for (keys, scores) in keys.iter().zip(scores) {
        let sums = dot::<D, ROWS, 1>(&rows, keys.blocks.iter().map(std::array::from_ref));
        let (scales, bias) = (D::Float::load(&keys.scales), D::Float::load(&keys.bias));
        for row in 0..ROWS {
            let score = sums[row][0].sub(keys.excess).to_f32().mul(scales).add(bias);
            greatest[row] = greatest[row].max(score);
            score.store(&mut scores[row]);
        }
    }
    let mut folded = [0.0; ROWS];
    for row in 0..ROWS {
        folded[row] = greatest[row].greatest();
    }
    folded
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
        return dot::<D, ROWS, HALVES>(powers, values.iter());
    }
    let lower = dot::<D, ROWS, 1>(powers, values.iter().map(|blocks| std::array::from_ref(&blocks[0])));
    let upper = dot::<D, ROWS, 1>(powers, values.iter().map(|blocks| std::array::from_ref(&blocks[1])));
    let mut sums = [[D::zero(); HALVES]; ROWS];
    for row in 0..ROWS {
        sums[row] = [lower[row][0], upper[row][0]];
    }
    sums
}
