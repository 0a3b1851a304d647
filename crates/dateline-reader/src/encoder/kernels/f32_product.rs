//! The matrix product of the reference: weights as `q * s` in f32, activations not quantized.

use super::dot::{Epilogue, PANEL, PARTS, Step};
use super::vector::{LANES, Lanes, Vector};

/// How many rows share one pass over a block of weights.
const ROWS: usize = 6;

/// Rows of `columns` values times panels of weights, into rows of `width` outputs.
#[inline(always)]
pub(super) fn multiply<V: Vector>(
    values: &[f32],
    columns: usize,
    panels: &[Step],
    epilogues: &[[Epilogue; PARTS]],
    out: &mut [f32],
    width: usize,
) {
    let rows: Vec<&[f32]> = values.chunks_exact(columns).collect();
    let mut weights: Vec<Lanes> = vec![[0.0; LANES]; columns];
    for ((panel, steps), epilogue) in panels.chunks_exact(columns.div_ceil(4)).enumerate().zip(epilogues) {
        for (part, epilogue) in epilogue.iter().enumerate() {
            let first_output = panel * PANEL + part * LANES;
            let Some(n_outputs) = width.checked_sub(first_output).filter(|&left| left > 0) else { break };
            expand(steps, epilogue, part, &mut weights);
            for (block, rows) in rows.chunks(ROWS).enumerate() {
                let values: [&[f32]; ROWS] = std::array::from_fn(|row| rows.get(row).map_or(rows[0], |row| &row[..columns]));
                let mut sums = [V::load(&epilogue.bias); ROWS];
                for (column, weights) in weights.iter().enumerate() {
                    let weights = V::load(weights);
                    for row in 0..ROWS {
                        sums[row] = V::splat(values[row][column]).mul_add(weights, sums[row]);
                    }
                }
                for (row, sum) in sums.iter().enumerate().take(rows.len()) {
                    let mut lanes = [0.0; LANES];
                    sum.store(&mut lanes);
                    let n_outputs = n_outputs.min(LANES);
                    let start = (block * ROWS + row) * width + first_output;
                    out[start..start + n_outputs].copy_from_slice(&lanes[..n_outputs]);
                }
            }
        }
    }
}

/// Sixteen outputs of a panel as f32, input after input.
#[inline(always)]
fn expand(steps: &[Step], epilogue: &Epilogue, part: usize, weights: &mut [Lanes]) {
    for (step, weights) in steps.iter().zip(weights.chunks_mut(4)) {
        for lane in 0..LANES {
            for (input, weights) in weights.iter_mut().enumerate() {
                weights[lane] = f32::from(step[part].0[lane * 4 + input]) * epilogue.scales[lane];
            }
        }
    }
}
