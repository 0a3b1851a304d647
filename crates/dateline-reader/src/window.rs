//! Reading one window: hidden states to tokens, sentences, trees, names and cues, all numbered from the window's start.

use crate::atoms::{Atom, Gap};
use crate::decode::attribution::CueScores;
use crate::decode::bio::{self, argmax};
use crate::decode::boundaries::{self, Segments};
use crate::decode::multiword::{self, Part};
use crate::encoder::{Encoder, Linear, Piece};
use crate::heads::{Heads, Referring, Surroundings};
use crate::settings::AttributionSettings;
use crate::windows::Pieces;
use crate::wordpiece::WINDOW_START;
use dateline_model::{Name, Reading, Sentence, Span, Token, TokenIdx, Tokens};
use std::ops::Range;

/// Characters with which a paragraph goes on with the quotation of the one before.
const OPENING_QUOTES: [char; 6] = ['"', '“', '‘', '\'', '«', '`'];

/// What all windows of a text share.
pub(crate) struct Source<'t> {
    pub text: &'t str,
    pub atoms: &'t [Atom],
    pub pieces: &'t Pieces,
    /// The gap from which on white space parts paragraphs.
    pub paragraph_gap: Gap,
}

/// What is read in one window: a reading without attributions and coreference, and what these are decided from.
pub(crate) struct WindowReading {
    pub reading: Reading,
    pub cues: Vec<CueScores>,
    pub referring: Vec<Referring>,
}

/// Reads the atoms of one window, of which there is at least one.
pub(crate) fn read(
    encoder: &Encoder<'_>,
    heads: &Heads,
    source: &Source<'_>,
    window: Range<usize>,
    settings: &AttributionSettings,
) -> WindowReading {
    let hidden = encoder.hidden();
    let atoms = &source.atoms[window.clone()];
    let first_piece = source.pieces.of(window.clone()).start;
    // Rows of the hidden states: 0 is the window's own.
    let rows = |atoms: Range<usize>| {
        let pieces = source.pieces.of(window.start + atoms.start..window.start + atoms.end);
        1 + pieces.start - first_piece..1 + pieces.end - first_piece
    };
    let states = encoder.encode(&encoder_input(source, window.clone()));
    let state = |row: usize| &states[row * hidden..(row + 1) * hidden];

    let firsts: Vec<f32> = (0..atoms.len()).flat_map(|i| state(rows(i..i + 1).start)).copied().collect();
    let segments = boundaries::segments(atoms, &heads.boundary.apply(&firsts, atoms.len()));
    let words: Vec<f32> = segments.tokens.iter().flat_map(|token| mean(&states, rows(token.clone()), hidden)).collect();

    let tokens = tokens(heads, source.text, atoms, &segments, state(0), &words);
    let names = names(heads, &words, hidden, &segments.sentences);
    let starts_paragraph = |first: TokenIdx| {
        let atom = segments.tokens[first].start;
        atoms[atom].gap >= source.paragraph_gap || window.start + atom == 0
    };
    let sentence = |tokens_of: &Tokens| Sentence {
        span: tokens[tokens_of.start].span.cover(tokens[tokens_of.end - 1].span),
        tokens: tokens_of.clone(),
        starts_paragraph: starts_paragraph(tokens_of.start),
    };
    let sentences: Vec<Sentence> = segments.sentences.iter().map(sentence).collect();
    let around = Surroundings { sentences: &segments.sentences, region: &|token| region(source.text, &tokens, &sentences, token) };
    let cues = heads.roles.cues(&words, hidden, &around, settings);
    let predicates = heads.events.predicates(&words, hidden, &tokens);
    let referring = heads.links.referring(&words, hidden, &tokens);
    let meanings = meanings(&heads.meaning, &words, hidden, &segments.sentences);
    WindowReading { reading: Reading { sentences, tokens, names, predicates, meanings, ..Reading::default() }, cues, referring }
}

fn encoder_input(source: &Source<'_>, window: Range<usize>) -> Vec<Piece> {
    let mut input = vec![Piece { id: WINDOW_START, case: 0, gap: 0 }];
    for atom in window {
        let (case, gap) = (source.pieces.cases[atom] as u8, source.atoms[atom].gap as u8);
        let ids = &source.pieces.ids[source.pieces.of(atom..atom + 1)];
        input.extend(ids.iter().enumerate().map(|(i, id)| Piece { id: *id, case, gap: if i == 0 { gap } else { 0 } }));
    }
    input
}

