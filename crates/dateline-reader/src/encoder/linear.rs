//! A Linear layer: int8 weights laid out for the kernels, one scale per output, a bias.

use super::kernels::Kernels;
use super::kernels::dot::{Block, Epilogue, PANEL, PARTS, Step};
use super::kernels::vector::LANES;
use super::quantize::Quantized;
use super::weights::Matrix;

/// A Linear layer ready to be applied.
pub(crate) struct Linear {
    /// Panel after panel, and in a panel step after step of four inputs.
    panels: Vec<Step>,
    epilogues: Vec<[Epilogue; PARTS]>,
    inputs: usize,
    outputs: usize,
    kernels: Kernels,
}

impl Linear {
    /// Lays out a matrix of outputs x inputs; the bias has one value per output.
    pub(crate) fn new(matrix: &Matrix<'_>, bias: Option<Vec<f32>>, kernels: Kernels) -> Self {
        let steps = matrix.columns.div_ceil(4);
        let n_panels = matrix.rows.div_ceil(PANEL);
        let mut panels = vec![[Block::ZERO; PARTS]; n_panels * steps];
        let mut epilogues = vec![[Epilogue::ZERO; PARTS]; n_panels];
        for output in 0..matrix.rows {
            let (panel, part, lane) = (output / PANEL, output % PANEL / LANES, output % LANES);
            let (quads, rest) = matrix.row_bytes(output).as_chunks::<4>();
            let panel_steps = &mut panels[panel * steps..(panel + 1) * steps];
            for (step, quad) in panel_steps.iter_mut().zip(quads) {
                step[part].0.as_chunks_mut::<4>().0[lane] = quad.map(u8::cast_signed);
            }
            if let Some(step) = panel_steps.get_mut(quads.len()) {
                for (to, &value) in step[part].0.as_chunks_mut::<4>().0[lane].iter_mut().zip(rest) {
                    *to = value.cast_signed();
                }
            }
            let epilogue = &mut epilogues[panel][part];
            epilogue.sums[lane] = matrix.row(output).map(i32::from).sum();
            epilogue.scales[lane] = matrix.scales[output];
            epilogue.bias[lane] = bias.as_ref().map_or(0.0, |bias| bias[output]);
        }
        Self { panels, epilogues, inputs: matrix.columns, outputs: matrix.rows, kernels }
    }

    /// Applies the layer to `rows` rows of `x`, row after row.
    ///
    /// # Panics
    /// If `x` is not `rows` times as long as the layer has inputs.
    pub(crate) fn apply(&self, x: &[f32], rows: usize) -> Vec<f32> {
        let mut quantized = Quantized::default();
        let mut out = vec![0.0; rows * self.outputs];
        self.apply_into(x, &mut quantized, &mut out);
        out
    }

    /// Applies the layer to as many rows as fit in `out`; `scratch` keeps memory between calls.
    pub(super) fn apply_into(&self, x: &[f32], scratch: &mut Quantized, out: &mut [f32]) {
        assert_eq!(x.len() * self.outputs, out.len() * self.inputs, "as many rows in as out");
        if self.kernels.quantizes() {
            self.kernels.quantize(x, self.inputs, scratch);
            self.kernels.multiply(scratch, &self.panels, &self.epilogues, out, self.outputs);
        } else {
            self.kernels.multiply_f32(x, self.inputs, &self.panels, &self.epilogues, out, self.outputs);
        }
    }

    /// Applies the layer to the GELU of `x`, which replaces it.
    pub(super) fn apply_to_gelu(&self, x: &mut [f32], scratch: &mut Quantized, out: &mut [f32]) {
        assert_eq!(x.len() * self.outputs, out.len() * self.inputs, "as many rows in as out");
        if self.kernels.quantizes() {
            self.kernels.quantize_gelu(x, self.inputs, scratch);
            self.kernels.multiply(scratch, &self.panels, &self.epilogues, out, self.outputs);
        } else {
            self.kernels.gelu(x);
            self.apply_into(x, scratch, out);
        }
    }

    /// The number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::kernels::Arithmetic;
    use crate::encoder::sample::SampleFile;
    use crate::encoder::weights::Weights;

    /// Applies the random layer with one arithmetic and gives its output beside the naive f64 product.
    fn both(outputs: usize, inputs: usize, rows: usize, arithmetic: Arithmetic) -> Option<(Vec<f32>, Vec<f64>)> {
        let kernels = Kernels::new(arithmetic)?;
        let mut file = SampleFile::new((outputs * inputs + rows) as u64);
        file.linear("layer", outputs, inputs);
        let x: Vec<f32> = (0..rows * inputs).map(|_| file.random() * 2.0 + 0.3).collect();
        let bytes = file.write();
        let weights = Weights::parse(&bytes).unwrap();
        let matrix = weights.matrix("layer").unwrap();
        let bias = weights.floats("layer.b", &[outputs]).unwrap();
        let mut naive = Vec::new();
        for x in x.chunks(inputs) {
            for (output, bias) in bias.iter().enumerate() {
                let products = matrix.row(output).zip(x).map(|(weight, x)| f64::from(weight) * f64::from(*x));
                naive.push(products.sum::<f64>() * f64::from(matrix.scales[output]) + f64::from(*bias));
            }
        }
        Some((weights.linear("layer", kernels).unwrap().apply(&x, rows), naive))
    }

    fn relative_error(values: &[f32], exact: &[f64]) -> f64 {
        let squares = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>();
        let distance = squares(&mut values.iter().zip(exact).map(|(value, exact)| f64::from(*value) - exact));
        (distance / squares(&mut exact.iter().copied())).sqrt()
    }

    const SHAPES: [(usize, usize, usize); 7] =
        [(1, 1, 1), (3, 64, 7), (17, 129, 5), (64, 64, 12), (65, 66, 13), (192, 48, 25), (200, 1536, 6)];

    #[test]
    fn the_reference_is_the_product() {
        for (outputs, inputs, rows) in SHAPES {
            let (values, exact) = both(outputs, inputs, rows, Arithmetic::F32).unwrap();
            assert!(relative_error(&values, &exact) < 1e-6, "{outputs} x {inputs}, {rows} rows");
        }
    }

    #[test]
    fn int8_is_the_product_to_the_precision_of_the_activations() {
        for (outputs, inputs, rows) in SHAPES {
            let (values, exact) = both(outputs, inputs, rows, Arithmetic::Portable).unwrap();
            assert!(relative_error(&values, &exact) < 0.01, "{outputs} x {inputs}, {rows} rows");
        }
    }

    #[test]
    fn all_int8_kernels_give_the_same_bits() {
        for (outputs, inputs, rows) in SHAPES {
            let (portable, _) = both(outputs, inputs, rows, Arithmetic::Portable).unwrap();
            for arithmetic in [Arithmetic::Avx512Vnni, Arithmetic::AvxVnni, Arithmetic::Avx2] {
                if let Some((values, _)) = both(outputs, inputs, rows, arithmetic) {
                    assert_eq!(values, portable, "{arithmetic:?}, {outputs} x {inputs}, {rows} rows");
                }
            }
        }
    }
}
