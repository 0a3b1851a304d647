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
