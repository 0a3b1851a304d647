//! Readings written by hand, for tests.

use dateline_model::{Deprel, Name, NameClass, Reading, Sentence, Span, Token, Upos};

/// Builds a text and its reading from lines `ID FORM LEMMA UPOS XPOS HEAD DEPREL [NAME]`, sentences separated by a line
/// with a single `-`, paragraphs by `--`. Words are separated by one space; a form that starts with `^` is attached to the word before
/// it. NAME is `B-PER` or `I-PER`, as in CoNLL-U's `NER=`.
pub(crate) fn reading(table: &str) -> (String, Reading) {
    let (mut text, mut reading) = (String::new(), Reading::default());
    let (mut first, mut paragraph) = (0, true);
    let close = |reading: &mut Reading, first: &mut usize, starts_paragraph: &mut bool, next: bool| {
        let tokens = *first..reading.tokens.len();
        if !tokens.is_empty() {
            let span = reading.span(&tokens);
            reading.sentences.push(Sentence { span, tokens, starts_paragraph: *starts_paragraph });
        }
        (*first, *starts_paragraph) = (reading.tokens.len(), next);
    };
    for line in table.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if line == "-" || line == "--" {
            close(&mut reading, &mut first, &mut paragraph, line == "--");
            if line == "--" {
                text.push_str("\n\n");
            }
            continue;
        }
        let field: Vec<&str> = line.split_whitespace().collect();
        let form = field[1].strip_prefix('^').filter(|f| !f.is_empty());
        if form.is_none() && !text.is_empty() && !text.ends_with('\n') {
            text.push(' ');
        }
        let form = form.unwrap_or(field[1]);
        let start = text.len();
        text.push_str(form);
        let head: usize = field[5].parse().unwrap();
        let at = reading.tokens.len();
        reading.tokens.push(Token {
            span: Span::new(start, text.len()),
            continues_multiword: false,
            lemma: field[2].to_owned(),
            upos: Upos::parse(field[3]).unwrap(),
            xpos: Box::leak(field[4].to_owned().into_boxed_str()),
            head: head.checked_sub(1).map(|h| first + h),
            deprel: Deprel(Box::leak(field[6].to_owned().into_boxed_str())),
        });
        match field.get(7).and_then(|n| n.split_once('-')) {
            Some(("I", _)) => {
                if let Some(name) = reading.names.last_mut() {
                    name.tokens.end = at + 1;
                }
            }
            Some((_, class)) => reading.names.push(Name { tokens: at..at + 1, class: NameClass::parse(class).unwrap() }),
            None => {}
        }
    }
    close(&mut reading, &mut first, &mut paragraph, false);
    (text, reading)
}
