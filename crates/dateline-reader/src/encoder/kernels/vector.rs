//! Sixteen f32 lanes: the one interface the f32 parts of the encoder are written against.

/// How many lanes a [`Vector`] has, on every processor.
pub(in crate::encoder) const LANES: usize = 16;

/// One vector's worth of values in memory.
pub(in crate::encoder) type Lanes = [f32; LANES];

/// 1.5 * 2^23: adding it to a value below 2^22 leaves the value, rounded to the nearest integer (ties to even), in the
/// low bits of the mantissa. It is the same on every processor, which `f32::round` and the conversion instructions are not.
pub(in crate::encoder) const ROUND: f32 = 12_582_912.0;

/// Sixteen f32 values with the operations the encoder needs.
///
/// Every method rounds as IEEE 754 says and nothing is reordered, so the same generic code gives the same bits with every
/// implementation (for `mul_add`, with every implementation that fuses).
///
/// Methods are `inline(always)` in all implementations: they must become part of the function that enables the
/// processor feature they need, or they would be calls instead of single instructions.
pub(in crate::encoder) trait Vector: Copy {
    /// All lanes from memory.
    fn load(from: &Lanes) -> Self;
    /// All lanes to memory.
    fn store(self, to: &mut Lanes);
    /// The same value in all lanes.
    fn splat(value: f32) -> Self;
    /// `self + other`.
    fn add(self, other: Self) -> Self;
    /// `self - other`.
    fn sub(self, other: Self) -> Self;
    /// `self * other`.
    fn mul(self, other: Self) -> Self;
    /// `self * factor + term`, rounded once where the processor can.
    fn mul_add(self, factor: Self, term: Self) -> Self;
    /// The lesser of each pair; `other` where a lane is not a number.
    fn min(self, other: Self) -> Self;
    /// The greater of each pair; `other` where a lane is not a number.
    fn max(self, other: Self) -> Self;
    /// `self * 2^n` by adding n to the exponent bits, n being the integer that `rounded` holds after adding [`ROUND`].
    fn add_exponent(self, rounded: Self) -> Self;
    /// The low byte of each lane's bits: the integer 0..=255 of a lane to which [`ROUND`] was added.
    fn low_bytes(self) -> [u8; LANES];
    /// The sum of the lanes: halves folded onto each other, 8 + 8, 4 + 4, 2 + 2, 1 + 1.
    fn sum(self) -> f32;
    /// The greatest lane, folded as in [`Vector::sum`].
    fn greatest(self) -> f32;
    /// The least lane, folded as in [`Vector::sum`].
    fn least(self) -> f32;
}

/// A row as vectors, padded with zeros at the end; for rows that may not be a multiple of [`LANES`] long.
#[inline(always)]
pub(in crate::encoder) fn padded_chunks<V: Vector>(row: &[f32]) -> impl Iterator<Item = V> {
    let (whole, rest) = row.as_chunks::<LANES>();
    let mut last = [0.0; LANES];
    last[..rest.len()].copy_from_slice(rest);
    let last = (!rest.is_empty()).then(|| V::load(&last));
    whole.iter().map(V::load).chain(last)
}
