//! Chooses the settings by which attributions are decoded: reads every text once and scores many settings on what was read.
//!
//! `cargo run --release --example settings -- SET... [--weights FILE] [--search] [--with NAME=VALUE]... [--reports FOLDER]`
//!
//! A set is a `.jsonl` of attributions (PolNeAR's form) or a folder of gold reports. Statements are made with all rules of the
//! coder, so the figures are those of `score_attribution.py`; on gold reports a source is right when it is the same words,
//! since nothing is resolved here. `--search` climbs from the settings it starts with, one number after the other, on the mean
//! of the joint F1 of the sets; `--reports` keeps full reports for the other scorers.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for the terminal of those who tune")]

use clap::Parser;
use dateline_coder::Stamp;
use dateline_coder::statements;
use dateline_coder::syntax::Syntax;
use dateline_ingest::{Publication, plain_text};
use dateline_model::{Article, Reading};
use dateline_reader::{Arithmetic, AttributionSettings, CueScores, Reader, decode_attribution};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

#[derive(Parser)]
struct Arguments {
    /// `.jsonl` files of attributions and folders of gold reports.
    #[arg(required = true)]
    sets: Vec<PathBuf>,
    /// Weights other than the embedded ones.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Reads the first so many texts of each set.
    #[arg(long)]
    limit: Option<usize>,
    /// Starts with other numbers: `--with edge=0.3`.
    #[arg(long = "with")]
    with: Vec<String>,
    /// Climbs to better settings.
    #[arg(long)]
    search: bool,
    /// Writes a report for every text into this folder.
    #[arg(long)]
    reports: Option<PathBuf>,
    /// Writes a line for every statement: whether it is right, its cue, what its content is headed by.
    #[arg(long)]
    statements: Option<PathBuf>,
    /// Writes a line for every word of every text: its number, form, lemma, part of speech, head and relation.
    #[arg(long)]
    words: Option<PathBuf>,
}

type Spans = Vec<Range<usize>>;

/// What a set says of one attribution, in code points.
struct Gold {
    source: Spans,
    content: Spans,
}

struct Text {
    name: String,
    article: Article,
    gold: Vec<Gold>,
    /// The set has the outermost attributions only.
    outermost: bool,
}

struct Read {
    reading: Reading,
    cues: Vec<CueScores>,
    words: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Default)]
struct Score {
    gold: usize,
    found: usize,
    content: usize,
    joint: usize,
}

impl Score {
    fn f1(right: usize, score: &Score) -> f64 {
        200.0 * right as f64 / (score.gold + score.found).max(1) as f64
    }

    fn joint(&self) -> f64 {
        Score::f1(self.joint, self)
    }

    fn show(&self) -> String {
        let share = |of: usize| 100.0 * self.content as f64 / of.max(1) as f64;
        let (content, joint) = (Score::f1(self.content, self), self.joint());
        format!("content P {:.1} R {:.1} F1 {content:.1}  joint {joint:.2}", share(self.found), share(self.gold))
    }
}

