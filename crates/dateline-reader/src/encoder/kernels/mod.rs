//! The kernels, chosen at run time by what the processor has.
//!
//! There are two sorts. The f32 operations are generic over [`vector::Vector`] and are compiled once for each vector unit
//! by [`f32_operations!`]. The int8 products are written for each instruction set; all of them read the weights in the one
//! layout of [`Step`].

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod avxvnni;
pub(in crate::encoder) mod dot;
mod f32_product;
pub(in crate::encoder) mod portable;
pub(in crate::encoder) mod vector;

use self::dot::{Epilogue, PARTS, Step};
use super::normalize::Norm;
use super::quantize::Quantized;

/// How matrix products are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// int8 by AVX-512 VNNI: Intel from Ice Lake on, AMD from Zen 4 on.
    Avx512Vnni,
    /// int8 by AVX-VNNI: Intel from Alder Lake on.
    AvxVnni,
    /// int8 by AVX2 and FMA: any x86-64 processor since about 2015.
    Avx2,
    /// int8 in plain Rust.
    Portable,
    /// f32, the reference: weights as `q * s`, activations as they are.
    F32,
}

impl Arithmetic {
    /// All of them, fastest first.
    pub const ALL: [Self; 5] = [Self::Avx512Vnni, Self::AvxVnni, Self::Avx2, Self::Portable, Self::F32];

    /// Whether this processor can.
    pub fn is_available(self) -> bool {
        Kernels::new(self).is_some()
    }
}

/// The vector unit of the f32 operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Unit {
    /// The widest unit of this processor.
    #[cfg(target_arch = "x86_64")]
    fn best() -> Self {
        let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        let has_avx512 =
            is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vl");
        match (has_avx2, has_avx512) {
            (true, true) => Self::Avx512,
            (true, false) => Self::Avx2,
            (false, _) => Self::Portable,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn best() -> Self {
        Self::Portable
    }
}

/// The kernels of an [`Arithmetic`] that this processor has.
///
/// Architecture Invariant: values are made by [`Kernels::new`] alone, which asks the processor; that is what makes calling
/// the functions that need a processor feature sound.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kernels {
    arithmetic: Arithmetic,
    unit: Unit,
}

