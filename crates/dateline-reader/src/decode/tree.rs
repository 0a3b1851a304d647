//! The maximum spanning tree with exactly one root word: Chu-Liu/Edmonds on a dense graph, in quadratic time and in place.
//!
//! One root is had by lowering all arcs from the root by more than any tree can gain from a second one (Stanojević and Cohen
//! 2021, "A Root of a Problem", EMNLP). Most sentences need none of it: the best head of every word is a tree already.

/// Scores of arcs: row per dependent, column 0 the root, column `j + 1` word `j` as head.
pub(crate) struct ArcScores {
    /// Number of words.
    pub n: usize,
    /// `n` rows of `n + 1` columns.
    pub scores: Vec<f32>,
}

impl ArcScores {
    fn row(&self, dependent: usize) -> &[f32] {
        &self.scores[dependent * (self.n + 1)..][..self.n + 1]
    }
}

/// The head of every word: 0 is the root, `j + 1` is word `j`. Exactly one word has head 0 (none if there is no word).
pub(crate) fn decode(arcs: &ArcScores) -> Vec<usize> {
    let greedy: Vec<usize> = (0..arcs.n).map(|i| best_head(arcs.row(i), i)).collect();
    if is_tree(&greedy) { greedy } else { chu_liu_edmonds(arcs) }
}

/// The best column of a row other than the word itself; the first among equals.
fn best_head(row: &[f32], word: usize) -> usize {
    let mut best = 0;
    for (head, score) in row.iter().enumerate() {
        if head != word + 1 && *score > row[best] {
            best = head;
        }
    }
    best
}

/// True when the heads make a tree with one root word.
fn is_tree(heads: &[usize]) -> bool {
    // Every word is walked up once: `state` is 0 unseen, 1 on the present path, 2 known to reach the root.
    let mut state = vec![0u8; heads.len()];
    let mut path = Vec::new();
    for start in 0..heads.len() {
        let mut at = start + 1;
        while at > 0 && state[at - 1] == 0 {
            state[at - 1] = 1;
            path.push(at - 1);
            at = heads[at - 1];
        }
        if at > 0 && state[at - 1] == 1 {
            return false;
        }
        for word in path.drain(..) {
            state[word] = 2;
        }
    }
    heads.iter().filter(|h| **h == 0).count() == 1
}

/// A cycle that was made one node: its members with the arcs inside it, and which member every node belonged to.
struct Contraction {
    cycle: Vec<(usize, Arc)>,
    member_of: Vec<u16>,
}

/// An arc between two nodes of the original graph; node 0 is the root, node `j + 1` word `j`.
#[derive(Clone, Copy)]
struct Arc {
    dependent: u16,
    head: u16,
}

struct Graph {
    size: usize,
    /// Score of the best arc from column to row, between the nodes that are left.
    scores: Vec<f64>,
    /// The original arc behind each score.
    arcs: Vec<Arc>,
    /// Nodes that are left, the root not counted.
    alive: Vec<usize>,
    /// The best head of every node that is left.
    best: Vec<usize>,
    /// The node that holds each original node.
    member_of: Vec<u16>,
}

fn chu_liu_edmonds(arcs: &ArcScores) -> Vec<usize> {
    let mut graph = Graph::new(arcs);
    let mut contractions = Vec::new();
    while let Some(cycle) = graph.find_cycle() {
        contractions.push(graph.contract(&cycle));
    }
    let mut entering = vec![Arc { dependent: 0, head: 0 }; graph.size];
    for node in &graph.alive {
        entering[*node] = graph.arc(*node, graph.best[*node]);
    }
    // Undone last to first: the arc that enters a cycle replaces the arc of the member it ends in.
    while let Some(Contraction { cycle, member_of }) = contractions.pop() {
        let enters = entering[cycle[0].0];
        let broken = member_of[enters.dependent as usize] as usize;
        for (member, arc) in cycle {
            entering[member] = if member == broken { enters } else { arc };
        }
    }
    (1..graph.size).map(|node| entering[node].head as usize).collect()
}

impl Graph {
    fn new(arcs: &ArcScores) -> Self {
        let size = arcs.n + 1;
        let finite = || arcs.scores.iter().filter(|s| s.is_finite()).map(|s| f64::from(*s));
        let (lowest, highest) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
        let second_root = (highest - lowest + 1.0) * (size as f64);
        let mut graph = Graph {
            size,
            scores: vec![f64::NEG_INFINITY; size * size],
            arcs: vec![Arc { dependent: 0, head: 0 }; size * size],
            alive: (1..size).collect(),
            best: vec![0; size],
            member_of: (0..size).map(|i| i as u16).collect(),
        };
        for dependent in 1..size {
            for (head, score) in arcs.row(dependent - 1).iter().enumerate() {
                let at = dependent * size + head;
                // A score that is no number is as bad as the worst: a tree is owed for any input.
                let score = if score.is_finite() { f64::from(*score) } else { lowest };
                if head != dependent {
                    graph.scores[at] = if head == 0 { score - second_root } else { score };
                }
                graph.arcs[at] = Arc { dependent: dependent as u16, head: head as u16 };
            }
        }
        for node in 1..size {
            graph.best[node] = graph.best_of(node);
        }
        graph
    }

