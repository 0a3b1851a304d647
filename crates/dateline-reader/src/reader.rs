//! The reader: weights once, then any number of articles.

use crate::atoms::{Atom, atoms};
use crate::decode::attribution::{self, CueScores};
use crate::decode::inflection;
use crate::encoder::engine::{Arithmetic, WeightsError};
use crate::encoder::{Encoder, Kernels, Weights};
use crate::heads::{Heads, Referring};
use crate::settings::AttributionSettings;
use crate::window::{self, Source, WindowReading};
use crate::windows::{Pieces, paragraph_gap, paragraphs, windows};
use crate::wordpiece::{LONGEST_ATOM, UNKNOWN, WordPiece};
use dateline_model::{Article, Problem, Reading, Severity, Tokens};
use rayon::prelude::*;
use std::ops::Range;

/// The trained reader.
pub struct Reader {
    name: String,
    wordpiece: WordPiece,
    encoder: Encoder<'static>,
    heads: Heads,
    settings: AttributionSettings,
}

impl Reader {
    /// Takes the model from a weights file (`crates/dateline-weights`), to be computed with one [`Arithmetic`].
    ///
    /// # Errors
    /// When the file is damaged or of another model, or this processor does not have the arithmetic.
    pub fn new(weights: &'static [u8], arithmetic: Arithmetic) -> Result<Self, WeightsError> {
        let weights = Weights::parse(weights)?;
        let kernels = Kernels::new(arithmetic)
            .ok_or_else(|| WeightsError::new(format!("this processor cannot compute with {arithmetic:?}; choose another arithmetic")))?;
        let encoder = Encoder::load(&weights, kernels)?;
        Ok(Reader {
            name: weights.text("name")?.to_owned(),
            wordpiece: WordPiece::new(weights.vocabulary()?.split('\n')),
            heads: Heads::load(&weights, encoder.hidden(), kernels)?,
            encoder,
            settings: AttributionSettings::default(),
        })
    }

    /// The same reader with other settings.
    pub fn with_settings(self, settings: AttributionSettings) -> Self {
        Reader { settings, ..self }
    }

    /// The name of the weights, `reader-4`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads one article; never fails, see [`Reading::problems`].
    ///
    /// The windows of a long text are spread over the threads of the current rayon pool; the reading does not depend on them.
    pub fn read(&self, article: &Article) -> Reading {
        self.read_scored(article).0
    }

    /// Reads one article and keeps the scores its attributions were decoded from, for tuning and for looking into errors.
    pub fn read_scored(&self, article: &Article) -> (Reading, Vec<CueScores>) {
        let text = &article.text;
        let atoms = atoms(text, &article.background);
        let pieces = Pieces::new(text, &atoms, &self.wordpiece);
        let windows = windows(text, &atoms, &pieces, &paragraphs(&atoms));
        let source = Source { text, atoms: &atoms, pieces: &pieces, paragraph_gap: paragraph_gap(&atoms) };
        let read = |window: &Range<usize>| window::read(&self.encoder, &self.heads, &source, window.clone(), &self.settings);
        let read: Vec<WindowReading> =
            if windows.len() > 1 { windows.par_iter().map(read).collect() } else { windows.iter().map(read).collect() };
        let (mut reading, cues, referring) = join(read);
        for token in &mut reading.tokens {
            let better = inflection::mended(token.span.of(text), token.xpos, &token.lemma, |word| self.wordpiece.is_word(word));
            token.lemma = better.unwrap_or_else(|| std::mem::take(&mut token.lemma));
        }
        reading.anaphors = self.heads.links.anaphors(text, &reading.tokens, &referring);
        reading.attributions = cues.iter().filter_map(|cue| attribution::decode(cue, &self.settings)).collect();
        reading.problems = problems(text, &atoms, &pieces);
        (reading, cues)
    }
}

/// Puts the readings of windows one after the other.
fn join(windows: Vec<WindowReading>) -> (Reading, Vec<CueScores>, Vec<Referring>) {
    let (mut reading, mut all_cues, mut all_referring) = (Reading::default(), Vec::new(), Vec::new());
    for WindowReading { reading: window, cues, referring } in windows {
        let first = reading.tokens.len();
        let shift = |tokens: &mut Tokens| *tokens = tokens.start + first..tokens.end + first;
        reading.tokens.extend(window.tokens.into_iter().map(|mut token| {
            token.head = token.head.map(|head| head + first);
            token
        }));
        reading.sentences.extend(window.sentences.into_iter().map(|mut sentence| {
            shift(&mut sentence.tokens);
            sentence
        }));
        reading.names.extend(window.names.into_iter().map(|mut name| {
            shift(&mut name.tokens);
            name
        }));
        reading.predicates.extend(window.predicates.into_iter().map(|mut predicate| {
            predicate.token += first;
            predicate.arguments.iter_mut().for_each(|argument| argument.token += first);
            predicate
        }));
        reading.meanings.extend(window.meanings);
        all_referring.extend(referring.into_iter().map(|mut referring| {
            referring.token += first;
            referring
        }));
        all_cues.extend(cues.into_iter().map(|mut cue| {
            shift(&mut cue.cue);
            shift(&mut cue.region);
            cue
        }));
    }
    (reading, all_cues, all_referring)
}

