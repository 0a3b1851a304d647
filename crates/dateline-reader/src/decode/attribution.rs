//! The source and the content of a cue: the best labels of its surroundings, in few runs.

use crate::settings::AttributionSettings;
use dateline_model::{Attribution, Tokens};

/// Roles a token can have towards a cue, in the order of the model's outputs: none, source, content.
pub const N_ROLES: usize = 3;
const SOURCE: usize = 1;
const CONTENT: usize = 2;

/// Runs of content that one cue can have. In PolNeAR train 5 of 19,941 attributions have more.
const MOST_CONTENTS: usize = 3;

/// What the model says about one cue, before anything is decided: for tuning and for looking into errors.
#[derive(Clone, Debug, PartialEq)]
pub struct CueScores {
    /// The cue.
    pub cue: Tokens,
    /// Probability that the cue's tokens are a cue at all, 0 to 1.
    pub probability: f32,
    /// The tokens that may have a role: the cue's paragraph, and what continues a quotation in the paragraphs after it.
    pub region: Tokens,
    /// For every token of the region the scores of none, source and content.
    pub scores: Vec<[f32; N_ROLES]>,
    /// For every token of the region whether runs begin or end with it.
    pub edges: Vec<Edges>,
}

/// Logarithms of the odds that a run of a role begins with a token and that one ends with it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edges {
    /// Of the source.
    pub source: [f32; 2],
    /// Of the content.
    pub content: [f32; 2],
}

impl Edges {
    fn of(&self, role: usize) -> [f32; 2] {
        match role {
            SOURCE => self.source,
            CONTENT => self.content,
            _ => [0.0; 2],
        }
    }
}

/// The best attribution for a cue; `None` when the best is that nothing is attributed.
///
/// The source is one run at most, the content three, and no run holds a token of the cue.
pub fn decode(cue: &CueScores, settings: &AttributionSettings) -> Option<Attribution> {
    let roles = best_roles(cue, settings);
    let runs = |role: usize| -> Vec<Tokens> {
        let mut out: Vec<Tokens> = Vec::new();
        for (i, _) in roles.iter().enumerate().filter(|(_, r)| **r == role) {
            let token = cue.region.start + i;
            match out.last_mut() {
                Some(run) if run.end == token => run.end = token + 1,
                _ => out.push(token..token + 1),
            }
        }
        out
    };
    let content = runs(CONTENT);
    (!content.is_empty()).then(|| Attribution { cue: cue.cue.clone(), source: runs(SOURCE), content, confidence: cue.probability })
}

/// A state of the search: the role of the present token, whether the source has been met, and runs of content so far.
#[derive(Clone, Copy)]
struct State {
    role: usize,
    sources: usize,
    contents: usize,
}

const N_STATES: usize = N_ROLES * 2 * (MOST_CONTENTS + 1);

impl State {
    fn index(self) -> usize {
        (self.role * 2 + self.sources) * (MOST_CONTENTS + 1) + self.contents
    }

    fn from_index(index: usize) -> State {
        let (rest, contents) = (index / (MOST_CONTENTS + 1), index % (MOST_CONTENTS + 1));
        State { role: rest / 2, sources: rest % 2, contents }
    }

    /// The state after a further token with `role`, and what the step costs; `None` when it would be one run too many.
    fn step(self, role: usize, settings: &AttributionSettings) -> Option<(State, f32)> {
        let mut next = State { role, ..self };
        let mut cost = 0.0;
        if role != self.role {
            match role {
                SOURCE => {
                    next.sources += 1;
                    cost = settings.source_start;
                }
                CONTENT => {
                    next.contents += 1;
                    cost = if self.contents == 0 { settings.content_start } else { settings.content_again };
                }
                _ => {}
            }
        }
        (next.sources <= 1 && next.contents <= MOST_CONTENTS).then_some((next, cost))
    }
}

fn best_roles(cue: &CueScores, settings: &AttributionSettings) -> Vec<usize> {
    let bias = [0.0, settings.source_bias, settings.content_bias];
    let mut total = [f32::NEG_INFINITY; N_STATES];
    total[State { role: 0, sources: 0, contents: 0 }.index()] = 0.0;
    let mut back: Vec<[u8; N_STATES]> = Vec::with_capacity(cue.scores.len());
    for (i, scores) in cue.scores.iter().enumerate() {
        let in_cue = cue.cue.contains(&(cue.region.start + i));
        let mut next = [f32::NEG_INFINITY; N_STATES];
        let mut from = [0u8; N_STATES];
        let edge = |at: Option<usize>, side: usize| {
            let edges = at.and_then(|at| cue.edges.get(at)).copied().unwrap_or_default();
            std::array::from_fn::<f32, N_ROLES, _>(|role| edges.of(role)[side])
        };
        let (began, ended) = (edge(Some(i), 0), edge(i.checked_sub(1), 1));
        for (before, so_far) in total.iter().enumerate().filter(|(_, t)| **t > f32::NEG_INFINITY) {
            let state = State::from_index(before);
            for role in 0..if in_cue { 1 } else { N_ROLES } {
                let Some((after, cost)) = state.step(role, settings) else { continue };
                let turn = if role == state.role { 0.0 } else { began[role] + ended[state.role] };
                let score = so_far + if in_cue { 0.0 } else { scores[role] + bias[role] } - cost + settings.edge * turn;
                if score > next[after.index()] {
                    next[after.index()] = score;
                    from[after.index()] = before as u8;
                }
            }
        }
        total = next;
        back.push(from);
    }
    if let Some(last) = cue.edges.last() {
        for (state, total) in total.iter_mut().enumerate() {
            *total += settings.edge * last.of(State::from_index(state).role)[1];
        }
    }
    let mut state = super::bio::argmax(&total);
    let mut roles = vec![0; back.len()];
    for (role, from) in roles.iter_mut().zip(&back).rev() {
        *role = State::from_index(state).role;
        state = usize::from(from[state]);
    }
    roles
}

