//! What a source is, by its first bytes, with the ending of its name as a hint.

use crate::Columns;

/// What a source is once it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A web archive.
    Archive,
    /// A table in Parquet.
    Parquet,
    /// A feed.
    Feed,
    /// A list of feeds.
    FeedList,
    /// A JSON object on each line.
    JsonLines,
    /// JSON objects in a list or one after the other, over any number of lines.
    Json,
    /// A table with this byte between its cells.
    Table(u8),
    /// A web page.
    Html,
    /// Text.
    Text,
}

/// Words of which one stands near the start of a page that lacks a doctype.
const PAGE: [&str; 8] = ["<html", "<head", "<body", "<meta ", "<title", "<div", "<article", "<p>"];

pub(super) fn of(name: &str, head: &[u8], columns: &Columns) -> Kind {
    let ending = ending(name);
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head));
    let start = text.trim_start();
    let first_line = start.lines().next().unwrap_or("");
    if head.starts_with(b"WARC/") {
        return Kind::Archive;
    }
    if head.starts_with(super::parquet::MAGIC) {
        return Kind::Parquet;
    }
    if let Some(kind) = xml(start) {
        return kind;
    }
    match ending.as_str() {
        "tsv" | "tab" => return Kind::Table(b'\t'),
        "csv" => return Kind::Table(separator(first_line)),
        "jsonl" | "ndjson" => return Kind::JsonLines,
        _ => {}
    }
    if start.starts_with('{') && is_object(first_line) {
        return Kind::JsonLines;
    }
    if ending == "json" || start.starts_with("[{") || is_list_of_objects(start) {
        return Kind::Json;
    }
    if is_page(start, &ending) {
        return Kind::Html;
    }
    if columns.text().is_some_and(|column| cells(first_line).any(|cell| cell.eq_ignore_ascii_case(column))) {
        return Kind::Table(separator(first_line));
    }
    Kind::Text
}

/// What an XML document is, by its outermost element.
fn xml(start: &str) -> Option<Kind> {
    let head: String = start.chars().take(4000).collect();
    let is = |name: &str| {
        head.match_indices(name)
            .any(|(at, _)| head.get(at + name.len()..).is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\r', '\t'])))
    };
    if start.starts_with('{') && head.contains("jsonfeed.org/version") {
        return Some(Kind::Feed);
    }
    let doctype = head.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"));
    if !start.starts_with('<') || doctype || is("<html") || is("<HTML") {
        return None;
    }
    if is("<rss") || is("<feed") || is("<rdf:RDF") {
        return Some(Kind::Feed);
    }
    (is("<opml") || is("<OPML")).then_some(Kind::FeedList)
}

/// The last ending of a name in small letters, without those of compression; of an address that of its path.
pub(crate) fn ending(name: &str) -> String {
    let path = name.split(['?', '#']).next().unwrap_or(name);
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut parts = file.rsplit('.').map(str::to_ascii_lowercase).take(file.matches('.').count());
    let mut ending = parts.next().unwrap_or_default();
    while ["gz", "gzip", "zst", "zstd"].contains(&ending.as_str()) {
        ending = parts.next().unwrap_or_default();
    }
    ending
}

fn is_object(line: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
}

fn is_list_of_objects(start: &str) -> bool {
    start.strip_prefix('[').is_some_and(|rest| rest.trim_start().strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"')))
        || start.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"') && rest.contains("\":"))
}

fn is_page(start: &str, ending: &str) -> bool {
    let head: String = start.chars().take(4000).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || (head.starts_with('<') && (PAGE.iter().any(|tag| head.contains(tag)) || ["html", "htm", "xhtml", "shtml"].contains(&ending)))
}

/// The separator that the first line has most of; a comma when it has none.
fn separator(first_line: &str) -> u8 {
    let count = |c: char| first_line.matches(c).count();
    [(b',', ','), (b';', ';'), (b'\t', '\t')].into_iter().rev().max_by_key(|(_, c)| count(*c)).map_or(b',', |(byte, _)| byte)
}

fn cells(first_line: &str) -> impl Iterator<Item = &str> {
    let separator = char::from(separator(first_line));
    first_line.split(separator).map(|cell| cell.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, head: &str, kind: Kind) {
        assert_eq!(of(name, head.as_bytes(), &Columns::default()), kind, "{name}: {head}");
    }

    #[test]
    fn the_content_tells_what_it_is() {
        check("story.txt", "The mayor left.", Kind::Text);
        check("story.txt", "\n<!DOCTYPE html>\n<p>The mayor left.", Kind::Html);
        check("", "<p>The mayor left.</p>", Kind::Html);
        check("", "{\"text\": \"The mayor left.\"}\n{\"text\":", Kind::JsonLines);
        check("", "[\n  {\n \"text\": \"The mayor left.\"", Kind::Json);
        check("", "{\n \"text\": \"The mayor left.\"", Kind::Json);
        check("", "{The mayor left}", Kind::Text);
        check("", "[The mayor left]", Kind::Text);
        check("", "<The mayor> left.", Kind::Text);
        check("", "", Kind::Text);
    }

    #[test]
    fn archives_feeds_and_lists_of_feeds_are_known_by_their_start() {
        check("", "WARC/1.0\r\nWARC-Type: warcinfo", Kind::Archive);
        check("a.xml", "<?xml version='1.0'?>\n<!-- x -->\n<rss version='2.0'><channel>", Kind::Feed);
        check("a.txt", "<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed);
        check("", "{\n \"version\": \"https://jsonfeed.org/version/1.1\",", Kind::Feed);
        check("", "<opml version='2.0'>", Kind::FeedList);
        check("", "<!DOCTYPE html><p>How to write <rss version='2.0'>", Kind::Html);
        check("", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", Kind::Html);
    }

    #[test]
    fn the_ending_is_a_hint() {
        check("a.csv", "id;text\n1;The mayor left.", Kind::Table(b';'));
        check("a.csv.gz", "id,text", Kind::Table(b','));
        check("a.tsv", "id\ttext", Kind::Table(b'\t'));
        check("A.JSONL", "", Kind::JsonLines);
        check("page.html", "<b>The mayor</b> left.", Kind::Html);
    }

    #[test]
    fn a_table_without_an_ending_is_known_by_the_column_of_the_text() {
        let columns = Columns::default().with("text=Body").expect("columns");
        assert_eq!(of("-", b"id,\"Body\"\n1,The mayor left.", &columns), Kind::Table(b','));
        assert_eq!(of("-", b"id,text\n", &columns), Kind::Text);
    }

    #[test]
    fn endings_of_compression_hide_no_ending() {
        assert_eq!(ending("a/b.c/news.warc.gz"), "warc");
        assert_eq!(ending("https://example.org/feed.xml?x=a.b"), "xml");
        assert_eq!(ending("news"), "");
        assert_eq!(ending(".gz"), "");
    }
}
