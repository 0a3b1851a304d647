//! Readings as CoNLL-U, the exchange format of Universal Dependencies, out and in.
//!
//! Format: <https://universaldependencies.org/format.html>. Beyond its ten columns MISC holds `NER=B-PER` (names as B and I
//! tags) and `TokenRange=start:end` (code points of the text, end-exclusive), and what [`write_with`] is given.
//! Attributions have no place in it.

mod parse;
mod write;

pub use parse::{ConlluError, parse};
pub use write::{Layer, write, write_with};

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_model::{Deprel, Name, NameClass, Reading, Sentence, Span, Token, Upos};
    use proptest::prelude::*;

    /// A reading with arbitrary boundaries over words and white space, so that every shape of the format is met.
    fn reading(pieces: &[(String, u8, bool, bool, bool)]) -> (String, Reading) {
        let (mut text, mut reading) = (String::new(), Reading::default());
        for (form, space, sentence, multiword, name) in pieces {
            let first = reading.tokens.is_empty();
            let blank_line = !first && *space == 3;
            let starts_sentence = first || blank_line || *sentence;
            if !first {
                text.push_str(["", " ", "   ", "\n\n"][usize::from(*space)]);
            }
            let token = reading.tokens.len();
            let span = Span::new(text.len(), text.len() + form.len());
            text.push_str(form);
            if starts_sentence {
                reading.sentences.push(Sentence { span, tokens: token..token, starts_paragraph: first || blank_line });
            }
            let sentence = reading.sentences.last_mut().unwrap();
            sentence.tokens.end = token + 1;
            sentence.span = sentence.span.cover(span);
            let head = (!starts_sentence).then_some(sentence.tokens.start);
            reading.tokens.push(Token {
                span,
                continues_multiword: *multiword && *space == 0 && !starts_sentence,
                lemma: form.to_lowercase(),
                upos: Upos::Noun,
                xpos: "NN",
                head,
                deprel: Deprel(if head.is_some() { "nmod:poss" } else { "root" }),
            });
            match reading.names.last_mut() {
                Some(last) if *name && !starts_sentence && last.tokens.end == token => last.tokens.end = token + 1,
                _ if *name => reading.names.push(Name { tokens: token..token + 1, class: NameClass::Facility }),
                _ => {}
            }
        }
        (text, reading)
    }

    proptest! {
        #[test]
        fn a_reading_comes_back_as_it_was(pieces in proptest::collection::vec(("[a-zé'_|=#\\-😀]{1,6}", 0u8..4, any::<bool>(), any::<bool>(), any::<bool>()), 0..20)) {
            let (text, reading) = reading(&pieces);
            let written = write(&text, &reading, "doc 1");
            let (text_again, again) = parse(&written).unwrap();
            prop_assert_eq!(&text_again, &text);
            prop_assert_eq!(&again.tokens, &reading.tokens);
            prop_assert_eq!(&again.sentences, &reading.sentences);
            prop_assert_eq!(&again.names, &reading.names);
            prop_assert_eq!(write(&text_again, &again, "doc 1"), written);
        }
    }
}
