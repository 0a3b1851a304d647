//! Self-attention inside one window, head by head, in f32.
//!
//! For one head the keys are transposed once, so that a vector holds one dimension of sixteen keys; a block of query rows
//! then stays in registers against them. Every dot product adds up in the order of the dimensions, every output in the
//! order of the keys, whatever the block size, so the block size does not show in the result.

use super::kernels::vector::{LANES, Lanes, ROUND, Vector};

/// The width of an attention head; the model's shape.
pub(in crate::encoder) const HEAD: usize = 32;

/// A head's output or value row as vectors.
const PARTS: usize = HEAD / LANES;

/// Sixteen keys, one dimension after the other.
type KeyBlock = [Lanes; HEAD];
/// Sixteen value rows.
type ValueBlock = [[Lanes; PARTS]; LANES];

/// 2^f on -0.5..=0.5 without the constant term 1, highest term first: `exp2f` of the Cephes library.
const EXP2: [f32; 6] = [1.535_336_2e-4, 1.339_887_4e-3, 9.618_437e-3, 5.550_332_4e-2, 2.402_264_8e-1, 6.931_472e-1];

/// Attention over the rows of `qkv` (queries, keys and values of all heads, one piece per row) into `out`.
///
/// `ROWS` query rows are computed at a time against `BLOCKS` blocks of sixteen keys; it is a matter of the number of
/// registers only.
#[inline(always)]
pub(in crate::encoder) fn attend<V: Vector, const ROWS: usize, const BLOCKS: usize>(qkv: &[f32], hidden: usize, out: &mut [f32]) {
    let rows = out.len() / hidden;
    let blocks = rows.div_ceil(LANES);
    let mut keys: Vec<KeyBlock> = vec![[[0.0; LANES]; HEAD]; blocks];
    let mut values: Vec<ValueBlock> = vec![[[[0.0; LANES]; PARTS]; LANES]; blocks];
    let mut scores: Vec<[Lanes; ROWS]> = vec![[[0.0; LANES]; ROWS]; blocks];
    for head in (0..hidden).step_by(HEAD) {
        gather(qkv, hidden, head, &mut keys, &mut values);
        for first in (0..rows).step_by(ROWS) {
            let mut queries = [[0.0; HEAD]; ROWS];
            for (query, row) in queries.iter_mut().zip(first..rows) {
                query.copy_from_slice(&qkv[row * 3 * hidden + head..][..HEAD]);
            }
            let (keys, last_keys) = keys.as_chunks::<BLOCKS>();
            let (block_scores, last_scores) = scores.as_chunks_mut::<BLOCKS>();
            for (keys, scores) in keys.iter().zip(block_scores) {
                score::<V, ROWS, BLOCKS>(&queries, keys, scores);
            }
            for (keys, scores) in last_keys.iter().zip(last_scores) {
                score::<V, ROWS, 1>(&queries, std::array::from_ref(keys), std::array::from_mut(scores));
            }
            let sums = soften::<V, ROWS>(&mut scores, rows);
            let mixed = mix::<V, ROWS>(&scores, &values);
            for ((row, mixed), sum) in (first..rows).zip(&mixed).zip(sums) {
                let inverse = V::splat(1.0 / sum);
                let (out, _) = out[row * hidden + head..][..HEAD].as_chunks_mut::<LANES>();
                for (out, part) in out.iter_mut().zip(mixed) {
                    part.mul(inverse).store(out);
                }
            }
        }
    }
}

/// Lays out one head's keys and values. Keys are scaled by log2(e) / sqrt(width), so that the softmax is a plain power of 2.
#[inline(always)]
fn gather(qkv: &[f32], hidden: usize, head: usize, keys: &mut [KeyBlock], values: &mut [ValueBlock]) {
    let scale = std::f32::consts::LOG2_E / (HEAD as f32).sqrt();
    for ((sixteen, keys), values) in qkv.chunks(LANES * 3 * hidden).zip(keys).zip(values) {
        for ((lane, row), value) in sixteen.chunks_exact(3 * hidden).enumerate().zip(values) {
            for (key, dimension) in row[hidden + head..][..HEAD].iter().zip(keys.iter_mut()) {
                dimension[lane] = key * scale;
            }
            value.as_flattened_mut().copy_from_slice(&row[2 * hidden + head..][..HEAD]);
        }
    }
}

/// The dot products of some query rows with some blocks of keys.
#[inline(always)]
fn score<V: Vector, const ROWS: usize, const BLOCKS: usize>(
    queries: &[[f32; HEAD]; ROWS],
    keys: &[KeyBlock; BLOCKS],
    scores: &mut [[Lanes; ROWS]; BLOCKS],
) {
    let mut sums = [[V::splat(0.0); ROWS]; BLOCKS];
    for dimension in 0..HEAD {
        for block in 0..BLOCKS {
            let key = V::load(&keys[block][dimension]);
            for row in 0..ROWS {
                sums[block][row] = V::splat(queries[row][dimension]).mul_add(key, sums[block][row]);
            }
        }
    }
    for (sums, scores) in sums.iter().zip(scores) {
        for (sum, score) in sums.iter().zip(scores) {
            sum.store(score);
        }
    }
}

