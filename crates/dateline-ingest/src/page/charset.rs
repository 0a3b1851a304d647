//! The encoding of a page: pages say it in several places, and some say it wrong.

use crate::decode;
use dateline_model::{Problem, Severity};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Where browsers look for the name of the encoding is the first 1024 bytes; pages put it later.
const HEAD: usize = 8192;

/// Decodes a page. What the bytes are wins over what somebody says: well-formed UTF-8 with letters outside ASCII is UTF-8.
///
/// # Errors
/// When the bytes are no text.
pub(super) fn decode(bytes: &[u8], stated: Option<&str>) -> Result<(String, Vec<Problem>), Problem> {
    if Encoding::for_bom(bytes).is_some() {
        return decode::decode(bytes).map(|(text, problems)| (text, problems.into_iter().filter(|p| p.id == "invalid-bytes").collect()));
    }
    let label = stated.and_then(named).or_else(|| in_page(bytes));
    let text = std::str::from_utf8(bytes);
    // An ISO 2022 encoding looks like ASCII.
    if let (Ok(text), None) = (text, label.filter(|encoding| !encoding.is_ascii_compatible())) {
        let wrong = label.filter(|encoding| *encoding != UTF_8 && !text.is_ascii());
        return Ok((checked(text.to_owned())?, wrong.map(mislabelled).into_iter().collect()));
    }
    let Some(encoding) = label.filter(|encoding| *encoding != UTF_8) else {
        // It says UTF-8, or nothing, and is something else or damaged.
        let (text, problems) = decode::decode(bytes)?;
        return Ok((text, problems));
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken || (encoding == WINDOWS_1252 && text.contains(['\u{81}', '\u{8D}', '\u{8F}', '\u{90}', '\u{9D}'])) {
        let (text, mut problems) = decode::decode(bytes)?;
        problems.push(mislabelled(encoding));
        return Ok((text, problems));
    }
    Ok((checked(text.into_owned())?, Vec::new()))
}

fn checked(text: String) -> Result<String, Problem> {
    match text.bytes().take(HEAD).filter(|b| *b == 0).count() {
        0 => Ok(text),
        _ => decode::decode(text.as_bytes()).map(|(text, _)| text),
    }
}

fn named(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().trim_matches(['"', '\'']).as_bytes())
}

/// The encoding that the head of a page names, `<meta charset=...>` or `content="text/html; charset=..."`.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD.min(bytes.len()))?.to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let found = head.match_indices("charset").find_map(|(at, word)| {
        let rest = head.get(at + word.len()..)?.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        named(rest.split(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).next()?)
    });
    let in_declaration = || {
        let rest = head.strip_prefix("<?xml")?.split("?>").next()?.split("encoding=").nth(1)?;
        named(rest.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?)
    };
    // A page that names UTF-16 in letters of one byte is not UTF-16.
    found
        .or_else(in_declaration)
        .map(|encoding| if encoding.is_ascii_compatible() || encoding.name() == "ISO-2022-JP" { encoding } else { UTF_8 })
}

fn mislabelled(label: &'static Encoding) -> Problem {
    let note = format!("the page says that it is {}, which it is not; it is read as what it looks like", label.name());
    Problem::new("wrong-encoding", Severity::Note, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], stated: Option<&str>, word: &str, ids: &[&str]) {
        let (text, problems) = decode(bytes, stated).expect("text");
        assert!(text.contains(word), "{text}");
        assert_eq!(problems.iter().map(|p| p.id).collect::<Vec<_>>(), ids, "{text}");
    }

    #[test]
    fn a_page_is_read_in_the_encoding_it_names() {
        check(b"<meta charset=\"windows-1252\"><p>caf\xE9", None, "café", &[]);
        check(b"<meta http-equiv=content-type content='text/html; charset=iso-8859-2'><p>\xB1", None, "ą", &[]);
        check(b"<p>\xB1", Some("ISO-8859-2"), "ą", &[]);
        check(b"<?xml version='1.0' encoding='windows-1251'?><html><p>\xCC\xFD\xF0", None, "Мэр", &[]);
        check("<meta charset=utf-8><p>café".as_bytes(), None, "café", &[]);
    }

    #[test]
    fn a_wrong_name_is_found_out() {
        check("<meta charset=iso-8859-1><p>café, “no”".as_bytes(), None, "café, “no”", &["wrong-encoding"]);
        check(b"<meta charset=utf-8><p>The caf\xE9 owner Zo\xEB left the \x93old town\x94.", None, "café", &["not-utf-8"]);
        check("<meta charset=utf-16><p>café".as_bytes(), None, "café", &[]);
    }

    #[test]
    fn binary_data_are_no_page() {
        assert!(decode(b"\x00\x01\x02\x00\x00\x05", None).is_err());
    }
}