    fn score(&self, node: usize, head: usize) -> f64 {
        self.scores[node * self.size + head]
    }

    fn arc(&self, node: usize, head: usize) -> Arc {
        self.arcs[node * self.size + head]
    }

    fn best_of(&self, node: usize) -> usize {
        let mut best = 0;
        for head in &self.alive {
            if *head != node && self.score(node, *head) > self.score(node, best) {
                best = *head;
            }
        }
        best
    }

    /// A cycle among the best heads, each node followed by its head.
    fn find_cycle(&self) -> Option<Vec<usize>> {
        let mut seen = vec![0usize; self.size];
        for (round, start) in self.alive.iter().enumerate() {
            let mut at = *start;
            while at != 0 && seen[at] == 0 {
                seen[at] = round + 1;
                at = self.best[at];
            }
            if at != 0 && seen[at] == round + 1 {
                let mut cycle = vec![at];
                let mut next = self.best[at];
                while next != at {
                    cycle.push(next);
                    next = self.best[next];
                }
                return Some(cycle);
            }
        }
        None
    }

    /// Makes a cycle one node, which keeps the number of its first member.
    fn contract(&mut self, cycle: &[usize]) -> Contraction {
        let whole = cycle[0];
        let contraction = Contraction {
            cycle: cycle.iter().map(|node| (*node, self.arc(*node, self.best[*node]))).collect(),
            member_of: self.member_of.clone(),
        };
        let mut inside = vec![false; self.size];
        for node in cycle {
            inside[*node] = true;
        }
        let inner: Vec<f64> = cycle.iter().map(|node| self.score(*node, self.best[*node])).collect();
        self.alive.retain(|node| !inside[*node]);
        for outer in std::iter::once(0).chain(self.alive.iter().copied()) {
            // Into the cycle: what the arc gains over the arc inside that it replaces.
            let (mut gain, mut arc) = (f64::NEG_INFINITY, self.arc(whole, outer));
            for (node, inner) in cycle.iter().zip(&inner) {
                if self.score(*node, outer) - inner > gain {
                    (gain, arc) = (self.score(*node, outer) - inner, self.arc(*node, outer));
                }
            }
            let into = whole * self.size + outer;
            // Out of the cycle: its best member as head.
            let (mut score, mut out_arc) = (self.score(outer, whole), self.arc(outer, whole));
            for node in &cycle[1..] {
                if self.score(outer, *node) > score {
                    (score, out_arc) = (self.score(outer, *node), self.arc(outer, *node));
                }
            }
            let out = outer * self.size + whole;
            (self.scores[into], self.arcs[into]) = (gain, arc);
            (self.scores[out], self.arcs[out]) = (score, out_arc);
        }
        for node in &self.alive {
            if inside[self.best[*node]] {
                self.best[*node] = whole;
            }
        }
        self.best[whole] = self.best_of(whole);
        self.alive.push(whole);
        for member in &mut self.member_of {
            if inside[*member as usize] {
                *member = whole as u16;
            }
        }
        contraction
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(arcs: &ArcScores, heads: &[usize]) -> f64 {
        heads.iter().enumerate().map(|(i, h)| f64::from(arcs.row(i)[*h])).sum()
    }

    /// The best tree by trying all assignments of heads.
    fn brute_force(arcs: &ArcScores) -> f64 {
        let (n, mut best) = (arcs.n, f64::NEG_INFINITY);
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n)
                .scan(code, |c, _| {
                    let h = *c % (n + 1);
                    *c /= n + 1;
                    Some(h)
                })
                .collect();
            if is_tree(&heads) {
                best = best.max(total(arcs, &heads));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_tree_is_as_good_as_the_best_of_all_trees(n in 1usize..6, seed in proptest::collection::vec(-9i8..9, 30)) {
            let arcs = ArcScores { n, scores: seed[..n * (n + 1)].iter().map(|s| f32::from(*s)).collect() };
            let heads = decode(&arcs);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert_eq!(total(&arcs, &heads), brute_force(&arcs));
        }

        #[test]
        fn a_long_sentence_gets_a_tree(seed in proptest::collection::vec(-1f32..1.0, 60 * 61)) {
            let arcs = ArcScores { n: 60, scores: seed };
            prop_assert!(is_tree(&decode(&arcs)));
        }
    }

    #[test]
    fn the_best_heads_are_kept_when_they_are_a_tree() {
        let arcs = ArcScores { n: 2, scores: vec![0.0, 9.0, 5.0, 4.0, 3.0, 9.0] };
        assert_eq!(decode(&arcs), [2, 0]);
    }

    #[test]
    fn nested_cycles_are_broken_where_it_costs_least() {
        // 1 <-> 2 is the best pair, and 3 would rather hang on it than be the root.
        let arcs = ArcScores { n: 3, scores: vec![1.0, 0.0, 10.0, 9.0, 1.0, 10.0, 0.0, 9.0, 2.0, 8.0, 8.0, 0.0] };
        assert_eq!(total(&arcs, &decode(&arcs)), brute_force(&arcs));
    }

    #[test]
    fn scores_that_are_no_numbers_still_give_a_tree() {
        for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(is_tree(&decode(&ArcScores { n: 4, scores: vec![bad; 20] })));
        }
        assert!(decode(&ArcScores { n: 0, scores: vec![] }).is_empty());
    }
}