/// Calls an f32 operation of the unit's module.
macro_rules! on_unit {
    ($kernels:ident, $operation:ident($($argument:expr),*)) => {
        match $kernels.unit {
            // SAFETY: `Kernels::new` has found the unit's features on this processor.
            #[cfg(target_arch = "x86_64")]
            Unit::Avx512 => unsafe { avx512::$operation($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Unit::Avx2 => unsafe { avx2::$operation($($argument),*) },
            Unit::Portable => portable::$operation($($argument),*),
        }
    };
}

/// Calls an int8 operation of the arithmetic's module.
macro_rules! int8 {
    ($kernels:ident, $operation:ident($($argument:expr),*)) => {
        match $kernels.arithmetic {
            // SAFETY: `Kernels::new` has found the arithmetic's features on this processor.
            #[cfg(target_arch = "x86_64")]
            Arithmetic::Avx512Vnni => unsafe { avx512::$operation($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Arithmetic::AvxVnni => unsafe { avxvnni::$operation($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Arithmetic::Avx2 => unsafe { avx2::$operation($($argument),*) },
            _ => portable::$operation($($argument),*),
        }
    };
}

#[allow(unsafe_code, reason = "entry into the functions that need a processor feature; each block says why it is sound")]
impl Kernels {
    /// The kernels of one arithmetic, if the processor has them.
    pub(crate) fn new(arithmetic: Arithmetic) -> Option<Self> {
        let best = Unit::best();
        let unit = match arithmetic {
            Arithmetic::F32 => best,
            Arithmetic::Portable => Unit::Portable,
            #[cfg(target_arch = "x86_64")]
            Arithmetic::Avx512Vnni if best == Unit::Avx512 && is_x86_feature_detected!("avx512vnni") => Unit::Avx512,
            #[cfg(target_arch = "x86_64")]
            Arithmetic::AvxVnni if best != Unit::Portable && is_x86_feature_detected!("avxvnni") => Unit::Avx2,
            #[cfg(target_arch = "x86_64")]
            Arithmetic::Avx2 if best != Unit::Portable => Unit::Avx2,
            _ => return None,
        };
        Some(Self { arithmetic, unit })
    }

    /// Whether activations are quantized before a product.
    pub(super) fn quantizes(self) -> bool {
        self.arithmetic != Arithmetic::F32
    }

    /// See [`super::quantize::quantize`].
    pub(super) fn quantize(self, values: &[f32], columns: usize, out: &mut Quantized) {
        on_unit!(self, quantize(values, columns, out));
    }

    /// See [`super::quantize::quantize_gelu`].
    pub(super) fn quantize_gelu(self, values: &mut [f32], columns: usize, out: &mut Quantized) {
        on_unit!(self, quantize_gelu(values, columns, out));
    }

    /// Quantized rows times panels of weights, into rows of `width` outputs.
    pub(super) fn multiply(self, activations: &Quantized, panels: &[Step], epilogues: &[[Epilogue; PARTS]], out: &mut [f32], width: usize) {
        int8!(self, multiply(activations, panels, epilogues, out, width));
    }

    /// Rows of `columns` values times panels of weights, into rows of `width` outputs, in f32.
    pub(super) fn multiply_f32(
        self,
        values: &[f32],
        columns: usize,
        panels: &[Step],
        epilogues: &[[Epilogue; PARTS]],
        out: &mut [f32],
        width: usize,
    ) {
        on_unit!(self, multiply_f32(values, columns, panels, epilogues, out, width));
    }

    /// See [`super::gelu::gelu`].
    pub(super) fn gelu(self, values: &mut [f32]) {
        on_unit!(self, gelu(values));
    }

    /// See [`super::normalize::normalize`].
    pub(super) fn normalize(self, values: &mut [f32], residual: &[f32], norm: &Norm) {
        on_unit!(self, normalize(values, residual, norm));
    }

    /// Attention with int8 products, see [`super::attention_int8::attend`], or in f32, see [`super::attention::attend`].
    pub(super) fn attend(self, qkv: &[f32], hidden: usize, out: &mut [f32]) {
        if self.quantizes() {
            int8!(self, attend_int8(qkv, hidden, out));
        } else {
            on_unit!(self, attend(qkv, hidden, out));
        }
    }
}

/// The f32 operations for one vector type, as functions of the module that calls the macro. `features` are those the
/// vector type needs, `rows` and `blocks` the block of attention that fits its registers.
macro_rules! f32_operations {
    ($vector:ty, $(features: $features:literal,)? rows: $rows:literal, blocks: $blocks:literal) => {
        $(#[target_feature(enable = $features)])?
        pub(super) fn quantize(values: &[f32], columns: usize, out: &mut crate::encoder::quantize::Quantized) {
            crate::encoder::quantize::quantize::<$vector>(values, columns, out);
        }

        $(#[target_feature(enable = $features)])?
        pub(super) fn quantize_gelu(values: &mut [f32], columns: usize, out: &mut crate::encoder::quantize::Quantized) {
            crate::encoder::quantize::quantize_gelu::<$vector>(values, columns, out);
        }

        $(#[target_feature(enable = $features)])?
        pub(super) fn multiply_f32(
            values: &[f32],
            columns: usize,
            panels: &[crate::encoder::kernels::dot::Step],
            epilogues: &[[crate::encoder::kernels::dot::Epilogue; crate::encoder::kernels::dot::PARTS]],
            out: &mut [f32],
            width: usize,
        ) {
            super::f32_product::multiply::<$vector>(values, columns, panels, epilogues, out, width);
        }

        $(#[target_feature(enable = $features)])?
        pub(super) fn gelu(values: &mut [f32]) {
            crate::encoder::gelu::gelu::<$vector>(values);
        }

        $(#[target_feature(enable = $features)])?
        pub(super) fn normalize(values: &mut [f32], residual: &[f32], norm: &crate::encoder::normalize::Norm) {
            crate::encoder::normalize::normalize::<$vector>(values, residual, norm);
        }

        $(#[target_feature(enable = $features)])?
        pub(super) fn attend(qkv: &[f32], hidden: usize, out: &mut [f32]) {
            crate::encoder::attention::attend::<$vector, $rows, $blocks>(qkv, hidden, out);
        }
    };
}
use f32_operations;

/// The int8 operations for one type of sums, as functions of the module that calls the macro. `rows` x `wide` sums fit the
/// registers.
macro_rules! int8_operations {
    ($sums:ty, $(features: $features:literal,)? rows: $rows:literal, wide: $wide:literal) => {
        $(#[target_feature(enable = $features)])?
        pub(super) fn multiply(
            activations: &crate::encoder::quantize::Quantized,
            panels: &[crate::encoder::kernels::dot::Step],
            epilogues: &[[crate::encoder::kernels::dot::Epilogue; crate::encoder::kernels::dot::PARTS]],
            out: &mut [f32],
            width: usize,
        ) {
            crate::encoder::kernels::dot::multiply::<$sums, $rows, $wide>(activations, panels, epilogues, out, width);
        }

        $(#[target_feature(enable = $features)])?
        pub(super) fn attend_int8(qkv: &[f32], hidden: usize, out: &mut [f32]) {
            crate::encoder::attention_int8::attend::<$sums, $rows, $wide>(qkv, hidden, out);
        }
    };
}
use int8_operations;

#[cfg(test)]
mod tests {
    use super::dot::multiply;
    use super::portable::{Array, Sums};
    use super::*;
    use crate::encoder::linear::Linear;
    use crate::encoder::sample::SampleFile;
    use crate::encoder::weights::Weights;
    use crate::encoder::{attention, attention_int8, gelu, normalize, quantize};

    const VECTOR_KERNELS: [Arithmetic; 3] = [Arithmetic::Avx512Vnni, Arithmetic::AvxVnni, Arithmetic::Avx2];

    fn available() -> impl Iterator<Item = Kernels> {
        VECTOR_KERNELS.into_iter().filter_map(Kernels::new)
    }

    /// Values of all sizes, the signs mixed, with exact zeros.
    fn random(seed: u64, length: usize) -> Vec<f32> {
        let mut random = SampleFile::new(seed);
        (0..length).map(|at| if at % 37 == 0 { 0.0 } else { random.random() * [0.01, 1.0, 9.0][at % 3] }).collect()
    }

    fn bits(values: &[f32]) -> Vec<u32> {
        values.iter().map(|value| value.to_bits()).collect()
    }

    #[test]
    fn gelu_has_the_bits_of_the_safe_twin() {
        let input = random(1, 1000);
        let mut expected = input.clone();
        gelu::gelu::<Array<true>>(&mut expected);
        for kernels in available() {
            let mut values = input.clone();
            kernels.gelu(&mut values);
            assert_eq!(bits(&values), bits(&expected), "{kernels:?}");
        }
    }

    #[test]
    fn normalization_has_the_bits_of_the_safe_twin() {
        let (input, residual) = (random(2, 7 * 96), random(3, 7 * 96));
        let norm = Norm { weight: random(4, 96), bias: random(5, 96) };
        let mut expected = input.clone();
        normalize::normalize::<Array<true>>(&mut expected, &residual, &norm);
        for kernels in available() {
            let mut values = input.clone();
            kernels.normalize(&mut values, &residual, &norm);
            assert_eq!(bits(&values), bits(&expected), "{kernels:?}");
        }
    }

    #[test]
    fn quantization_has_the_bytes_of_the_safe_twin() {
        for columns in [1, 15, 16, 129, 384] {
            let input = random(6, 5 * columns);
            let (mut expected, mut expected_gelu) = (Quantized::default(), Quantized::default());
            quantize::quantize::<Array<true>>(&input, columns, &mut expected);
            quantize::quantize_gelu::<Array<true>>(&mut input.clone(), columns, &mut expected_gelu);
            for kernels in available() {
                let mut values = Quantized::default();
                kernels.quantize(&input, columns, &mut values);
                assert_eq!(values, expected, "{kernels:?}, {columns} columns");
                kernels.quantize_gelu(&mut input.clone(), columns, &mut values);
                assert_eq!(values, expected_gelu, "{kernels:?}, {columns} columns after gelu");
            }
        }
    }

    #[test]
    fn attention_has_the_bits_of_the_safe_twin() {
        for rows in [1, 5, 6, 31, 32, 33, 100] {
            let qkv = random(rows as u64, rows * 3 * 64);
            let mut expected = vec![0.0; rows * 64];
            attention_int8::attend::<Sums<true>, 2, 1>(&qkv, 64, &mut expected);
            for kernels in available() {
                let mut values = vec![0.0; rows * 64];
                kernels.attend(&qkv, 64, &mut values);
                assert_eq!(bits(&values), bits(&expected), "{kernels:?}, {rows} rows");
            }
            attention::attend::<Array<true>, 4, 1>(&qkv, 64, &mut expected);
            for kernels in available() {
                let mut values = vec![0.0; rows * 64];
                Kernels { arithmetic: Arithmetic::F32, ..kernels }.attend(&qkv, 64, &mut values);
                assert_eq!(bits(&values), bits(&expected), "{kernels:?} in f32, {rows} rows");
            }
        }
    }

    #[test]
    fn extreme_products_are_exact() {
        // All activations 255 and all weights -127: 16-bit sums would overflow.
        let (inputs, outputs) = (1536, 70);
        let mut file = SampleFile::new(9);
        file.bytes("m.q", "I8", &[outputs, inputs], vec![(-127i8).cast_unsigned(); outputs * inputs]);
        file.floats("m.s", &[outputs], vec![1.0; outputs]);
        let bytes = file.write();
        let weights = Weights::parse(&bytes).unwrap();
        for kernels in available().chain(Kernels::new(Arithmetic::Portable)) {
            let layer: Linear = weights.linear("m", kernels).unwrap();
            let values = layer.apply(&vec![255.0; 7 * inputs], 7);
            assert_eq!(values, vec![-127.0 * 255.0 * inputs as f32; 7 * outputs], "{kernels:?}");
        }
    }

    #[test]
    fn blocks_of_rows_and_outputs_do_not_show() {
        let mut quantized = Quantized::default();
        quantize::quantize::<Array<false>>(&random(8, 13 * 40), 40, &mut quantized);
        let mut random = SampleFile::new(10);
        let mut block = || dot::Block(std::array::from_fn(|_| (random.random() * 127.0) as i8));
        let panels: Vec<Step> = (0..20).map(|_| std::array::from_fn(|_| block())).collect();
        let epilogues = [[Epilogue { sums: [3; 16], scales: [0.5; 16], bias: [0.25; 16] }; PARTS]; 2];
        let mut outputs = [vec![0.0; 13 * 100], vec![0.0; 13 * 100]];
        multiply::<Sums<false>, 2, 1>(&quantized, &panels, &epilogues, &mut outputs[0], 100);
        multiply::<Sums<false>, 6, 4>(&quantized, &panels, &epilogues, &mut outputs[1], 100);
        assert_eq!(outputs[0], outputs[1]);
        assert!(outputs[0].iter().all(|value| *value != 0.0));
    }
}
