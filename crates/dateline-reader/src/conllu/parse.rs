//! CoNLL-U to a text and its reading, for tests and for readings made by other programs.

use crate::intern::intern;
use dateline_model::{Deprel, Name, NameClass, Reading, Sentence, Span, Token, Upos};
use std::fmt;

/// Why a CoNLL-U text could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConlluError {
    line: usize,
    message: String,
}

impl fmt::Display for ConlluError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ConlluError {}

/// Lays the text out and reads its sentences.
///
/// Tokens are one space apart, paragraphs (`# newpar`) a blank line, unless `SpaceAfter=No` or `TokenRange` says otherwise.
/// Features, enhanced dependencies and empty nodes are not read; a reading has no place for them.
///
/// # Errors
/// When a line is not CoNLL-U; the message names the line.
///
/// # Example
/// ```
/// let (text, reading) = dateline_reader::conllu::parse(
///     "1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-PER\n2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n\n",
/// )?;
/// assert_eq!(text, "Ana left");
/// assert_eq!(reading.tokens[0].head, Some(1));
/// # Ok::<(), dateline_reader::conllu::ConlluError>(())
/// ```
pub fn parse(conllu: &str) -> Result<(String, Reading), ConlluError> {
    let mut layout = Layout::default();
    for (i, line) in conllu.lines().enumerate() {
        layout.line(line).map_err(|message| ConlluError { line: i + 1, message })?;
    }
    layout.end_sentence().map_err(|message| ConlluError { line: conllu.lines().count(), message })?;
    Ok((layout.text, layout.reading))
}

/// The text so far and the reading of it.
#[derive(Default)]
struct Layout {
    text: String,
    /// Code points in `text`.
    points: usize,
    reading: Reading,
    starts_paragraph: bool,
    space_before: bool,
    /// First token of the sentence that is being read.
    first: usize,
    /// Heads as written, for the tokens from `first` on.
    heads: Vec<usize>,
    multiword: Option<Multiword>,
}

/// A multiword token whose words are being read.
struct Multiword {
    span: Span,
    first: usize,
    last: usize,
    /// Where the next word's characters start.
    at: usize,
}