/// What of the text was not read, or is likely read badly.
fn problems(text: &str, atoms: &[Atom], pieces: &Pieces) -> Vec<Problem> {
    let has_letters = |atom: &Atom| atom.span.of(text).chars().next().is_some_and(char::is_alphabetic);
    let (mut words, mut unknown, mut long) = (0usize, 0usize, Vec::new());
    for (i, atom) in atoms.iter().enumerate().filter(|(_, atom)| has_letters(atom)) {
        words += 1;
        if pieces.ids.get(pieces.starts[i] as usize) == Some(&UNKNOWN) {
            unknown += 1;
            if atom.span.len() > LONGEST_ATOM && atom.span.of(text).chars().nth(LONGEST_ATOM).is_some() {
                long.push(atom.span);
            }
        }
    }
    let mut problems = Vec::new();
    if words == 0 {
        problems.push(Problem::new("nothing-to-read", Severity::Note, "the text has no words"));
    } else if unknown * 2 > words {
        let note = format!("{unknown} of {words} words are in letters the model does not know; it reads English");
        problems.push(Problem::new("unknown-script", Severity::Warning, note));
    }
    if let Some(first) = long.first() {
        let note = format!("{} words of more than {LONGEST_ATOM} characters were taken as unknown", long.len());
        problems.push(Problem::new("long-word", Severity::Note, note).at(*first));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::sample::SampleFile;
    use dateline_model::{Background, BackgroundKind, Span};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// A reader with a small random model: nonsense, but of the right shape.
    static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(sample(), Arithmetic::Portable).unwrap());

    fn sample() -> &'static [u8] {
        const HIDDEN: usize = 64;
        let mut vocabulary: Vec<String> = (0..100).map(|i| format!("[unused{i}]")).collect();
        vocabulary.extend(["[UNK]", "[CLS]"].map(str::to_owned));
        vocabulary.extend(('!'..='~').flat_map(|c| [c.to_string(), format!("##{c}")]));
        let mut file = SampleFile::encoder(11, 2, HIDDEN, &vocabulary.iter().map(String::as_str).collect::<Vec<_>>());
        let labels = [
            ("upos", r#"["NOUN","VERB","PUNCT"]"#),
            ("xpos", r#"["NN","VBD","POS"]"#),
            ("deprel", r#"["root","nsubj","obl:tmod"]"#),
            ("lemma", r#"["L-0+","K-0+","L-2+y"]"#),
            ("names", r#"["O","B-PER","I-PER","B-LOC","I-LOC"]"#),
            ("types", r#"["none","ASSAULT","AID"]"#),
        ];
        for (key, json) in labels {
            file.text(key, json);
        }
        for (name, outputs) in [
            ("boundary", 3),
            ("upos", 3),
            ("xpos", 3),
            ("lemma", 3),
            ("names", 5),
            ("parse", 768),
            ("cue", 3),
            ("role_token", 192),
            ("role_cue", 192),
            ("event", 3),
            ("status", 5),
            ("argument_token", 128),
            ("argument_trigger", 128),
            ("link", 257),
            ("meaning", 128),
        ] {
            file.linear(&format!("head.{name}"), outputs, HIDDEN);
        }
        file.matrix("head.arc", 257, 256, 0.1);
        file.matrix("head.rel", 3 * 129, 129, 0.1);
        file.matrix("head.role", 7 * 193, 193, 0.1);
        file.floats("head.role_distance", &[32, 7], vec![0.1; 224]);
        file.matrix("head.argument", 5 * 129, 129, 0.1);
        file.floats("head.argument_distance", &[32, 5], vec![0.1; 160]);
        file.floats("head.link_distance", &[16], vec![0.1; 16]);
        file.floats("head.link_form", &[3], vec![0.1; 3]);
        file.write().leak()
    }

    fn article(text: &str) -> Article {
        Article { text: text.to_owned(), ..Article::default() }
    }

    /// Holds a reading to what its type promises.
    fn check(text: &str, reading: &Reading) {
        let mut at = 0;
        for token in &reading.tokens {
            assert!(token.span.start as usize >= at && !token.span.is_empty() && !token.span.of(text).is_empty());
            assert!(!token.span.of(text).contains(char::is_whitespace) && !token.lemma.is_empty());
            at = token.span.end as usize;
        }
        let mut next = 0;
        for sentence in &reading.sentences {
            assert!(sentence.tokens.start == next && !sentence.tokens.is_empty());
            assert_eq!(sentence.span, reading.span(&sentence.tokens));
            assert!(!reading.tokens[next].continues_multiword);
            let heads: Vec<Option<usize>> = sentence.tokens.clone().map(|i| reading.tokens[i].head).collect();
            assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
            assert!(heads.iter().flatten().all(|h| sentence.tokens.contains(h)));
            assert!(sentence.tokens.clone().all(|i| reading.tokens[i].deprel.is("root") == reading.tokens[i].head.is_none()));
            next = sentence.tokens.end;
        }
        assert_eq!(next, reading.tokens.len());
        let fits = |run: &Tokens| !run.is_empty() && run.end <= reading.tokens.len();
        assert!(reading.names.iter().all(|n| fits(&n.tokens)));
        assert!(reading.names.windows(2).all(|w| w[0].tokens.end <= w[1].tokens.start));
        let n = reading.tokens.len();
        assert_eq!(reading.meanings.len(), reading.sentences.len());
        for p in &reading.predicates {
            assert!(p.token < n && p.arguments.iter().all(|a| a.token < n && a.token != p.token && (0.0..=1.0).contains(&a.probability)));
            assert!(
                !p.types.is_empty()
                    && p.types.iter().map(|t| t.1).sum::<f32>() <= 1.0001
                    && (p.statuses.iter().sum::<f32>() - 1.0).abs() < 1e-4
            );
        }
        for a in &reading.anaphors {
            assert!(a.token < n && !a.antecedents.is_empty() && a.antecedents.iter().all(|b| b.0 < a.token));
        }
        for a in &reading.attributions {
            assert!(a.source.iter().chain(&a.content).chain([&a.cue]).all(fits) && (0.0..=1.0).contains(&a.confidence));
        }
    }

    fn problems(text: &str) -> Vec<&'static str> {
        let reading = READER.read(&article(text));
        check(text, &reading);
        reading.problems.iter().map(|p| p.id).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_reading_holds_together_for_any_text(text in "(\\PC|[a-zA-Z]{1,8} |[.,\"'’“”\n]|\n\n|can't ){0,200}") {
            let reading = READER.read(&article(&text));
            check(&text, &reading);
            let covered: usize = reading.tokens.iter().map(|t| t.span.of(&text).chars().count()).sum();
            prop_assert_eq!(covered, text.chars().filter(|c| !crate::characters::is_space(*c)).count());
        }
    }

    #[test]
    fn the_reading_does_not_depend_on_the_number_of_threads() {
        let text = "Rosa Orsa told the Velm Herald she had left. ".repeat(60) + "\n\n" + &"Nobody answered. ".repeat(40);
        let read = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| format!("{:?}", READER.read(&article(&text))))
        };
        assert_eq!(read(1), read(4));
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_and_never_a_crash() {
        assert_eq!(problems(""), ["nothing-to-read"]);
        assert_eq!(problems(" \n\u{0}\u{feff} "), ["nothing-to-read"]);
        assert_eq!(problems(&"\"".repeat(3000)), ["nothing-to-read"]);
        assert_eq!(problems("😀👍🏽 1,234"), ["nothing-to-read"]);
        assert_eq!(problems("السلام عليكم"), ["unknown-script"]);
        assert_eq!(problems(&format!("It was {} again", "é".repeat(101))), ["long-word"]);
        assert_eq!(problems("It rose."), [""; 0]);
        assert!(problems(&"x".repeat(1 << 20)).contains(&"long-word"));
        assert!(problems(&"a,".repeat(1 << 12)).is_empty());
    }

    #[test]
    fn background_is_not_read() {
        let text = "VELM (XYZ) - It rained. (Image: XYZ) It stopped.";
        let background = |part: &str| {
            let start = text.find(part).unwrap();
            Background { span: Span::new(start, start + part.len()), kind: BackgroundKind::Credit }
        };
        let spans = [background("VELM (XYZ) -"), background("(Image: XYZ)")];
        let reading = READER.read(&Article { background: spans.to_vec(), ..article(text) });
        check(text, &reading);
        assert!(reading.tokens.iter().all(|t| spans.iter().all(|b| !b.span.overlaps(t.span))));
        let starts = |at: usize| reading.sentences.iter().any(|s| s.span.start as usize == at && s.starts_paragraph);
        assert!(starts(text.find("It").unwrap()) && starts(text.rfind("It").unwrap()));
    }

    #[test]
    fn weights_that_do_not_fit_are_refused() {
        let refusal = |bytes: &'static [u8]| Reader::new(bytes, Arithmetic::Portable).err().map(|e| e.to_string()).unwrap();
        assert!(refusal(b"").starts_with("weights file: "));
        assert!(refusal(&sample()[..5000]).starts_with("weights file: "));
    }
}
