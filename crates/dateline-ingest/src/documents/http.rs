//! What servers send: headers, and bodies that may be packed or in pieces.

use crate::{Document, Format, MAX_PAGE};
use std::io::Read;

/// Header lines by their names.
#[derive(Debug, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(super) fn parse(head: &[u8]) -> Headers {
        let text = String::from_utf8_lossy(head);
        let pairs = text.lines().filter_map(|line| line.split_once(':'));
        Headers(pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// The document in a response, if it is one that succeeded.
pub(super) fn response(bytes: Vec<u8>) -> Option<Document> {
    let body = bytes
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .map(|at| at + 4)
        .or_else(|| bytes.windows(2).position(|w| w == b"\n\n").map(|at| at + 2))?;
    let head = bytes.get(..body)?;
    let status = head.split(|b| *b == b' ').nth(1)?;
    if !status.starts_with(b"2") {
        return None;
    }
    let headers = Headers::parse(head);
    let stated = headers.get("content-type").unwrap_or("text/html").to_ascii_lowercase();
    let format = format(&stated)?;
    let body = bytes.get(body..)?.to_vec();
    // Archives often keep the header of an encoding that they have undone.
    let body = match headers.get("transfer-encoding") {
        Some(encoding) if encoding.eq_ignore_ascii_case("chunked") => joined(&body).unwrap_or(body),
        _ => body,
    };
    let body = unpacked(headers.get("content-encoding").unwrap_or_default(), body);
    Some(Document { encoding: charset(&stated), ..Document::new(format, body) })
}

/// The format of a content type; none for pictures, scripts and the like.
pub(super) fn format(content_type: &str) -> Option<Format> {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" | "" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        _ => None,
    }
}

/// The encoding that a content type names.
pub(super) fn charset(content_type: &str) -> Option<String> {
    let name = content_type.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="))?;
    Some(name.trim().trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty())
}

/// A body in pieces, each with its length before it; none when it is not.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let mut rest = body;
    loop {
        let end = rest.iter().take(32).position(|b| *b == b'\n')?;
        let length = std::str::from_utf8(rest.get(..end)?).ok()?.split(';').next()?.trim();
        let length = usize::from_str_radix(length, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

/// A body unpacked as its header says; itself when it is not packed that way. One larger than a page may be is cut just above the limit.
fn unpacked(encoding: &str, body: Vec<u8>) -> Vec<u8> {
    let mut text = Vec::new();
    let limit = MAX_PAGE as u64 + 1;
    let done = match encoding.to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(body.as_slice()).take(limit).read_to_end(&mut text),
        "deflate" => flate2::read::ZlibDecoder::new(body.as_slice()).take(limit).read_to_end(&mut text),
        "br" => brotli_decompressor::Decompressor::new(body.as_slice(), 4096).take(limit).read_to_end(&mut text),
        "zstd" => zstd::stream::read::Decoder::new(body.as_slice()).and_then(|d| d.take(limit).read_to_end(&mut text)),
        _ => return body,
    };
    if done.is_err() && text.is_empty() { body } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn body(headers: &str, body: &[u8]) -> Option<String> {
        let bytes = [b"HTTP/1.1 200 OK\r\n", headers.as_bytes(), b"\r\n\r\n", body].concat();
        response(bytes).map(|d| String::from_utf8_lossy(&d.bytes).into_owned())
    }

    #[test]
    fn packed_bodies_and_bodies_in_pieces_are_undone() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(b"The mayor left.").expect("packed");
        let packed = packed.finish().expect("packed");
        assert_eq!(body("Content-Encoding: gzip", &packed).as_deref(), Some("The mayor left."));
        assert_eq!(body("Content-Encoding: gzip", b"The mayor left.").as_deref(), Some("The mayor left."));
        let pieces = b"A;x=y\r\nThe mayor \r\n5\r\nleft.\r\n0\r\n\r\n";
        assert_eq!(body("Transfer-Encoding: chunked", pieces).as_deref(), Some("The mayor left."));
        assert_eq!(body("Transfer-Encoding: chunked", b"The mayor left.").as_deref(), Some("The mayor left."));
    }

    #[test]
    fn what_is_no_page_is_none() {
        assert_eq!(body("Content-Type: image/png", b"x"), None);
        assert_eq!(response(b"HTTP/1.1 301 Moved\r\n\r\n".to_vec()), None);
        assert_eq!(response(b"".to_vec()), None);
        assert_eq!(charset("text/html; charset=\"UTF-8\"").as_deref(), Some("UTF-8"));
    }
}
