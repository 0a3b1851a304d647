//! JSON: an object a line, or objects in a list or one after the other.

use super::{Item, broken};
use crate::Columns;
use dateline_model::{Problem, Severity};
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader, Read};

/// A longer object is no article: the longest text is 3 MB, and a page 16 MB.
const MAX_OBJECT: usize = 64 << 20;

/// An object a line.
pub(super) fn lines<'r>(read: impl Read + Send + 'r, columns: Columns) -> impl Iterator<Item = Item> + Send + 'r {
    let mut read = Some(BufReader::new(read));
    let mut number = 0usize;
    std::iter::from_fn(move || {
        loop {
            let line = match next_line(read.as_mut()?) {
                Ok(Some(line)) => line,
                Ok(None) => return None,
                Err(error) => {
                    read = None;
                    let note = format!("after line {number}: {error}; the lines before it are read");
                    return Some(Err(Problem { note, ..broken(&error) }));
                }
            };
            number += 1;
            let line = match line {
                Line::Whole(line) => line,
                Line::TooLong => return Some(Err(unreadable(&format!("line {number}"), "it is longer than 64 MB"))),
            };
            let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
            if !line.trim_ascii().is_empty() {
                return Some(item(line, &format!("line {number}"), &number.to_string(), &columns));
            }
        }
    })
}

/// Objects in a list, or one after the other, over any number of lines.
pub(super) fn objects<'r>(read: impl Read + Send + 'r, columns: Columns) -> impl Iterator<Item = Item> + Send + 'r {
    let mut read = Some(BufReader::new(read));
    let mut number = 0usize;
    std::iter::from_fn(move || {
        let place = format!("object {}", number + 1);
        number += 1;
        match next_object(read.as_mut()?) {
            Ok(Object::Whole(object)) => Some(item(&object, &place, &number.to_string(), &columns)),
            Ok(Object::TooLong) => Some(Err(unreadable(&place, "it is longer than 64 MB"))),
            Ok(Object::End { within: false }) => {
                read = None;
                None
            }
            Ok(Object::End { within: true }) => {
                read = None;
                Some(Err(unreadable(&place, "the file ends within it; the objects before it are read")))
            }
            Err(error) => {
                read = None;
                let note = format!("{place}: {error}; the objects before it are read");
                Some(Err(Problem { note, ..broken(&error) }))
            }
        }
    })
}

fn item(json: &[u8], place: &str, key: &str, columns: &Columns) -> Item {
    let object: Map<String, Value> = serde_json::from_slice(json)
        .or_else(|error| std::str::from_utf8(json).err().map_or(Err(error), |_| serde_json::from_str(&String::from_utf8_lossy(json))))
        .map_err(|error| unreadable(place, &said(&error)))?;
    let document = columns.document(&object).map_err(|problem| Problem { note: format!("{place}: {}", problem.note), ..problem })?;
    Ok(document.with_key(key))
}

/// What is wrong, without the line, which the object's place tells.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    format!("this is no JSON object ({what})")
}

fn unreadable(place: &str, what: &str) -> Problem {
    Problem::new("unreadable-record", Severity::Error, format!("{place}: {what}"))
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The next line; of one that is too long nothing is kept.
fn next_line(read: &mut impl BufRead) -> std::io::Result<Option<Line>> {
    let mut line = Vec::new();
    let n = read.by_ref().take(MAX_OBJECT as u64).read_until(b'\n', &mut line)?;
    if n == 0 {
        return Ok(None);
    }
    if n < MAX_OBJECT || line.ends_with(b"\n") {
        return Ok(Some(Line::Whole(line)));
    }
    loop {
        let buffer = read.fill_buf()?;
        let (n, ends) = buffer.iter().position(|b| *b == b'\n').map_or((buffer.len(), buffer.is_empty()), |at| (at + 1, true));
        read.consume(n);
        if ends {
            return Ok(Some(Line::TooLong));
        }
    }
}

enum Object {
    Whole(Vec<u8>),
    TooLong,
    End { within: bool },
}

/// The next outermost object: what stands between it and the one before does not matter.
fn next_object(read: &mut impl BufRead) -> std::io::Result<Object> {
    let (mut object, mut length) = (Vec::new(), 0usize);
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    loop {
        let buffer = read.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Object::End { within: depth > 0 });
        }
        let mut used = 0;
        let mut done = false;
        for byte in buffer {
            used += 1;
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' if depth > 0 => in_string = !in_string,
                b'{' if !in_string => depth += 1,
                b'}' if !in_string && depth > 0 => {
                    depth -= 1;
                    done = depth == 0;
                }
                _ => {}
            }
            if depth > 0 || done {
                length += 1;
                if length <= MAX_OBJECT {
                    object.push(*byte);
                }
            }
            if done {
                break;
            }
        }
        read.consume(used);
        if done {
            return Ok(if length > MAX_OBJECT { Object::TooLong } else { Object::Whole(object) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(items: impl Iterator<Item = Item>) -> Vec<String> {
        items
            .map(|item| match item {
                Ok(document) => format!("{}: {}", document.key, String::from_utf8_lossy(&document.bytes)),
                Err(problem) => format!("{}: {}", problem.id, problem.note),
            })
            .collect()
    }

    #[test]
    fn a_bad_line_does_not_stop_the_others() {
        let text = "{\"text\": \"One.\"}\n\n{\"text\": \"Two.\"\n[3]\n{\"colour\": \"red\"}\n{\"text\": \"Six.\"}";
        assert_eq!(
            told(lines(text.as_bytes(), Columns::default())),
            [
                "1: One.",
                "unreadable-record: line 3: this is no JSON object (EOF while parsing an object)",
                "unreadable-record: line 4: this is no JSON object (invalid type: sequence, expected a map)",
                "no-text-column: line 5: nothing has a usual name for the text; name the one with the text, --column text=NAME; the columns are colour",
                "6: Six.",
            ]
        );
    }

    #[test]
    fn objects_are_found_in_lists_and_over_lines() {
        let text = "[{\"text\": \"One {}\\\" [\"},\n {\n\"text\": \"Two.\", \"meta\": {\"a\": 1}}]\n{\"text\":\"Three.\"}";
        assert_eq!(told(objects(text.as_bytes(), Columns::default())), ["1: One {}\" [", "2: Two.", "3: Three."]);
    }

    #[test]
    fn a_file_that_ends_within_an_object_gives_those_before() {
        let text = "[{\"text\": \"One.\"}, {\"text\": \"Tw";
        let expected = ["1: One.", "unreadable-record: object 2: the file ends within it; the objects before it are read"];
        assert_eq!(told(objects(text.as_bytes(), Columns::default())), expected);
    }

    #[test]
    fn bytes_that_are_no_utf8_cost_letters_not_lines() {
        assert_eq!(told(lines(&b"{\"text\": \"Zo\xEB left.\"}"[..], Columns::default())), ["1: Zo\u{FFFD} left."]);
    }
}