fn main() {
    let arguments = Arguments::parse();
    let weights: &'static [u8] = match &arguments.weights {
        Some(path) => std::fs::read(path).unwrap().leak(),
        None => dateline_weights::READER,
    };
    let mut settings = AttributionSettings::default();
    for pair in &arguments.with {
        let (name, value) = pair.split_once('=').unwrap();
        *field(&mut settings, FIELDS.iter().position(|f| *f == name).unwrap()) = value.parse().unwrap();
    }
    let arithmetic = Arithmetic::ALL.into_iter().find(|a| a.is_available()).unwrap_or(Arithmetic::Portable);
    let reader = || Reader::new(weights, arithmetic).unwrap();
    let sets: Vec<Vec<Text>> = arguments.sets.iter().map(|path| load(path, arguments.limit)).collect();
    let mut tuner = Tuner { sets, read: Vec::new(), reader: &reader, cue_bias: f32::NAN };
    println!("{settings:?}");
    let first = tuner.score(&settings);
    for (path, score) in arguments.sets.iter().zip(&first) {
        println!("{:40} {}", path.display(), score.show());
    }
    if arguments.search {
        settings = tuner.climb(settings);
        println!("{settings:?}");
        for (path, score) in arguments.sets.iter().zip(tuner.score(&settings)) {
            println!("{:40} {}", path.display(), score.show());
        }
    }
    if let Some(file) = &arguments.statements {
        let each = |(set, (texts, read)): (usize, (&Vec<Text>, &Vec<Read>))| -> Vec<String> {
            texts.iter().zip(read).flat_map(|(text, read)| lines(text, read).into_iter().map(move |l| format!("{set}\t{l}"))).collect()
        };
        let lines: Vec<String> = tuner.sets.iter().zip(&tuner.read).enumerate().flat_map(each).collect();
        std::fs::write(file, lines.join("\n")).unwrap();
    }
    if let Some(file) = &arguments.words {
        let word = |(text, read): (&Text, &Read)| -> Vec<String> {
            let syntax = Syntax::new(&text.article.text, &read.reading);
            let line = |i: usize| {
                let head = syntax.head(i).map_or("-".to_owned(), |h| h.to_string());
                let (form, lemma, upos, xpos) = (syntax.form(i), syntax.lemma(i), syntax.upos(i), syntax.xpos(i));
                format!("{}\t{i}\t{form}\t{lemma}\t{upos:?}\t{xpos}\t{head}\t{}", text.name, syntax.deprel(i))
            };
            (0..syntax.len()).map(line).collect()
        };
        let words: Vec<String> = tuner.sets.iter().flatten().zip(tuner.read.iter().flatten()).flat_map(word).collect();
        std::fs::write(file, words.join("\n")).unwrap();
    }
    if let Some(folder) = &arguments.reports {
        std::fs::create_dir_all(folder).unwrap();
        let stamp = Stamp { program: "dateline".to_owned(), model: reader().name().to_owned() };
        tuner.decode(&settings);
        for (text, read) in tuner.sets.iter().flatten().zip(tuner.read.iter().flatten()) {
            let report = dateline_coder::code(&text.article, &read.reading, &stamp);
            std::fs::write(folder.join(format!("{}.json", text.name)), serde_json::to_string(&report).unwrap()).unwrap();
        }
    }
}

const FIELDS: [&str; 7] = ["edge", "content_start", "content_again", "source_bias", "content_bias", "source_start", "cue_bias"];
/// First steps of the search.
const STEPS: [f32; 7] = [0.25, 1.0, 1.0, 0.5, 0.5, 1.0, 0.5];

fn field(settings: &mut AttributionSettings, index: usize) -> &mut f32 {
    [
        &mut settings.edge,
        &mut settings.content_start,
        &mut settings.content_again,
        &mut settings.source_bias,
        &mut settings.content_bias,
        &mut settings.source_start,
        &mut settings.cue_bias,
    ]
    .into_iter()
    .nth(index)
    .unwrap()
}

struct Tuner<'r> {
    sets: Vec<Vec<Text>>,
    read: Vec<Vec<Read>>,
    reader: &'r dyn Fn() -> Reader,
    /// What the texts were read with: the cues are found before anything is decoded.
    cue_bias: f32,
}

impl Tuner<'_> {
    fn decode(&mut self, settings: &AttributionSettings) {
        if settings.cue_bias.to_bits() != self.cue_bias.to_bits() {
            self.cue_bias = settings.cue_bias;
            let reader = (self.reader)().with_settings(*settings);
            let read = |text: &Text| {
                let (reading, cues) = reader.read_scored(&text.article);
                Read { reading, cues, words: words(&text.article.text) }
            };
            self.read = self.sets.iter().map(|texts| texts.iter().map(read).collect()).collect();
        }
        for read in self.read.iter_mut().flatten() {
            read.reading.attributions = read.cues.iter().filter_map(|cue| decode_attribution(cue, settings)).collect();
        }
    }

    fn score(&mut self, settings: &AttributionSettings) -> Vec<Score> {
        self.decode(settings);
        let each = |(texts, read): (&Vec<Text>, &Vec<Read>)| {
            texts.iter().zip(read).fold(Score::default(), |mut sum, (text, read)| {
                let one = score(text, read);
                sum.gold += one.gold;
                sum.found += one.found;
                sum.content += one.content;
                sum.joint += one.joint;
                sum
            })
        };
        self.sets.iter().zip(&self.read).map(each).collect()
    }

    /// One number after the other, up and down, with halved steps when nothing helps; the cue's bias only at the end of a round,
    /// since it means reading again.
    fn climb(&mut self, mut best: AttributionSettings) -> AttributionSettings {
        let mean = |scores: Vec<Score>| scores.iter().map(Score::joint).sum::<f64>() / scores.len() as f64;
        let mut top = mean(self.score(&best));
        let mut scale = 1.0;
        while scale > 0.2 {
            let before = top;
            for (index, step) in STEPS.iter().enumerate() {
                for direction in [1.0, -1.0] {
                    loop {
                        let mut other = best;
                        *field(&mut other, index) += direction * step * scale;
                        let scores = self.score(&other);
                        let shown: Vec<String> = scores.iter().map(|s| format!("{:.2}", s.joint())).collect();
                        let value = mean(scores);
                        if value <= top + 0.005 {
                            break;
                        }
                        (best, top) = (other, value);
                        println!("{:14} {:6.3}  {}", FIELDS[index], *field(&mut other, index), shown.join(" "));
                    }
                }
            }
            if top <= before + 0.05 {
                scale /= 2.0;
            }
        }
        best
    }
}

