//! GELU as BERT defines it: x * Phi(x), with the error function, not the tanh approximation.

use super::kernels::vector::{LANES, Vector};

/// Beyond this Phi is taken as constant; Phi(-5) = 2.9e-7.
const LIMIT: f32 = 5.0;

/// (Phi(x) - 0.5) / x on 0..=[`LIMIT`] as a polynomial in t = 2 (x / LIMIT)^2 - 1, constant term first: the Chebyshev
/// series of degree 12, written in powers of t. Without a division, x * Phi(x) comes out within 2e-6 for |x| up to 8.
const SERIES: [f32; 13] = [
    1.413_638_1e-1,
    -7.029_591e-2,
    5.151_793e-2,
    -4.045_128e-2,
    3.147_676e-2,
    -2.321_312_8e-2,
    1.623_609e-2,
    -1.130_712_5e-2,
    6.766_527_4e-3,
    -2.526_916_8e-3,
    1.374_596_1e-3,
    -1.676_731e-3,
    7.353_764e-4,
];

/// Replaces every value by its GELU.
#[inline(always)]
pub(in crate::encoder) fn gelu<V: Vector>(values: &mut [f32]) {
    let (whole, rest) = values.as_chunks_mut::<LANES>();
    for lanes in whole {
        gelu_of(V::load(lanes)).store(lanes);
    }
    let mut last = [0.0; LANES];
    last[..rest.len()].copy_from_slice(rest);
    let input = V::load(&last);
    gelu_of(input).store(&mut last);
    rest.copy_from_slice(&last[..rest.len()]);
}

#[inline(always)]
fn gelu_of<V: Vector>(x: V) -> V {
    let inside = x.max(V::splat(-LIMIT)).min(V::splat(LIMIT));
    let t = inside.mul(inside).mul_add(V::splat(2.0 / (LIMIT * LIMIT)), V::splat(-1.0));
    let [terms @ .., highest] = SERIES;
    let mut series = V::splat(highest);
    for term in terms.iter().rev() {
        series = series.mul_add(t, V::splat(*term));
    }
    x.mul(inside.mul_add(series, V::splat(0.5)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::kernels::portable::Array;

    /// Phi by adding up the density in f64 (Simpson's rule), independent of the series above.
    fn phi(x: f64) -> f64 {
        let steps = 2000;
        let width = x / f64::from(steps);
        let density = |at: f64| (-at * at / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let sum: f64 = (0..steps)
            .map(|step| {
                let at = f64::from(step) * width;
                (density(at) + 4.0 * density(at + width / 2.0) + density(at + width)) * width / 6.0
            })
            .sum();
        0.5 + sum
    }

    #[test]
    fn gelu_is_close_to_the_definition() {
        let inputs: Vec<f32> = (-800..=800).map(|step| step as f32 / 100.0).collect();
        let mut outputs = inputs.clone();
        gelu::<Array<false>>(&mut outputs);
        for (input, output) in inputs.iter().zip(outputs) {
            let exact = f64::from(*input) * phi(f64::from(*input));
            assert!((exact - f64::from(output)).abs() < 4e-6, "gelu({input}) = {output}, should be {exact}");
        }
    }

    #[test]
    fn far_values_go_to_zero_and_to_themselves() {
        let mut values = [-30.0, 30.0, 0.0];
        gelu::<Array<false>>(&mut values);
        assert!(values[0].abs() < 1e-4 && (values[1] - 30.0).abs() < 1e-4 && values[2] == 0.0);
    }
}
