//! Documents of ECB+: tokens, marked events, and what grouping is to compare of them.

use anyhow::{Context, Result};
use dateline_coder::syntax::Syntax;
use dateline_model::{Article, NameClass, Reading, Span, TokenIdx, Upos};
use dateline_record::grouping::{ArticleFacts, EventFacts, Party};
use dateline_record::happenings::article_words;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One file of ECB+.
pub(super) struct Document {
    /// The name of its file without the ending, `36_1ecbplus`.
    pub(super) name: String,
    /// Its tokens with spaces, a line a sentence.
    pub(super) text: String,
    /// The marked events with the spans of their tokens.
    pub(super) mentions: Vec<(String, Vec<Span>)>,
}

impl Document {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let xml = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let document = Document::parse(name, &xml);
        if document.text.is_empty() {
            anyhow::bail!("{} has no tokens; is it a file of ECB+?", path.display());
        }
        Ok(document)
    }

    fn parse(name: String, xml: &str) -> Self {
        let (mut text, mut spans, mut last_sentence) = (String::new(), BTreeMap::new(), None);
        for token in xml.split("<token ").skip(1) {
            let Some((attributes, rest)) = token.split_once('>') else { continue };
            let word = unescape(rest.split("</token>").next().unwrap_or(""));
            let sentence = attribute(attributes, "sentence").map(str::to_owned);
            if !text.is_empty() {
                text.push(if sentence == last_sentence { ' ' } else { '\n' });
            }
            last_sentence = sentence;
            let start = text.len();
            text.push_str(&word);
            if let Some(id) = attribute(attributes, "t_id") {
                spans.insert(id, Span::new(start, text.len()));
            }
        }
        let mut mentions = Vec::new();
        let markables = xml.split_once("<Markables>").map_or("", |(_, rest)| rest);
        let markables = markables.split_once("</Markables>").map_or(markables, |(inner, _)| inner);
        for kind in ["<ACTION_", "<NEG_ACTION_"] {
            for markable in markables.split(kind).skip(1) {
                let Some((attributes, rest)) = markable.split_once('>') else { continue };
                // One that is closed at once has no tokens: it describes an instance. What follows is another's.
                let inner = if attributes.ends_with('/') { "" } else { rest.split("</").next().unwrap_or("") };
                let anchors = inner.split("<token_anchor ").skip(1).filter_map(|anchor| spans.get(attribute(anchor, "t_id")?).copied());
                let anchors: Vec<Span> = anchors.collect();
                if let Some(id) = attribute(attributes, "m_id").filter(|_| !anchors.is_empty()) {
                    mentions.push((id.to_owned(), anchors));
                }
            }
        }
        mentions.sort_by_key(|(id, anchors)| (anchors.first().map(|span| span.start), id.clone()));
        Document { name, text, mentions }
    }

    /// The article without the address that stands first in the newer part of the set: no reader would see it.
    pub(super) fn article(&self) -> ArticleFacts {
        let text = self.text.split_once('\n').filter(|(first, _)| first.starts_with("http")).map_or(&*self.text, |(_, rest)| rest);
        ArticleFacts { id: self.name.clone(), text: text.to_owned(), ..ArticleFacts::default() }
    }

    /// What is compared of each marked event, from the reading of the text.
    pub(super) fn events(&self, article: &Article, reading: &Reading) -> Vec<EventFacts> {
        let syntax = Syntax::new(&article.text, reading);
        let article_words = article_words(&self.article().text);
        let event = |(id, anchors): &(String, Vec<Span>)| {
            let tokens: Vec<TokenIdx> =
                (0..reading.tokens.len()).filter(|i| anchors.iter().any(|span| reading.tokens[*i].span.overlaps(*span))).collect();
            let trigger = anchors.iter().map(|span| span.of(&self.text)).collect::<Vec<_>>().join(" ");
            let (actors, recipients) = parties(&syntax, &tokens);
            let start = anchors.first().map_or(0, |span| span.start as usize);
            let end = anchors.last().map_or(0, |span| span.end as usize);
            let points = |at: usize| self.text.get(..at).map_or(0, |before| before.chars().count());
            let line_start = self.text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
            let sentence = self.text.get(line_start..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
            EventFacts {
                id: format!("{}#{id}", self.name),
                article: self.name.clone(),
                trigger,
                trigger_span: (points(start), points(end)),
                actors,
                recipients,
                time: time(reading, &article.text, Span::new(line_start, line_start + sentence.len())),
                sentence: sentence.to_owned(),
                article_words: article_words.clone(),
                ..EventFacts::default()
            }
        };
        self.mentions.iter().map(event).collect()
    }
}

