//! Feeds: RSS, Atom and JSON Feed.

use super::{Item, broken};
use crate::{Document, Format, day};
use chrono::{DateTime, NaiveDate, Utc};
use dateline_model::{Fact, Origin, Problem, Severity};
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::{Builder, Parser};
use std::io::Read;

/// The longest feeds have some MB.
const MAX_FEED: usize = 64 << 20;

/// Below this number of characters the words of an item are a summary. Of feeds with full texts the shortest articles have about as many.
const SHORT: usize = 600;

/// Ends of a text that goes on elsewhere.
const GOES_ON: [&str; 7] = ["…", "...", "[...]", "[…]", "read more", "continue reading", "full article"];

/// The items of a feed.
pub(super) fn items(read: impl Read) -> Vec<Item> {
    let mut bytes = Vec::new();
    match read.take(MAX_FEED as u64 + 1).read_to_end(&mut bytes) {
        Ok(n) if n > MAX_FEED => {
            let note = format!("the feed is larger than {} MB; split it", MAX_FEED >> 20);
            return vec![Err(Problem::new("too-large", Severity::Error, note))];
        }
        Ok(_) => {}
        Err(error) if bytes.is_empty() => return vec![Err(broken(&error))],
        // What came before the end is mended below as far as it can be.
        Err(_) => {}
    }
    match parser().parse(bytes.as_slice()) {
        Ok(feed) => documents(&feed),
        Err(error) => one_by_one(&bytes, &error.to_string()),
    }
}

/// The addresses of the feeds in a list of feeds (OPML), in its order. Such lists are often not well-formed, so they are not parsed.
pub fn feeds_in_opml(bytes: &[u8]) -> Vec<String> {
    let text = crate::decode::decode(bytes).map(|(text, _)| text).unwrap_or_default();
    let address = |rest: &str| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let mark = rest.chars().next().filter(|c| *c == '"' || *c == '\'')?;
        let address = rest.get(1..)?.split(mark).next()?.trim();
        Some(address.replace("&amp;", "&")).filter(|address| address.starts_with("http://") || address.starts_with("https://"))
    };
    let lower = text.to_ascii_lowercase();
    let found = lower.match_indices("xmlurl").filter_map(|(at, word)| address(text.get(at + word.len()..)?));
    let mut all: Vec<String> = Vec::new();
    found.for_each(|address| {
        if !all.contains(&address) {
            all.push(address);
        }
    });
    all
}

fn parser() -> Parser {
    // Days are those of the place that wrote them, as everywhere; noon keeps them that in any zone.
    let noon = |written: &str| -> Option<DateTime<Utc>> {
        let day = day::parse(written)?;
        let date = NaiveDate::from_ymd_opt(i32::from(day.year()), u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?)?;
        Some(date.and_hms_opt(12, 0, 0)?.and_utc())
    };
    Builder::new().sanitize_content(false).timestamp_parser(noon).build()
}

fn documents(feed: &Feed) -> Vec<Item> {
    let outlet = feed.title.as_ref().map_or("", |title| title.content.as_str());
    feed.entries.iter().enumerate().map(|(i, entry)| document(entry, outlet, i + 1)).collect()
}

