//! A reading as CoNLL-U.

use dateline_model::{CodePoints, NameClass, Reading, Sentence, Span, Token};
use std::fmt::Write as _;

/// A layer that a reading has no place for, written into MISC.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layer<'a> {
    /// A comment for the head of the document, without `#`; none when empty.
    pub comment: &'a str,
    /// For every token `Key=value`, or nothing.
    pub misc: &'a [String],
}

/// Writes a reading of `text`; sentences are called `NAME-1`, `NAME-2`, ...
pub fn write(text: &str, reading: &Reading, name: &str) -> String {
    write_with(text, reading, name, Layer::default())
}

/// Writes a reading as [`write()`] does, with one layer more.
pub fn write_with(text: &str, reading: &Reading, name: &str, layer: Layer<'_>) -> String {
    let name: String = name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    let mut writer = Writer { reading, text, points: CodePoints::new(text), names: names(reading), layer, out: String::new() };
    for (i, sentence) in reading.sentences.iter().enumerate() {
        if i == 0 {
            writer.line(format_args!("# newdoc id = {name}"));
            if !layer.comment.is_empty() {
                writer.line(format_args!("# {}", layer.comment));
            }
        }
        if sentence.starts_paragraph {
            writer.line(format_args!("# newpar"));
        }
        writer.line(format_args!("# sent_id = {name}-{}", i + 1));
        writer.sentence(sentence);
    }
    writer.out
}

/// For every token the name tag, if it is part of a name: whether it begins it, and its class.
fn names(reading: &Reading) -> Vec<Option<(bool, NameClass)>> {
    let mut tags = vec![None; reading.tokens.len()];
    for name in &reading.names {
        for (i, tag) in tags.iter_mut().enumerate().take(name.tokens.end).skip(name.tokens.start) {
            *tag = Some((i == name.tokens.start, name.class));
        }
    }
    tags
}

struct Writer<'t> {
    reading: &'t Reading,
    text: &'t str,
    points: CodePoints<'t>,
    names: Vec<Option<(bool, NameClass)>>,
    layer: Layer<'t>,
    out: String,
}

impl Writer<'_> {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.out.write_fmt(line);
        self.out.push('\n');
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let Some(tokens) = self.reading.tokens.get(sentence.tokens.clone()) else { return };
        let mut surface = String::new();
        for (i, token) in tokens.iter().enumerate() {
            surface.push_str(token.span.of(self.text));
            if i + 1 < tokens.len() && !self.touches_next(sentence.tokens.start + i) {
                surface.push(' ');
            }
        }
        self.line(format_args!("# text = {surface}"));
        for (i, token) in tokens.iter().enumerate() {
            let at = sentence.tokens.start + i;
            let parts = 1 + tokens[i + 1..].iter().take_while(|t| t.continues_multiword).count();
            if parts > 1 && (i == 0 || !token.continues_multiword) {
                let span = token.span.cover(tokens[i + parts - 1].span);
                let misc = self.misc(None, "", !self.touches_next(at + parts - 1), span);
                self.line(format_args!("{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1, i + parts, span.of(self.text)));
            }
            let inside = parts > 1 || (i > 0 && token.continues_multiword);
            let misc =
                self.misc(self.names[at], self.layer.misc.get(at).map_or("", String::as_str), inside || !self.touches_next(at), token.span);
            self.word(i + 1, token, sentence.tokens.start, &misc);
        }
        self.out.push('\n');
    }

    fn word(&mut self, id: usize, token: &Token, first: usize, misc: &str) {
        let head = token.head.and_then(|h| h.checked_sub(first)).map_or(0, |h| h + 1);
        let (form, upos) = (token.span.of(self.text), token.upos.as_str());
        let (lemma, xpos, deprel) = (or_underscore(&token.lemma), or_underscore(token.xpos), token.deprel.as_str());
        self.line(format_args!("{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t{misc}"));
    }

    fn misc(&self, name: Option<(bool, NameClass)>, more: &str, space_after: bool, span: Span) -> String {
        let mut misc = String::new();
        if !more.is_empty() {
            misc.push_str(more);
            misc.push('|');
        }
        if let Some((begins, class)) = name {
            misc.push_str(if begins { "NER=B-" } else { "NER=I-" });
            misc.push_str(class.as_str());
            misc.push('|');
        }
        if !space_after {
            misc.push_str("SpaceAfter=No|");
        }
        let _ = write!(misc, "TokenRange={}:{}", self.points.at(span.start as usize), self.points.at(span.end as usize));
        misc
    }

    fn touches_next(&self, token: usize) -> bool {
        let (this, next) = (self.reading.tokens.get(token), self.reading.tokens.get(token + 1));
        matches!((this, next), (Some(this), Some(next)) if this.span.end == next.span.start)
    }
}

fn or_underscore(value: &str) -> &str {
    if value.is_empty() { "_" } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::parse;

    #[test]
    fn multiword_tokens_names_and_code_points_have_their_place() {
        let source = "\
# newpar
1\tÉmile\tÉmile\tPROPN\tNNP\t_\t4\tnsubj\t_\tNER=B-PER
2\tOrsa\tOrsa\tPROPN\tNNP\t_\t1\tflat\t_\tNER=I-PER
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
3\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
4\tn't\tnot\tPART\tRB\t_\t0\troot\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_
";
        let (text, reading) = parse(source).unwrap();
        assert_eq!(text, "Émile Orsa didn't.");
        let expect = "\
# newdoc id = a_b
# newpar
# sent_id = a_b-1
# text = Émile Orsa didn't.
1\tÉmile\tÉmile\tPROPN\tNNP\t_\t4\tnsubj\t_\tNER=B-PER|TokenRange=0:5
2\tOrsa\tOrsa\tPROPN\tNNP\t_\t1\tflat\t_\tNER=I-PER|TokenRange=6:10
3-4\tdidn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=11:17
3\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\tTokenRange=11:14
4\tn't\tnot\tPART\tRB\t_\t0\troot\t_\tTokenRange=14:17
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tTokenRange=17:18

";
        assert_eq!(write(&text, &reading, "a b"), expect);
    }

    #[test]
    fn another_layer_stands_first_in_misc_and_is_named_above() {
        let (text, reading) = parse("1\tAna\tAna\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n").unwrap();
        let misc = ["Entity=(e1-person-1)".to_owned()];
        let written = write_with(&text, &reading, "x", Layer { comment: "global.Entity = eid-etype-head", misc: &misc });
        assert!(written.starts_with("# newdoc id = x\n# global.Entity = eid-etype-head\n"));
        assert!(written.contains("nsubj\t_\tEntity=(e1-person-1)|TokenRange=0:3\n"));
        assert!(written.contains("root\t_\tTokenRange=4:8\n"));
    }

    #[test]
    fn a_reading_without_sentences_is_empty() {
        assert_eq!(write("", &Reading::default(), "x"), "");
    }
}
