//! Bytes to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use dateline_model::{Problem, Severity};
use encoding_rs::{Encoding, UTF_8};

/// Files that people take for text, by their first bytes, and what to do about them.
const FORMATS: [(&[u8], &str); 7] = [
    (b"%PDF-", "a PDF file; save its text as plain text first"),
    (b"PK\x03\x04", "a zip archive or an office document; save its text as plain text first"),
    (b"{\\rtf", "an RTF document; save it as plain text first"),
    (b"\xD0\xCF\x11\xE0", "an office document; save its text as plain text first"),
    (b"\x1F\x8B", "compressed with gzip; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
];

/// One control character in fifty: a random byte is one of them with probability 0.11, text has next to none.
const CONTROL_SHARE: usize = 50;

/// Decodes the bytes of a text file.
///
/// # Errors
/// A problem of severity error when the bytes are not text.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Vec<Problem>), Problem> {
    if let Some((_, what)) = FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(binary(what));
    }
    let mut problems = Vec::new();
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
            if encoding == UTF_8 {
                let note = "the file begins with a byte order mark; it is not part of the text and not counted in offsets";
                problems.push(Problem::new("byte-order-mark", Severity::Note, note));
            } else {
                problems.push(not_utf8(encoding, "by its byte order mark"));
            }
            if broken {
                problems.push(invalid());
            }
            text.into_owned()
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => guess(bytes, &mut problems),
        },
    };
    let controls = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if controls * CONTROL_SHARE > text.chars().count() {
        return Err(binary("binary data, not text"));
    }
    Ok((text, problems))
}

/// True when the text begins like an HTML page.
pub(crate) fn looks_like_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// Decodes bytes that are not valid UTF-8 and carry no mark.
fn guess(bytes: &[u8], problems: &mut Vec<Problem>) -> String {
    if is_damaged_utf8(bytes) {
        problems.push(invalid());
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    problems.push(not_utf8(encoding, "by the look of it"));
    if broken {
        problems.push(invalid());
    }
    text.into_owned()
}

/// True when more characters outside ASCII are well-formed UTF-8 than not: other encodings hit upon well-formed sequences
/// only by chance.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

fn binary(what: &str) -> Problem {
    Problem::new("binary", Severity::Error, format!("this is {what}"))
}

fn invalid() -> Problem {
    let note = "some bytes do not fit the encoding of the rest; each is replaced by the character U+FFFD";
    Problem::new("invalid-bytes", Severity::Warning, note)
}

fn not_utf8(encoding: &'static Encoding, how: &str) -> Problem {
    let name = encoding.name();
    let note = format!("the file is not UTF-8; it is read as {name} {how}; if letters are wrong, save it as UTF-8");
    Problem::new("not-utf-8", Severity::Warning, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, ids: &[&str]) {
        let (decoded, problems) = decode(bytes).expect("text");
        assert_eq!(decoded, text);
        assert_eq!(problems.iter().map(|p| p.id).collect::<Vec<_>>(), ids);
    }

    #[test]
    fn utf8_stays_as_it_is_with_its_line_ends() {
        check("Zoë said:\r\n\tno.\r\n".as_bytes(), "Zoë said:\r\n\tno.\r\n", &[]);
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        check(b"\xEF\xBB\xBFZo\xC3\xAB", "Zoë", &["byte-order-mark"]);
    }

    #[test]
    fn utf16_is_known_by_its_mark() {
        let le: Vec<u8> = [0xFF, 0xFE].into_iter().chain("Zoë left.".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        check(&le, "Zoë left.", &["not-utf-8"]);
        let be: Vec<u8> = [0xFE, 0xFF].into_iter().chain("Zoë left.".encode_utf16().flat_map(u16::to_be_bytes)).collect();
        check(&be, "Zoë left.", &["not-utf-8"]);
    }

    #[test]
    fn windows_1252_is_known_by_its_look() {
        check(b"\x93We won\x92t leave,\x94 Zo\xEB said in the caf\xE9.", "“We won’t leave,” Zoë said in the café.", &["not-utf-8"]);
    }

    #[test]
    fn windows_1251_is_known_by_its_look() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("Президент заявил в понедельник, что переговоров не будет.");
        check(&bytes, "Президент заявил в понедельник, что переговоров не будет.", &["not-utf-8"]);
    }

    #[test]
    fn damaged_utf8_stays_utf8() {
        check(b"\xE2\x80\x9CNo,\xE2\x80\x9D she said\xE2\x80", "“No,” she said\u{FFFD}", &["invalid-bytes"]);
    }

    #[test]
    fn what_is_not_text_is_refused_with_a_way_out() {
        assert!(decode(b"%PDF-1.7 ...").is_err_and(|p| p.note.contains("plain text first")));
        assert!(decode(&[0, 1, 2, 3, 0, 0, 9]).is_err_and(|p| p.id == "binary" && p.severity == Severity::Error));
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise).is_err_and(|p| p.id == "binary"));
    }

    #[test]
    fn html_is_known_by_its_first_tag() {
        assert!(looks_like_html("\n <!DOCTYPE html><html>"));
        assert!(!looks_like_html("<b>Orvale</b>"));
    }
}