/// Reads a feed that is not well-formed item by item, so that one bad character costs one item.
fn one_by_one(bytes: &[u8], error: &str) -> Vec<Item> {
    let text = crate::decode::decode(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), |(text, _)| text);
    let text = with_references(&text);
    let failed = || vec![Err(Problem::new("unreadable-feed", Severity::Error, format!("the feed cannot be read ({error})")))];
    let (name, end) = if text.contains("<item") { ("item", "</item>") } else { ("entry", "</entry>") };
    let starts = |from: &str| {
        let open = format!("<{name}");
        let is_tag = |at: &usize| from.get(at + open.len()..).is_some_and(|rest| rest.starts_with(['>', ' ', '\n', '\r', '\t']));
        from.match_indices(&open).map(|(at, _)| at).find(is_tag)
    };
    let Some(first) = starts(&text) else { return failed() };
    let head = text.get(..first).unwrap_or_default();
    // The encoding was undone; what the declaration says of it is no longer so.
    let head = head.split_once("?>").map_or(head, |(_, rest)| rest);
    let tail = if name == "entry" {
        "</feed>"
    } else if head.contains("<rdf:RDF") && head.contains("</channel>") {
        "</rdf:RDF>"
    } else if head.contains("<rdf:RDF") {
        "</channel></rdf:RDF>"
    } else {
        "</channel></rss>"
    };
    let mut found = Vec::new();
    let mut rest = text.get(first..).unwrap_or_default();
    let mut number = 0;
    loop {
        number += 1;
        let Some((item, after)) = rest.find(end).and_then(|at| rest.split_at_checked(at + end.len())) else {
            if starts(rest).is_some() {
                let note = format!("item {number}: the feed ends within it; the items before it are read");
                found.push(Err(Problem::new("unreadable-record", Severity::Error, note)));
            }
            break;
        };
        match parser().parse(format!("{head}{item}{tail}").as_bytes()) {
            Ok(feed) if !feed.entries.is_empty() => {
                let outlet = feed.title.as_ref().map_or("", |title| title.content.as_str());
                found.extend(feed.entries.iter().map(|entry| document(entry, outlet, number)));
            }
            Ok(_) => {}
            Err(error) => {
                let note = format!("item {number}: it is no well-formed XML ({error}); the other items are read");
                found.push(Err(Problem::new("unreadable-record", Severity::Error, note)));
            }
        }
        let Some(next) = starts(after) else { break };
        rest = after.get(next..).unwrap_or_default();
    }
    if found.iter().all(Result::is_err) { failed() } else { found }
}

/// Makes references of ampersands that begin none ("AT&T"), the commonest fault of feeds; within CDATA they stand for themselves.
fn with_references(text: &str) -> String {
    const MARK: &str = "<![CDATA[";
    const END: &str = "]]>";
    let is_reference = |rest: &str| {
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        let name = name.strip_prefix('#').unwrap_or(name);
        !name.is_empty() && name.len() <= 32 && name.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (words, marked) = rest.split_at(rest.find(MARK).unwrap_or(rest.len()));
        for (i, piece) in words.split('&').enumerate() {
            out += if i == 0 {
                ""
            } else if is_reference(piece) {
                "&"
            } else {
                "&amp;"
            };
            out += piece;
        }
        let (marked, after) = marked.split_at(marked.find(END).map_or(marked.len(), |at| at + END.len()));
        out += marked;
        rest = after;
    }
    out
}

fn document(entry: &Entry, outlet: &str, number: usize) -> Item {
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
    let summary = entry.summary.as_ref().map_or("", |summary| summary.content.as_str());
    let words = if content.len() >= summary.len() { content } else { summary };
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate")).or_else(|| entry.links.first());
    let format = if is_whole(words) { Format::Fragment } else { Format::Summary };
    if words.trim().is_empty() && link.is_none() {
        return Err(Problem::new("unreadable-record", Severity::Warning, format!("item {number}: it has neither a text nor a link")));
    }
    let mut document = Document::new(format, words).with_key(if entry.id.is_empty() { number.to_string() } else { entry.id.clone() });
    document.encoding = Some("utf-8".to_owned());
    document.add(Fact::Address, link.map_or("", |link| link.href.as_str()), Origin::Feed);
    document.add(Fact::Headline, entry.title.as_ref().map_or("", |title| title.content.as_str()), Origin::Feed);
    let authors: Vec<&str> = entry.authors.iter().filter_map(|author| author.name.as_deref()).filter(|name| *name != "unknown").collect();
    document.add(Fact::Byline, &authors.join(", "), Origin::Feed);
    document.add(Fact::Outlet, outlet, Origin::Feed);
    for (fact, time) in [(Fact::Published, entry.published), (Fact::Modified, entry.updated.filter(|time| Some(*time) != entry.published))]
    {
        document.add(fact, &time.map(|time| time.date_naive().to_string()).unwrap_or_default(), Origin::Feed);
    }
    Ok(document)
}