/// The row of the distance table for a token, given the first and the last token of the cue: 0 inside, 1 to 15 before it,
/// 17 to 31 after it, exact up to six tokens and then half an octave a row.
pub(crate) fn distance_bucket(token: usize, first: usize, last: usize) -> usize {
    let bucket = |distance: usize| {
        // The powers of two and of the root of two, times six: floor(2 * log2(x / 6)) without rounding in the logarithm.
        const STEPS: [usize; 9] = [9, 12, 17, 24, 34, 48, 68, 96, 136];
        if distance <= 6 { distance } else { 6 + STEPS.iter().filter(|step| **step <= distance).count() }
    };
    if token < first {
        bucket(first - token)
    } else if token > last {
        16 + bucket(token - last)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One letter per token: s source, c content, q cue, - none; scores favour the letter by 2.
    fn scores(roles: &str) -> CueScores {
        let cue = roles.find('q').unwrap()..roles.rfind('q').unwrap() + 1;
        let row = |c| match c {
            's' => [0.0, 2.0, 0.0],
            'c' => [0.0, 0.0, 2.0],
            _ => [2.0, 0.0, 0.0],
        };
        CueScores {
            cue,
            probability: 0.9,
            region: 0..roles.len(),
            scores: roles.chars().map(row).collect(),
            edges: vec![Edges::default(); roles.len()],
        }
    }

    fn check(roles: &str, expect: &str) {
        let settings = AttributionSettings {
            cue_bias: 0.0,
            source_bias: 0.0,
            content_bias: 0.0,
            source_start: 1.0,
            content_start: 1.0,
            content_again: 1.5,
            edge: 1.0,
        };
        let got = decode(&scores(roles), &settings);
        let mut shown: Vec<char> = vec!['-'; roles.len()];
        let Some(got) = got else { return assert_eq!(expect, "") };
        let runs = [(got.source, 's'), (got.content, 'c'), (vec![got.cue], 'q')];
        for (run, c) in runs.iter().flat_map(|(runs, c)| runs.iter().map(move |r| (r.clone(), *c))) {
            shown[run].fill(c);
        }
        assert_eq!(shown.into_iter().collect::<String>(), expect);
    }

    #[test]
    fn clear_scores_are_followed() {
        check("-ssqccc-", "-ssqccc-");
        check("cccqss-cc", "cccqss-cc");
        check("qqccc", "qqccc");
    }

    #[test]
    fn a_source_is_one_run_and_the_better_one() {
        check("s-sssqcc", "--sssqcc");
    }

    #[test]
    fn a_content_is_three_runs_at_most_so_the_shortest_break_is_bridged() {
        check("cc-cc--cc--cc-q", "ccccc--cc--cc-q");
        check("cc--cc---cc-q", "cc--cc---cc-q");
    }

    #[test]
    fn runs_begin_and_end_where_the_edges_say() {
        let mut cue = scores("q-ccccc-");
        cue.edges[3].content = [4.0, 0.0];
        cue.edges[5].content = [0.0, 4.0];
        let got = decode(&cue, &AttributionSettings { edge: 1.0, ..AttributionSettings::default() });
        assert_eq!(got.and_then(|a| a.content.first().cloned()), Some(3..6));
    }

    #[test]
    fn a_cue_without_content_attributes_nothing() {
        check("ssq---", "");
        check("q", "");
    }

    #[test]
    fn distances_fall_into_the_rows_of_the_training_recipe() {
        let recipe = |x: usize| if x <= 6 { x } else { (6 + (2.0 * (x as f64 / 6.0).log2()).floor() as usize).min(15) };
        for x in 1..250 {
            assert_eq!(distance_bucket(300 - x, 300, 301), recipe(x), "{x} before");
            assert_eq!(distance_bucket(301 + x, 300, 301), 16 + recipe(x), "{x} after");
        }
        assert_eq!(distance_bucket(301, 300, 301), 0);
    }

    proptest! {
        #[test]
        fn runs_are_few_disjoint_and_outside_the_cue(rows in proptest::collection::vec([-3f32..3.0, -3f32..3.0, -3f32..3.0], 1..40), at in 0usize..40) {
            let at = at % rows.len();
            let cue = CueScores { cue: 5 + at..6 + at, probability: 0.5, region: 5..5 + rows.len(), edges: vec![Edges { source: [0.5, -1.0], content: [1.0, -0.5] }; rows.len()], scores: rows };
            if let Some(got) = decode(&cue, &AttributionSettings::default()) {
                prop_assert!(got.source.len() <= 1 && (1..=MOST_CONTENTS).contains(&got.content.len()));
                let mut all: Vec<Tokens> = got.source.iter().chain(&got.content).chain([&got.cue]).cloned().collect();
                all.sort_by_key(|r| r.start);
                prop_assert!(all.windows(2).all(|w| w[0].end <= w[1].start));
                prop_assert!(all.iter().all(|r| r.start >= cue.region.start && r.end <= cue.region.end && !r.is_empty()));
            }
        }
    }
}