/// Replaces the scores by 2^(score - the row's greatest) and returns the sum of each row.
#[inline(always)]
fn soften<V: Vector, const ROWS: usize>(scores: &mut [[Lanes; ROWS]], rows: usize) -> [f32; ROWS] {
    // Lanes behind the last piece get a score that is as good as never, and their values are zero.
    let beyond = rows % LANES;
    if let Some(last) = scores.last_mut().filter(|_| beyond != 0) {
        for score in last {
            score[beyond..].fill(-1e30);
        }
    }
    let mut sums = [0.0; ROWS];
    for (row, sum) in sums.iter_mut().enumerate() {
        let mut greatest = V::splat(f32::MIN);
        for block in scores.iter() {
            greatest = greatest.max(V::load(&block[row]));
        }
        let greatest = V::splat(greatest.greatest());
        let mut total = V::splat(0.0);
        for block in scores.iter_mut() {
            let power = exp2(V::load(&block[row]).sub(greatest));
            power.store(&mut block[row]);
            total = total.add(power);
        }
        *sum = total.sum();
    }
    sums
}

/// 2^x for x <= 0, at least 2^-126.
#[inline(always)]
fn exp2<V: Vector>(x: V) -> V {
    let x = x.max(V::splat(-126.0));
    let rounded = x.add(V::splat(ROUND));
    let fraction = x.sub(rounded.sub(V::splat(ROUND)));
    let [highest, terms @ ..] = EXP2;
    let mut power = V::splat(highest);
    for term in terms {
        power = power.mul_add(fraction, V::splat(term));
    }
    power.mul_add(fraction, V::splat(1.0)).add_exponent(rounded)
}

/// The values weighted with the softened scores.
#[inline(always)]
fn mix<V: Vector, const ROWS: usize>(scores: &[[Lanes; ROWS]], values: &[ValueBlock]) -> [[V; PARTS]; ROWS] {
    let mut sums = [[V::splat(0.0); PARTS]; ROWS];
    for (scores, values) in scores.iter().zip(values) {
        for lane in 0..LANES {
            let value: [V; PARTS] = std::array::from_fn(|part| V::load(&values[lane][part]));
            for row in 0..ROWS {
                let score = V::splat(scores[row][lane]);
                for part in 0..PARTS {
                    sums[row][part] = score.mul_add(value[part], sums[row][part]);
                }
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::kernels::portable::Array;
    use crate::encoder::sample::SampleFile;

    /// Attention as the paper writes it, in f64.
    fn naive(qkv: &[f32], hidden: usize) -> Vec<f64> {
        let rows: Vec<&[f32]> = qkv.chunks(3 * hidden).collect();
        let mut out = Vec::new();
        for query in &rows {
            for head in (0..hidden).step_by(HEAD) {
                let part = |row: &[f32], which: usize| row[which * hidden + head..][..HEAD].to_vec();
                let dot = |left: &[f32], right: &[f32]| left.iter().zip(right).map(|(l, r)| f64::from(l * r)).sum::<f64>();
                let query = part(query, 0);
                let powers: Vec<f64> = rows.iter().map(|key| (dot(&query, &part(key, 1)) / (HEAD as f64).sqrt()).exp()).collect();
                let total: f64 = powers.iter().sum();
                for dimension in 0..HEAD {
                    let weighted = rows.iter().zip(&powers).map(|(row, power)| power * f64::from(part(row, 2)[dimension]));
                    out.push(weighted.sum::<f64>() / total);
                }
            }
        }
        out
    }

    #[test]
    fn attention_is_what_the_definition_gives_at_every_length() {
        let hidden = 64;
        for rows in [1, 2, 15, 16, 17, 33, 70] {
            let mut random = SampleFile::new(rows as u64);
            let qkv: Vec<f32> = (0..rows * 3 * hidden).map(|_| 2.0 * random.random()).collect();
            let mut out = vec![0.0; rows * hidden];
            attend::<Array<false>, 4, 1>(&qkv, hidden, &mut out);
            for (value, exact) in out.iter().zip(naive(&qkv, hidden)) {
                assert!((f64::from(*value) - exact).abs() < 1e-5, "{value} should be {exact} at {rows} rows");
            }
        }
    }

    #[test]
    fn block_sizes_do_not_show() {
        let hidden = 64;
        let mut random = SampleFile::new(5);
        let qkv: Vec<f32> = (0..45 * 3 * hidden).map(|_| 2.0 * random.random()).collect();
        let mut outputs = [vec![0.0; 45 * hidden], vec![0.0; 45 * hidden], vec![0.0; 45 * hidden]];
        attend::<Array<false>, 4, 1>(&qkv, hidden, &mut outputs[0]);
        attend::<Array<false>, 12, 2>(&qkv, hidden, &mut outputs[1]);
        attend::<Array<false>, 1, 3>(&qkv, hidden, &mut outputs[2]);
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
            qkv[row * 96 + 64..][..32].fill(row as f32);
        }
        let mut out = vec![0.0; 3 * hidden];
        attend::<Array<false>, 4, 1>(&qkv, hidden, &mut out);
        assert_eq!(out, vec![1.0; 3 * hidden]);
    }
}