impl Layout {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return self.end_sentence();
        }
        if let Some(comment) = line.strip_prefix('#').filter(|_| !line.contains('\t')) {
            let key = comment.trim_start();
            self.starts_paragraph |= key.starts_with("newpar") || key.starts_with("newdoc");
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = fields[..] else {
            return Err(format!("{} columns instead of 10", fields.len()));
        };
        if let Some((first, last)) = id.split_once('-') {
            return self.begin_multiword(number(first)?, number(last)?, form, misc);
        }
        if id.contains('.') {
            return Ok(());
        }
        let id = number(id)?;
        if id != self.heads.len() + 1 {
            return Err(format!("word {id} where {} was expected", self.heads.len() + 1));
        }
        let (span, continues_multiword) = self.place(id, form, misc);
        let token = self.reading.tokens.len();
        self.reading.tokens.push(Token {
            span,
            continues_multiword,
            lemma: lemma.to_owned(),
            upos: Upos::parse(upos).ok_or_else(|| format!("no part of speech \"{upos}\""))?,
            xpos: intern(xpos),
            head: None,
            deprel: Deprel(intern(deprel)),
        });
        self.heads.push(number(head)?);
        self.name(token, misc)
    }

    fn begin_multiword(&mut self, first: usize, last: usize, form: &str, misc: &str) -> Result<(), String> {
        if first != self.heads.len() + 1 || last < first {
            return Err(format!("multiword token {first}-{last} out of place"));
        }
        let span = self.append(form, misc);
        self.multiword = Some(Multiword { span, first, last, at: span.start as usize });
        Ok(())
    }

    /// The characters of a word, and whether it continues a multiword token.
    fn place(&mut self, id: usize, form: &str, misc: &str) -> (Span, bool) {
        let Some(multiword) = self.multiword.as_mut().filter(|m| (m.first..=m.last).contains(&id)) else {
            return (self.append(form, misc), false);
        };
        // Words that are not spelled as the surface ("du" = "de" + "le") share it out by their lengths.
        let rest = self.text.get(multiword.at..multiword.span.end as usize).unwrap_or("");
        let length = if id == multiword.last { rest.len() } else { rest.chars().zip(form.chars()).map(|(c, _)| c.len_utf8()).sum() };
        let span = Span::new(multiword.at, multiword.at + length);
        multiword.at += length;
        (span, id > multiword.first)
    }

    /// Adds a surface token with the white space before it.
    fn append(&mut self, form: &str, misc: &str) -> Span {
        let range = misc_value(misc, "TokenRange").and_then(|r| r.split_once(':')).and_then(|(start, _)| start.parse::<usize>().ok());
        // A range far ahead is another text's; it is not worth megabytes of spaces.
        let missing = range.and_then(|start| start.checked_sub(self.points)).filter(|n| *n < 1000);
        let paragraph = self.starts_paragraph && self.heads.is_empty() && !self.text.is_empty();
        let (newlines, spaces) = match missing {
            Some(n) if paragraph && n >= 2 => (2, n - 2),
            Some(n) => (0, n),
            None if paragraph => (2, 0),
            None => (0, usize::from(self.space_before && !self.text.is_empty())),
        };
        self.text.extend(std::iter::repeat_n('\n', newlines).chain(std::iter::repeat_n(' ', spaces)));
        let start = self.text.len();
        self.text.push_str(form);
        self.points += newlines + spaces + form.chars().count();
        self.space_before = misc_value(misc, "SpaceAfter") != Some("No");
        Span::new(start, self.text.len())
    }

    fn name(&mut self, token: usize, misc: &str) -> Result<(), String> {
        let Some(tag) = misc_value(misc, "NER").filter(|tag| *tag != "O") else { return Ok(()) };
        let (position, label) = tag.split_once('-').unwrap_or(("", tag));
        let class = NameClass::parse(label).filter(|_| matches!(position, "B" | "I")).ok_or_else(|| format!("no name tag \"{tag}\""))?;
        match self.reading.names.last_mut() {
            Some(last) if position == "I" && last.tokens.end == token && last.class == class && token > self.first => last.tokens.end += 1,
            _ => self.reading.names.push(Name { tokens: token..token + 1, class }),
        }
        Ok(())
    }

    fn end_sentence(&mut self) -> Result<(), String> {
        let tokens = self.first..self.reading.tokens.len();
        self.multiword = None;
        if tokens.is_empty() {
            return Ok(());
        }
        for (token, head) in tokens.clone().zip(std::mem::take(&mut self.heads)) {
            if head > tokens.len() {
                return Err(format!("head {head} in a sentence of {} words", tokens.len()));
            }
            self.reading.tokens[token].head = head.checked_sub(1).map(|h| tokens.start + h);
        }
        let starts_paragraph = self.starts_paragraph || self.reading.sentences.is_empty();
        let span = self.reading.span(&tokens);
        self.reading.sentences.push(Sentence { span, tokens, starts_paragraph });
        self.first = self.reading.tokens.len();
        self.starts_paragraph = false;
        Ok(())
    }
}

fn number(field: &str) -> Result<usize, String> {
    field.parse().map_err(|_| format!("\"{field}\" is not a number"))
}

fn misc_value<'m>(misc: &'m str, key: &str) -> Option<&'m str> {
    misc.split('|').find_map(|pair| pair.split_once('=').filter(|(k, _)| *k == key).map(|(_, v)| v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_unlike_their_surface_share_it_out() {
        let line = |id: &str, form: &str, head: &str| format!("{id}\t{form}\t_\tX\t_\t_\t{head}\tdep\t_\t_\n");
        let source =
            format!("1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n{}{}1.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n", line("1", "de", "0"), line("2", "le", "1"));
        let (text, reading) = parse(&source).unwrap();
        assert_eq!(text, "du");
        assert_eq!(reading.tokens.iter().map(|t| t.continues_multiword).collect::<Vec<_>>(), [false, true]);
        assert!(reading.tokens.iter().all(|t| t.span.end <= 2));
    }

    #[test]
    fn a_line_that_is_not_conllu_is_named() {
        let check = |source: &str, expect: &str| assert_eq!(parse(source).unwrap_err().to_string(), expect);
        check("\n1\tx\n", "line 2: 2 columns instead of 10");
        check("2\tx\tx\tX\t_\t_\t0\troot\t_\t_\n", "line 1: word 2 where 1 was expected");
        check("1\tx\tx\tBOGUS\t_\t_\t0\troot\t_\t_\n", "line 1: no part of speech \"BOGUS\"");
        check("1\tx\tx\tX\t_\t_\t7\tdep\t_\t_\n\n", "line 2: head 7 in a sentence of 1 words");
        check("1\tx\tx\tX\t_\t_\t0\troot\t_\tNER=B-BOGUS\n", "line 1: no name tag \"B-BOGUS\"");
    }
}