/// Who stands as subject and as object of the words that name an event.
fn parties(syntax: &Syntax<'_>, tokens: &[TokenIdx]) -> (Vec<Party>, Vec<Party>) {
    let inside: BTreeSet<TokenIdx> = tokens.iter().copied().collect();
    let head = tokens.iter().copied().find(|i| syntax.head(*i).is_none_or(|head| !inside.contains(&head)));
    let Some(head) = head else { return (Vec::new(), Vec::new()) };
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    for child in syntax.children(head).iter().copied().filter(|child| !inside.contains(child)) {
        match syntax.deprel(child) {
            "nsubj" | "csubj" | "obl:agent" | "nmod:poss" => actors.push(child),
            "nsubj:pass" | "obj" | "iobj" => recipients.push(child),
            _ => {}
        }
    }
    if let Some(governor) = syntax.head(head) {
        if actors.is_empty() && ["conj", "xcomp", "ccomp", "advcl"].iter().any(|relation| syntax.is(head, relation)) {
            actors.extend(syntax.children(governor).iter().copied().filter(|child| syntax.is(*child, "nsubj")));
        }
        if syntax.is(head, "acl") {
            if syntax.xpos(head) == "VBN" { recipients.push(governor) } else { actors.push(governor) }
        }
    }
    let party = |head: TokenIdx| {
        let is_part = |child: &TokenIdx| ["compound", "flat", "amod", "nummod"].iter().any(|relation| syntax.is(*child, relation));
        let mut tokens: Vec<TokenIdx> = syntax.children(head).iter().copied().filter(is_part).chain([head]).collect();
        tokens.retain(|i| matches!(syntax.upos(*i), Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj));
        tokens.sort_unstable();
        let name = tokens.iter().map(|i| syntax.form(*i)).collect::<Vec<_>>().join(" ");
        let named = syntax.upos(head) == Upos::Propn;
        (!name.is_empty()).then(|| Party { id: String::new(), name, country: None, named })
    };
    (actors.into_iter().filter_map(party).collect(), recipients.into_iter().filter_map(party).collect())
}

/// The names of times in a sentence.
fn time(reading: &Reading, text: &str, sentence: Span) -> Option<String> {
    let dates = reading.names.iter().filter(|name| name.class == NameClass::Date).map(|name| reading.span(&name.tokens));
    let words: Vec<&str> = dates.filter(|span| sentence.contains(*span)).map(|span| span.of(text)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next().unwrap_or(tag);
    let (before, rest) = tag.split_once(&format!("{name}=\""))?;
    let is_whole = before.is_empty() || before.ends_with(char::is_whitespace);
    is_whole.then(|| rest.split('"').next().unwrap_or(""))
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_has_its_sentences_on_lines_and_its_events_marked() {
        let xml = r#"<Document doc_name="9_1ecb.xml" doc_id="DOC1">
<token t_id="1" sentence="0" number="0">Rain</token>
<token t_id="2" sentence="0" number="1">&amp;</token>
<token t_id="3" sentence="1" number="0">Halvik</token>
<token t_id="4" sentence="1" number="1">flooded</token>
<Markables>
<ACTION_OCCURRENCE m_id="7"  >
  <token_anchor t_id="4"/>
</ACTION_OCCURRENCE>
<NEG_ACTION_STATE m_id="8"  >
  <token_anchor t_id="1"/>
  <token_anchor t_id="2"/>
</NEG_ACTION_STATE>
<ACTION_OCCURRENCE m_id="9" RELATED_TO="" TAG_DESCRIPTOR="t9_flood" instance_id="ACT1" />
<LOC_GEO m_id="10"  >
  <token_anchor t_id="3"/>
</LOC_GEO>
</Markables>
</Document>"#;
        let document = Document::parse("9_1ecb".to_owned(), xml);
        assert_eq!(document.text, "Rain &\nHalvik flooded");
        let mentions: Vec<(&str, Vec<&str>)> =
            document.mentions.iter().map(|(id, spans)| (id.as_str(), spans.iter().map(|span| span.of(&document.text)).collect())).collect();
        assert_eq!(mentions, [("8", vec!["Rain", "&"]), ("7", vec!["flooded"])]);
    }

    #[test]
    fn what_is_no_document_has_no_tokens() {
        assert_eq!(Document::parse("x".to_owned(), "<token <token t_id=\"1\"").text, "");
    }
}
