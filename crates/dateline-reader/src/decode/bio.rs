//! The best sequence of B, I and O labels in which every I continues a run of its own kind.

use std::ops::Range;

/// What a label says about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bio<Kind> {
    /// Outside of every run.
    Out,
    /// The first token of a run.
    Begin(Kind),
    /// A further token of a run.
    Inside(Kind),
}

/// The runs of the best sequence (Viterbi); `scores` has one row per token and one column per label.
pub(crate) fn runs<Kind: Copy + PartialEq>(labels: &[Bio<Kind>], scores: &[f32]) -> Vec<(Range<usize>, Kind)> {
    let n_labels = labels.len();
    if n_labels == 0 {
        return Vec::new();
    }
    // An I can follow few labels, any other label the best of all: so one pass costs labels + pairs, not labels squared.
    let before: Vec<Vec<usize>> = labels.iter().map(|label| predecessors(labels, *label)).collect();
    let mut total = vec![0.0f32; n_labels];
    let mut back: Vec<u8> = Vec::with_capacity(scores.len());
    for (i, row) in scores.chunks_exact(n_labels).enumerate() {
        let overall = argmax(&total);
        let mut next = vec![f32::NEG_INFINITY; n_labels];
        for (label, place) in next.iter_mut().enumerate() {
            let best = match labels[label] {
                Bio::Inside(_) if i == 0 => None,
                Bio::Inside(_) => before[label].iter().copied().reduce(|a, b| if total[b] > total[a] { b } else { a }),
                _ => Some(overall),
            };
            back.push(best.unwrap_or(overall) as u8);
            if let Some(best) = best {
                *place = total[best] + row[label];
            }
        }
        total = next;
    }
    let n = scores.len() / n_labels;
    let mut path = vec![0; n];
    let mut label = argmax(&total);
    for i in (0..n).rev() {
        path[i] = label;
        label = usize::from(back[i * n_labels + label]);
    }
    let mut out: Vec<(Range<usize>, Kind)> = Vec::new();
    for (i, label) in path.into_iter().enumerate() {
        match labels[label] {
            Bio::Begin(kind) => out.push((i..i + 1, kind)),
            Bio::Inside(kind) => match out.last_mut() {
                Some((run, last)) if run.end == i && *last == kind => run.end = i + 1,
                _ => out.push((i..i + 1, kind)),
            },
            Bio::Out => {}
        }
    }
    out
}

fn predecessors<Kind: Copy + PartialEq>(labels: &[Bio<Kind>], label: Bio<Kind>) -> Vec<usize> {
    let Bio::Inside(kind) = label else { return Vec::new() };
    let continues = |l: &Bio<Kind>| matches!(l, Bio::Begin(k) | Bio::Inside(k) if *k == kind);
    labels.iter().enumerate().filter(|(_, l)| continues(l)).map(|(i, _)| i).collect()
}

/// Index of the highest value; the first among equals.
pub(crate) fn argmax(values: &[f32]) -> usize {
    let mut best = 0;
    for (i, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABELS: [Bio<char>; 5] = [Bio::Out, Bio::Begin('p'), Bio::Inside('p'), Bio::Begin('l'), Bio::Inside('l')];

    fn check(scores: &[[f32; 5]], expect: &[(Range<usize>, char)]) {
        assert_eq!(runs(&LABELS, &scores.concat()), expect);
    }

    #[test]
    fn a_run_is_a_beginning_and_what_continues_it() {
        let (o, b, i) = ([1., 0., 0., 0., 0.], [0., 1., 0., 0., 0.], [0., 0., 1., 0., 0.]);
        check(&[o, b, i, i, b, o, b], &[(1..4, 'p'), (4..5, 'p'), (6..7, 'p')]);
        check(&[], &[]);
    }

    #[test]
    fn a_continuation_of_another_kind_gives_way_to_the_better_sequence() {
        check(&[[0., 2., 0., 0., 0.], [0., 0., 1.5, 0., 3.]], &[(0..2, 'p')]);
        check(&[[0., 2., 0., 1., 0.], [0., 0., 0., 0., 3.]], &[(0..2, 'l')]);
        check(&[[0., 0., 5., 0., 0.]], &[]);
    }
}
