//! Bytes to reports and readings: the rooms one after the other.

use dateline_coder::Stamp;
use dateline_coder::codebook::{Codebook, CodebookFile, material};
use dateline_ingest::{Document, Format, Publication};
use dateline_model::report::Report;
use dateline_model::{Article, Problem, Reading, Severity};
use dateline_reader::{Arithmetic, Reader, WeightsError};
use rayon::prelude::*;

/// The reader with its weights, the stamp for what it makes, and the user's codebook if there is one.
pub struct Pipeline {
    reader: Reader,
    codebook: Option<Codebook>,
    stamp: Stamp,
}

impl Pipeline {
    /// Loads the embedded weights, for the fastest arithmetic of this processor.
    ///
    /// # Errors
    /// When the embedded weights are damaged.
    pub fn new() -> Result<Self, WeightsError> {
        let arithmetic = Arithmetic::ALL.into_iter().find(|a| a.is_available()).unwrap_or(Arithmetic::Portable);
        let reader = Reader::new(dateline_weights::READER, arithmetic)?;
        let digest = dateline_weights::READER_SHA256.get(..16).unwrap_or_default();
        let stamp = Stamp {
            program: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
            model: format!("{} sha256:{digest}", reader.name()),
        };
        Ok(Pipeline { reader, codebook: None, stamp })
    }

    /// The same rooms, with events by the user's codebook.
    pub fn with_codebook(self, codebook: Codebook) -> Self {
        Pipeline { codebook: Some(codebook), ..self }
    }

    /// What it stamps on reports, but for the codebook.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Learns a codebook: reads its examples, and ordinary news that it is told apart from.
    pub fn learn(&self, file: CodebookFile) -> Codebook {
        let read = |sentence: &&str| self.reader.read(&Article { text: (*sentence).to_owned(), ..Article::default() });
        let readings: Vec<Reading> = material(&file).par_iter().map(read).collect();
        Codebook::learn(file, &readings)
    }

    /// Reads one plain-text article to its report.
    ///
    /// # Errors
    /// The problem for which there is nothing to report, such as binary data.
    pub fn report(&self, bytes: &[u8], publication: Publication) -> Result<Report, Problem> {
        self.report_and_reading(bytes, publication).map(|(report, _)| report)
    }

    /// Reads one plain-text article to its report, and keeps the reading it was made from.
    ///
    /// # Errors
    /// The problem for which there is nothing to report, such as binary data.
    pub fn report_and_reading(&self, bytes: &[u8], publication: Publication) -> Result<(Report, Reading), Problem> {
        let document = Document { evidence: publication.evidence(), ..Document::new(Format::Text, bytes) };
        self.read(document).map(|(_, reading, report)| (report, reading))
    }

    /// Reads a document: its article, what was read in it, and its report.
    ///
    /// # Errors
    /// The problem for which there is nothing to report, such as binary data.
    pub fn read(&self, document: Document) -> Result<(Article, Reading, Report), Problem> {
        let (article, problems) = ingest(document)?;
        // Only English is read: the statements and events of another language would be noise.
        let english = !problems.iter().any(|p| p.id == "not-english");
        let mut reading = if english { self.reader.read(&article) } else { Reading::default() };
        reading.problems.splice(0..0, problems);
        let report = dateline_coder::code_by(self.codebook.as_ref(), &article, &reading, &self.stamp);
        Ok((article, reading, report))
    }

    /// Reads one plain-text article to its linguistic layer, as [`parse`](Pipeline::parse) does.
    ///
    /// # Errors
    /// The problem for which there is nothing to read, such as binary data.
    pub fn reading(&self, bytes: &[u8]) -> Result<(Article, Reading), Problem> {
        self.parse(Document::new(Format::Text, bytes))
    }

    /// Reads a document to its linguistic layer; what ingest met is among the reading's problems.
    ///
    /// Every character is read, captions and credits too: the layer stands for the text, not for what it reports.
    ///
    /// # Errors
    /// The problem for which there is nothing to read, such as binary data.
    pub fn parse(&self, document: Document) -> Result<(Article, Reading), Problem> {
        let (mut article, problems) = ingest(document)?;
        article.background.clear();
        let mut reading = self.reader.read(&article);
        reading.problems.splice(0..0, problems);
        Ok((article, reading))
    }
}

fn ingest(document: Document) -> Result<(Article, Vec<Problem>), Problem> {
    let (article, mut problems) = dateline_ingest::article(document);
    match problems.iter().position(|p| p.severity == Severity::Error) {
        Some(at) => Err(problems.swap_remove(at)),
        None => Ok((article, problems)),
    }
}