/// What became of the statements of a text.
struct Outcome {
    found: Vec<statements::StatementMention>,
    /// For each, nothing when its content is wrong, else whether its source is right.
    right: Vec<Option<bool>>,
    score: Score,
}

fn score(text: &Text, read: &Read) -> Score {
    outcome(text, read).score
}

fn outcome(text: &Text, read: &Read) -> Outcome {
    let syntax = Syntax::new(&text.article.text, &read.reading);
    let covered = |spans: &Spans| -> BTreeSet<usize> {
        let hit = |s: &Range<usize>| {
            let from = read.words.partition_point(|w| w.end <= s.start);
            (from..read.words.len()).take_while(move |i| read.words[*i].start < s.end).collect::<Vec<_>>()
        };
        spans.iter().filter(|s| !s.is_empty()).flat_map(hit).collect()
    };
    let mentions: Vec<_> = statements::find(&syntax).into_iter().filter(|s| !text.outermost || s.inside.is_none()).collect();
    let found: Vec<_> = mentions
        .iter()
        .map(|s| {
            let bytes = |span: dateline_model::Span| span.start as usize..span.end as usize;
            let content: Spans = statements::content_spans(&syntax, s).into_iter().map(bytes).collect();
            let source: Spans = s.source.iter().map(|t| bytes(read.reading.span(t))).collect();
            // A statement that goes on takes over the source without words of its own.
            (covered(&content), covered(&source), s.source_head.is_some() && s.source.is_none())
        })
        .collect();
    let gold: Vec<_> = text.gold.iter().map(|g| (covered(&g.content), covered(&g.source))).filter(|g| !g.0.is_empty()).collect();
    let mut pairs = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let shared = g.0.intersection(&f.0).count();
            let all = g.0.len() + f.0.len() - shared;
            if shared * 5 >= all * 4 {
                pairs.push((shared as f64 / all as f64, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let (mut done_gold, mut right) = (vec![false; gold.len()], vec![None; found.len()]);
    let counted = found.iter().filter(|f| !f.0.is_empty()).count();
    let mut score = Score { gold: gold.len(), found: counted, ..Score::default() };
    for (_, i, j) in pairs {
        if done_gold[i] || right[j].is_some() {
            continue;
        }
        done_gold[i] = true;
        score.content += 1;
        let (want, got) = (&gold[i].1, &found[j].1);
        let unnamed = want.is_empty() && got.is_empty() && !found[j].2;
        let joint = unnamed || want.intersection(got).next().is_some() || (!text.outermost && found[j].2);
        right[j] = Some(joint);
        score.joint += usize::from(joint);
    }
    Outcome { found: mentions, right, score }
}

/// A line for every statement: text, right or not, inside another, kind, confidence, has a source, the cue's head and its part of
/// speech, the part of speech and relation of the content's head, whether it has a finite verb, its size, its words.
fn lines(text: &Text, read: &Read) -> Vec<String> {
    let syntax = Syntax::new(&text.article.text, &read.reading);
    let outcome = outcome(text, read);
    let line = |(s, right): (&statements::StatementMention, &Option<bool>)| {
        let words = |t: &dateline_model::Tokens| read.reading.span(t).of(&text.article.text).replace(['\n', '\t'], " ");
        let head = s.cue.as_ref().and_then(|c| {
            let verb = c.clone().rev().find(|i| syntax.upos(*i) == dateline_model::Upos::Verb);
            verb.or_else(|| syntax.head_of(c))
        });
        let top = s.content.first().and_then(|r| syntax.head_of(r));
        let finite = s.content.iter().flat_map(Clone::clone).any(|i| matches!(syntax.xpos(i), "VBD" | "VBZ" | "VBP" | "MD"));
        let right = right.map_or("wrong", |joint| if joint { "right" } else { "source" });
        [
            text.name.clone(),
            right.to_owned(),
            (if s.inside.is_some() { "inside" } else { "-" }).to_owned(),
            format!("{:?}", s.kind),
            format!("{:.2}", s.confidence),
            (if s.source_head.is_some() { "source" } else { "-" }).to_owned(),
            head.map_or("-".to_owned(), |h| syntax.lemma(h).to_lowercase()),
            head.map_or("-".to_owned(), |h| format!("{:?}", syntax.upos(h))),
            top.map_or("-".to_owned(), |t| format!("{:?}", syntax.upos(t))),
            top.map_or("-".to_owned(), |t| syntax.deprel(t).to_owned()),
            (if finite { "finite" } else { "-" }).to_owned(),
            s.content.iter().map(ExactSizeIterator::len).sum::<usize>().to_string(),
            s.cue.as_ref().map_or("-".to_owned(), words),
            s.source.as_ref().map_or("-".to_owned(), words),
            s.content.iter().map(words).collect::<Vec<_>>().join(" ... "),
        ]
        .join("\t")
    };
    outcome.found.iter().zip(&outcome.right).map(line).collect()
}

/// Byte ranges of the words, as the scorers cut them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut list: Vec<Range<usize>> = Vec::new();
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (at, (byte, c)) in chars.iter().enumerate() {
        let end = byte + c.len_utf8();
        let joins = matches!(c, '\'' | '’' | '.' | '-' | ',' | '/') && chars.get(at + 1).is_some_and(|(_, next)| part(*next));
        match list.last_mut() {
            Some(word) if word.end == *byte && (part(*c) || joins) => word.end = end,
            _ if part(*c) => list.push(*byte..end),
            _ => {}
        }
    }
    list
}

fn load(path: &Path, limit: Option<usize>) -> Vec<Text> {
    let limit = limit.unwrap_or(usize::MAX);
    if !path.is_dir() {
        let lines = std::fs::read_to_string(path).unwrap();
        let attributions = |value: &Value, text: &str| {
            let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let spans = |value: &Value| -> Spans {
                let number = |v: &Value| starts[v.as_u64().unwrap() as usize];
                value.as_array().unwrap().iter().map(|s| number(&s[0])..number(&s[1])).collect()
            };
            let list = value["attributions"].as_array().unwrap();
            list.iter().map(|a| Gold { source: spans(&a["source"]), content: spans(&a["content"]) }).collect()
        };
        let text = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap();
            let text = value["text"].as_str().unwrap();
            let name = value["name"].as_str().unwrap().replace('/', "_");
            Text { name, article: article(text, &value), gold: attributions(&value, text), outermost: true }
        };
        return lines.lines().take(limit).map(text).collect();
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.to_string_lossy().ends_with(".gold.json"));
    files.sort();
    let text = |file: &PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().replace(".gold.json", "");
        let json = |ending: &str| -> Value {
            serde_json::from_str(&std::fs::read_to_string(path.join(format!("{name}{ending}"))).unwrap()).unwrap()
        };
        let text = std::fs::read_to_string(path.join(format!("{name}.txt"))).unwrap();
        let span = |value: &Value| -> Spans {
            let (words, n) = match value {
                Value::String(words) => (words.as_str(), 1),
                Value::Object(_) => (value["t"].as_str().unwrap(), value["n"].as_u64().unwrap_or(1)),
                _ => return Vec::new(),
            };
            let mut from = 0;
            for _ in 1..n {
                let at = from + text[from..].find(words).unwrap();
                from = at + text[at..].chars().next().map_or(1, char::len_utf8);
            }
            text[from..].find(words).map(|at| from + at..from + at + words.len()).into_iter().collect()
        };
        let gold = json(".gold.json")["statements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| Gold {
                source: if s["source"].is_null() { Vec::new() } else { span(&s["source_text"]) },
                content: span(&s["content"]),
            })
            .collect();
        let article = article(&text, &json(".meta.json"));
        Text { article, gold, name, outermost: false }
    };
    files.iter().take(limit).map(text).collect()
}

fn article(text: &str, meta: &Value) -> Article {
    let known = |key: &str| meta[key].as_str().map(str::to_owned);
    let published = ["published", "date"].into_iter().find_map(|key| meta[key].as_str()?.get(..10)?.parse().ok());
    let publication = Publication { outlet: known("outlet").or_else(|| known("publisher")), published, ..Publication::default() };
    plain_text(text.as_bytes(), publication).0
}
