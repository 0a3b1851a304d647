//! Weights of signs, as a person can read and change them.

/// The weights of named signs and a constant, from lines of `name TAB weight`; the constant's name is `constant`.
pub(crate) struct Weights<const N: usize> {
    values: [f64; N],
    constant: f64,
}

impl<const N: usize> Weights<N> {
    /// Reads a table; a sign without a line weighs nothing.
    pub(crate) fn read(table: &str, names: [&str; N]) -> Self {
        let find = |name: &str| {
            let lines = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
            lines.filter(|(other, _)| *other == name).find_map(|(_, weight)| weight.trim().parse().ok()).unwrap_or(0.0)
        };
        Weights { values: names.map(find), constant: find("constant") }
    }

    /// The weight of each sign.
    pub(crate) fn values(&self) -> &[f64; N] {
        &self.values
    }

    /// What there is without a sign.
    pub(crate) fn constant(&self) -> f64 {
        self.constant
    }

    /// What each sign adds to the odds, as a logarithm.
    pub(crate) fn parts(&self, values: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| self.values[i] * values[i])
    }

    /// All signs and the constant together.
    pub(crate) fn sum(&self, values: &[f64; N]) -> f64 {
        self.constant + self.parts(values).iter().sum::<f64>()
    }
}

/// Odds, as a logarithm, to a probability.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
