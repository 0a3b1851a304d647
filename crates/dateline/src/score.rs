//! Classification figures as the literature prints them.

use std::collections::{BTreeMap, BTreeSet};

/// What one class gets.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClassScore {
    /// Rows of the class.
    pub n_gold: usize,
    /// Rows that were given the class.
    pub n_predicted: usize,
    /// Rows of the class that were given it.
    pub n_right: usize,
}

impl ClassScore {
    /// Share of the rows given the class that are of it, in percent; 0 when there are none.
    pub fn precision(&self) -> f64 {
        percent(self.n_right, self.n_predicted)
    }

    /// Share of the rows of the class that were given it, in percent.
    pub fn recall(&self) -> f64 {
        percent(self.n_right, self.n_gold)
    }

    /// Harmonic mean of the two, in percent.
    pub fn f1(&self) -> f64 {
        percent(2 * self.n_right, self.n_gold + self.n_predicted)
    }
}

/// A share in percent; of nothing, 0.
pub fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

/// The score of each class that stands among the gold labels.
pub fn by_class<'r>(rows: impl IntoIterator<Item = (&'r str, Option<&'r str>)>) -> BTreeMap<String, ClassScore> {
    let rows: Vec<_> = rows.into_iter().collect();
    let classes: BTreeSet<&str> = rows.iter().map(|(gold, _)| *gold).collect();
    let score = |class: &str| ClassScore {
        n_gold: rows.iter().filter(|(gold, _)| *gold == class).count(),
        n_predicted: rows.iter().filter(|(_, predicted)| *predicted == Some(class)).count(),
        n_right: rows.iter().filter(|(gold, predicted)| *gold == class && *predicted == Some(class)).count(),
    };
    classes.into_iter().map(|class| (class.to_owned(), score(class))).collect()
}

/// The mean F1 of the classes, each counting the same.
pub fn macro_f1(classes: &BTreeMap<String, ClassScore>) -> f64 {
    classes.values().map(ClassScore::f1).sum::<f64>() / classes.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_gold_counts_the_same() {
        let rows = [("A", Some("A")), ("A", Some("A")), ("A", Some("B")), ("B", None), ("B", Some("B")), ("C", Some("D"))];
        let classes = by_class(rows);
        assert_eq!(classes.keys().map(String::as_str).collect::<Vec<_>>(), ["A", "B", "C"]);
        assert_eq!(classes["A"], ClassScore { n_gold: 3, n_predicted: 2, n_right: 2 });
        assert!((classes["A"].f1() - 80.0).abs() < 1e-9 && (classes["B"].f1() - 50.0).abs() < 1e-9);
        assert!((macro_f1(&classes) - 130.0 / 3.0).abs() < 1e-9);
        assert_eq!(macro_f1(&by_class([])), 0.0);
    }
}