/// True when the words of an item are its article and no summary of it.
fn is_whole(words: &str) -> bool {
    let text = crate::page::fragment(words);
    let end = text.trim_end().to_lowercase();
    text.chars().count() >= SHORT && !GOES_ON.iter().any(|mark| end.ends_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rss(items: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Orvale Times</title>{items}</channel></rss>"
        )
    }

    fn item(number: usize, words: &str) -> String {
        format!(
            "<item><title>Mayor leaves {number}</title><link>https://orvale.example/{number}</link><guid>g{number}</guid>\
             <dc:creator>Jane Roe</dc:creator><pubDate>Mon, 23 May 2022 23:30:00 -0500</pubDate><description>{words}</description></item>"
        )
    }

    fn told(feed: &str) -> Vec<String> {
        let told = |item: Item| match item {
            Ok(d) => {
                let known: Vec<String> = d.evidence.iter().map(|e| format!("{}={}", e.fact.as_str(), e.value)).collect();
                format!("{} {:?} {}", d.key, d.format, known.join(" "))
            }
            Err(problem) => format!("{}: {}", problem.id, problem.note),
        };
        items(feed.as_bytes()).into_iter().map(told).collect()
    }

    #[test]
    fn an_item_with_its_text_is_an_article_and_else_a_summary() {
        let long = "The mayor of Orvale left the hall. ".repeat(30);
        let feed =
            rss(&(item(1, &format!("&lt;p&gt;{long}&lt;/p&gt;")) + &item(2, "The mayor left.") + &item(3, &format!("{long} Read more"))));
        let known = |n: usize| {
            format!("address=https://orvale.example/{n} headline=Mayor leaves {n} byline=Jane Roe outlet=Orvale Times published=2022-05-23")
        };
        assert_eq!(
            told(&feed),
            [format!("g1 Fragment {}", known(1)), format!("g2 Summary {}", known(2)), format!("g3 Summary {}", known(3))]
        );
    }

    #[test]
    fn an_atom_feed_keeps_publication_and_change_apart() {
        let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Orvale Times</title><id>f</id><updated>2022-05-24T00:00:00Z</updated><entry>\
                    <title>Mayor</title><id>e1</id><link href=\"https://orvale.example/1\"/><published>2022-05-23T10:00:00Z</published>\
                    <updated>2022-05-24T10:00:00Z</updated><summary>Left.</summary></entry></feed>";
        assert_eq!(
            told(feed),
            ["e1 Summary address=https://orvale.example/1 headline=Mayor outlet=Orvale Times published=2022-05-23 modified=2022-05-24"]
        );
    }

    #[test]
    fn a_malformed_item_costs_itself() {
        let feed = rss(&(item(1, "One.") + &item(2, "<b>Two & <i>") + &item(3, "Three.")));
        let told = told(&feed);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("g1 ") && told[2].starts_with("g3 "));
        assert!(told[1].starts_with("unreadable-record: item 2: "), "{}", told[1]);
    }

    #[test]
    fn ampersands_that_begin_no_reference_cost_nothing() {
        let feed = rss(&item(1, "Baker & Sons, AT&T &#8220;x&#8221; &lt;b&gt;")).replace("Orvale Times", "Orvale News & Views");
        let items = items(feed.as_bytes());
        let document = items.first().and_then(|item| item.as_ref().ok()).expect("a document");
        assert!(document.evidence.iter().any(|e| e.value == "Orvale News & Views"), "{:?}", document.evidence);
        assert_eq!(document.bytes, b"Baker & Sons, AT&T \xe2\x80\x9cx\xe2\x80\x9d <b>");
        assert_eq!(with_references("a & <![CDATA[b & c]]> &amp; &d <![CDATA[&"), "a &amp; <![CDATA[b & c]]> &amp; &amp;d <![CDATA[&");
    }

    #[test]
    fn a_feed_that_breaks_off_gives_what_is_whole() {
        let feed = rss(&(item(1, "One.") + &item(2, "Two.")));
        let told = told(&feed[..feed.find("Two.").expect("the second")]);
        assert!(told[0].starts_with("g1 "), "{told:?}");
        assert_eq!(told[1], "unreadable-record: item 2: the feed ends within it; the items before it are read");
        assert_eq!(items(&b"<rss><channel>"[..]).len(), 1);
    }

    #[test]
    fn a_list_of_feeds_gives_their_addresses() {
        let opml = "<opml><body><outline text='A' xmlUrl='https://a.example/rss?x=1&amp;y=2'/><outline XMLURL=\"https://b.example/feed\"><outline xmlUrl='file:///etc'/>";
        assert_eq!(feeds_in_opml(opml.as_bytes()), ["https://a.example/rss?x=1&y=2", "https://b.example/feed"]);
    }
}
