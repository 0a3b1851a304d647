//! Web archives (WARC): the pages that a crawler fetched, as CC-NEWS and the Internet Archive keep them.
//!
//! Read here and not by a library, since the format is a few lines of headers before each record (ISO 28500), and what is wanted of it is to
//! give all that comes before a damage and to say where that is.

use super::http::{self, Headers};
use super::{Item, broken};
use crate::{Document, Format, MAX_PAGE};
use dateline_model::{Fact, Origin, Problem, Severity};
use std::io::{self, BufRead, BufReader, Read};

/// Headers of a record are some hundred bytes.
const MAX_HEADERS: usize = 64 << 10;

/// The pages of an archive.
pub(super) fn pages<'r>(read: impl Read + Send + 'r) -> impl Iterator<Item = Item> + Send + 'r {
    let mut archive = Some(Archive { read: BufReader::with_capacity(64 << 10, read), number: 0 });
    std::iter::from_fn(move || {
        let open = archive.as_mut()?;
        match open.next_page() {
            Ok(Some(item)) => Some(item),
            Ok(None) => {
                archive = None;
                None
            }
            Err(error) => {
                let note = format!("record {}: {error}; the records before it are read", open.number);
                archive = None;
                Some(Err(Problem { note, ..broken(&error) }))
            }
        }
    })
}

struct Archive<R> {
    read: BufReader<R>,
    /// The number of the record at hand, from 1.
    number: usize,
}

impl<R: Read> Archive<R> {
    /// The next record that is a page; requests, revisits, pictures and what the server refused are passed over.
    fn next_page(&mut self) -> io::Result<Option<Item>> {
        while let Some(headers) = self.headers()? {
            let length: u64 = headers.get("content-length").and_then(|l| l.parse().ok()).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "it has no Content-Length, so that the records after it cannot be found")
            })?;
            let kind = headers.get("warc-type").unwrap_or_default().to_ascii_lowercase();
            let wanted = ["response", "resource", "conversion"].contains(&kind.as_str());
            let address = headers.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
            if !wanted || length > (MAX_PAGE as u64) + (MAX_HEADERS as u64) {
                self.skip(length)?;
                if wanted {
                    return Ok(Some(Err(self.too_large(&address))));
                }
                continue;
            }
            let mut block = Vec::new();
            if (&mut self.read).take(length).read_to_end(&mut block)? < length as usize {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    format!("the file ends within it ({address}); fetch or copy it again"),
                ));
            }
            if let Some(mut document) = page(&kind, &headers, block) {
                document.key = self.number.to_string();
                document.add(Fact::Address, &address, Origin::Crawl);
                document.add(Fact::Published, headers.get("warc-date").unwrap_or_default(), Origin::Crawl);
                return Ok(Some(Ok(document)));
            }
        }
        Ok(None)
    }

    /// The headers of the next record; none at the end.
    fn headers(&mut self) -> io::Result<Option<Headers>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            if (&mut self.read).take(MAX_HEADERS as u64).read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                break;
            }
        }
        self.number += 1;
        if !line.starts_with(b"WARC/") {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "it does not begin like a record of a web archive; the file is damaged",
            ));
        }
        let mut head = Vec::new();
        loop {
            let before = head.len();
            let limit = MAX_HEADERS.saturating_sub(before) as u64;
            let n = (&mut self.read).take(limit).read_until(b'\n', &mut head)?;
            if n == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends within its headers; fetch or copy it again"));
            }
            if head.get(before..).is_some_and(|line| line.trim_ascii().is_empty()) {
                return Ok(Some(Headers::parse(&head)));
            }
        }
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut (&mut self.read).take(length), &mut io::sink())?;
        if skipped < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends within it; fetch or copy it again"));
        }
        Ok(())
    }

    fn too_large(&self, address: &str) -> Problem {
        let note = format!(
            "record {} ({address}): the page is larger than {} MB, which no article is; it is left out",
            self.number,
            MAX_PAGE >> 20
        );
        Problem::new("too-large", Severity::Warning, note)
    }
}

/// The document of a record, if it is one.
fn page(kind: &str, headers: &Headers, block: Vec<u8>) -> Option<Document> {
    let stated = headers.get("content-type").unwrap_or_default().to_ascii_lowercase();
    if kind == "response" {
        return stated.starts_with("application/http").then(|| http::response(block)).flatten();
    }
    // A conversion is the text that somebody took out of a page (WET files of Common Crawl).
    let format = if kind == "conversion" && stated.starts_with("text/plain") { Format::Text } else { http::format(&stated)? };
    Some(Document { encoding: http::charset(&stated), ..Document::new(format, block) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, address: &str, content_type: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-05-25T10:00:00Z\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn archive() -> String {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-2\r\n\r\n<p>The mayor left.</p>";
        let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Nothing.</p>";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n...";
        let http = "application/http; msgtype=response";
        [
            record("warcinfo", "", "application/warc-fields", "software: x"),
            record("response", "https://orvale.example/mayor", http, page),
            record("request", "https://orvale.example/mayor", "application/http; msgtype=request", "GET /"),
            record("response", "https://orvale.example/gone", http, gone),
            record("response", "https://orvale.example/logo.png", http, picture),
            record("conversion", "https://orvale.example/judge", "text/plain", "The judge stayed."),
        ]
        .concat()
    }

    fn told(bytes: &[u8]) -> Vec<String> {
        let told = |item: Item| match item {
            Ok(d) => {
                let known: Vec<&str> = d.evidence.iter().map(|e| e.value.as_str()).collect();
                format!("{} {:?} {:?} {} {}", d.key, d.format, d.encoding, String::from_utf8_lossy(&d.bytes), known.join(" "))
            }
            Err(problem) => format!("{}: {}", problem.id, problem.note),
        };
        pages(bytes).map(told).collect()
    }

    const MAYOR: &str = "2 Html Some(\"iso-8859-2\") <p>The mayor left.</p> https://orvale.example/mayor 2022-05-25T10:00:00Z";

    #[test]
    fn pages_are_taken_and_the_rest_is_passed_over() {
        assert_eq!(told(archive().as_bytes()), [MAYOR, "6 Text None The judge stayed. https://orvale.example/judge 2022-05-25T10:00:00Z"]);
    }

    #[test]
    fn an_archive_that_breaks_off_gives_what_is_whole() {
        let archive = archive();
        let cut = &archive[..archive.len() - 12];
        let expected = "broken: record 6: the file ends within it (https://orvale.example/judge); fetch or copy it again; the records before it are read";
        assert_eq!(told(cut.as_bytes()), [MAYOR, expected]);
        let cut = &archive[..archive.find("WARC-Type: conversion").expect("a record")];
        assert!(told(cut.as_bytes()).last().is_some_and(|p| p.contains("record 6: the file ends within its headers")));
    }

    #[test]
    fn a_damaged_record_is_named() {
        let damaged = archive().replacen("WARC/1.0\r\nWARC-Type: request", "XARC/1.0\r\nWARC-Type: request", 1);
        let told = told(damaged.as_bytes());
        assert_eq!(told.len(), 2);
        assert!(told[1].starts_with("broken: record 3: it does not begin like a record"), "{}", told[1]);
    }
}