/// A unit vector for each sentence.
fn meanings(head: &Linear, words: &[f32], hidden: usize, sentences: &[Tokens]) -> Vec<Vec<f32>> {
    let means: Vec<f32> = sentences.iter().flat_map(|sentence| mean(words, sentence.clone(), hidden)).collect();
    let rows = head.apply(&means, sentences.len());
    let unit = |row: &[f32]| {
        let length = row.iter().map(|v| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        row.iter().map(|v| v / length).collect()
    };
    rows.chunks_exact(head.outputs()).map(unit).collect()
}

/// The mean of some rows of the states.
fn mean(states: &[f32], rows: Range<usize>, width: usize) -> Vec<f32> {
    let mut mean = states[rows.start * width..(rows.start + 1) * width].to_vec();
    for row in rows.clone().skip(1) {
        for (mean, value) in mean.iter_mut().zip(&states[row * width..(row + 1) * width]) {
            *mean += value;
        }
    }
    if rows.len() > 1 {
        let n = rows.len() as f32;
        mean.iter_mut().for_each(|m| *m /= n);
    }
    mean
}

fn tokens(heads: &Heads, text: &str, atoms: &[Atom], segments: &Segments, window: &[f32], words: &[f32]) -> Vec<Token> {
    let n = segments.tokens.len();
    let best = |scores: Vec<f32>, n_labels: usize| -> Vec<usize> { scores.chunks_exact(n_labels).map(argmax).collect() };
    let upos = best(heads.upos.apply(words, n), heads.upos_labels.len());
    let xpos = best(heads.xpos.apply(words, n), heads.xpos_labels.len());
    let lemma = best(heads.lemma.apply(words, n), heads.lemma_scripts.len());
    let trees = heads.parser.trees(window, words, &segments.sentences);
    let mut tokens: Vec<Token> = Vec::with_capacity(n);
    for (i, run) in segments.tokens.iter().enumerate() {
        let span = atoms[run.start].span.cover(atoms[run.end - 1].span);
        let form = span.of(text);
        let part = Part { form, upos: heads.upos_labels[upos[i]], xpos: heads.xpos_labels[xpos[i]] };
        let touching = tokens.last().filter(|before| before.span.end == span.start && !starts_sentence(&segments.sentences, i));
        let (head, deprel) = trees[i];
        tokens.push(Token {
            span,
            continues_multiword: touching.is_some_and(|before| multiword::continues(before.span.of(text), part)),
            lemma: heads.lemma_scripts[lemma[i]].apply(form),
            upos: part.upos,
            xpos: heads.xpos_labels[xpos[i]],
            head,
            deprel,
        });
    }
    tokens
}

fn starts_sentence(sentences: &[Tokens], token: TokenIdx) -> bool {
    sentences.binary_search_by_key(&token, |s| s.start).is_ok()
}

fn names(heads: &Heads, words: &[f32], hidden: usize, sentences: &[Tokens]) -> Vec<Name> {
    let n_labels = heads.name_labels.len();
    let scores = heads.names.apply(words, words.len() / hidden);
    let of_sentence = |sentence: &Tokens| {
        let rows = &scores[sentence.start * n_labels..sentence.end * n_labels];
        let start = sentence.start;
        bio::runs(&heads.name_labels, rows).into_iter().map(move |(run, class)| Name { tokens: start + run.start..start + run.end, class })
    };
    sentences.iter().flat_map(of_sentence).collect()
}

/// The tokens that a cue at `token` can have as source or content: its paragraph, and the paragraphs after it as long as each
/// begins with a quotation mark. In PolNeAR train 4 of 19,941 attributions have a source outside the cue's paragraph and 137 a
/// content, most of them a quotation that goes on.
fn region(text: &str, tokens: &[Token], sentences: &[Sentence], token: TokenIdx) -> Tokens {
    let here = sentences.partition_point(|s| s.tokens.end <= token);
    let starts = |i: &usize| sentences[*i].starts_paragraph;
    let first = (0..=here).rev().find(starts).unwrap_or(0);
    let opens_quotation = |span: Span| span.of(text).starts_with(OPENING_QUOTES);
    let ends = |i: &usize| starts(i) && !opens_quotation(tokens[sentences[*i].tokens.start].span);
    let end = (here + 1..sentences.len()).find(ends).unwrap_or(sentences.len());
    sentences[first].tokens.start..sentences[end - 1].tokens.end
}
