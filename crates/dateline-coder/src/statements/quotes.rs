//! Quoted stretches, found by their marks.
//!
//! Marks go astray: in 22 of the 84 PolNeAR development articles the number of double quotation marks is odd. So every
//! paragraph starts afresh, and a quotation still open at its end is kept but marked as unclosed.

use dateline_model::Span;

/// One quoted stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// With its marks.
    pub(crate) outer: Span,
    /// Without them.
    pub(crate) inner: Span,
    /// False when the paragraph ends before the closing mark.
    pub(crate) closed: bool,
    /// True for single marks.
    pub(crate) single: bool,
    /// Index of its paragraph.
    pub(crate) paragraph: usize,
}

/// The quoted stretches of one text, by their start.
pub(crate) struct Quotes {
    pub(crate) list: Vec<Quote>,
    pub(crate) paragraphs: Vec<Span>,
}

impl Quotes {
    /// Finds the quoted stretches of `text`.
    pub(crate) fn find(text: &str) -> Self {
        let paragraphs = paragraphs(text);
        let mut list = Vec::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            double_marks(text, *paragraph, index, &mut list);
            single_marks(text, *paragraph, index, &mut list);
        }
        list.sort_by_key(|q| (q.outer.start, std::cmp::Reverse(q.outer.end)));
        Quotes { list, paragraphs }
    }

    /// True when its paragraph holds nothing but the quotation.
    pub(crate) fn is_whole_paragraph(&self, quote: &Quote) -> bool {
        self.paragraphs.get(quote.paragraph).is_some_and(|p| quote.outer.start == p.start && quote.outer.end + 1 >= p.end)
    }

    /// Quotations that share a byte with `span`, by their start.
    pub(crate) fn overlapping(&self, span: Span) -> impl Iterator<Item = usize> {
        // A quotation ends within its paragraph, so none that starts before the paragraph of `span` can reach it.
        let paragraph = self.paragraphs.partition_point(|p| p.end <= span.start);
        let from = self.paragraphs.get(paragraph).map_or(0, |p| self.list.partition_point(|q| q.outer.start < p.start));
        self.list[from..].iter().enumerate().take_while(move |(_, q)| q.outer.start < span.end).map(move |(i, _)| from + i).filter({
            let list = &self.list;
            move |i| list[*i].outer.overlaps(span)
        })
    }
}

/// Cuts a text where a quotation cannot go on without a new mark: at blank lines, and at every line end unless the text
/// is wrapped to a line length.
fn paragraphs(text: &str) -> Vec<Span> {
    let wrapped = {
        let mut lengths: Vec<usize> = text.lines().map(str::len).filter(|l| *l > 0).collect();
        lengths.sort_unstable();
        // Mail and old wire copy: most lines end near the same column, none goes far beyond it.
        let at = |share: usize| lengths.get(lengths.len() * share / 100).copied().unwrap_or(0);
        lengths.len() > 8 && at(50) >= 50 && at(50) * 10 >= at(95) * 8 && lengths.last().is_some_and(|l| *l <= 100)
    };
    let (mut list, mut start, mut newlines, mut last) = (Vec::new(), 0, 0, 0);
    for (at, c) in text.char_indices() {
        if c == '\n' {
            newlines += 1;
        } else if !c.is_whitespace() {
            if newlines > usize::from(wrapped) && last > start {
                list.push(Span::new(start, last));
                start = at;
            }
            newlines = 0;
            last = at + c.len_utf8();
        }
    }
    if last > start {
        list.push(Span::new(start, last));
    }
    list
}

/// A quotation mark: what it can do, and its bytes.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Close,
    Either,
}

fn double_marks(text: &str, paragraph: Span, index: usize, list: &mut Vec<Quote>) {
    let body = paragraph.of(text);
    let base = paragraph.start as usize;
    let bytes = body.as_bytes();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    let mut push = |(outer, inner): (usize, usize), inner_end: usize, outer_end: usize, closed: bool| {
        if inner_end > inner {
            let span = |a, b| Span::new(base + a, base + b);
            list.push(Quote { outer: span(outer, outer_end), inner: span(inner, inner_end), closed, single: false, paragraph: index });
        }
    };
    while at < body.len() {
        let rest = &bytes[at..];
        // A run of marks counts as one: CSV doubles them, and old wire copy writes `` and ''.
        let (mark, length) = match rest {
            [b'"', ..] => (Mark::Either, rest.iter().take_while(|b| **b == b'"').count()),
            [b'\'', b'\'', ..] => (Mark::Either, rest.iter().take_while(|b| **b == b'\'').count()),
            [b'`', b'`', ..] => (Mark::Open, rest.iter().take_while(|b| **b == b'`').count()),
            [0xE2, 0x80, 0x9C, ..] | [0xE2, 0x80, 0x9E, ..] => (Mark::Open, 3),
            [0xE2, 0x80, 0x9D, ..] => (Mark::Close, 3),
            [0xC2, 0xAB, ..] => (Mark::Open, 2),
            [0xC2, 0xBB, ..] => (Mark::Close, 2),
            _ => {
                at += 1;
                continue;
            }
        };
        let end = at + length;
        let space_before = body[..at].chars().next_back().is_none_or(char::is_whitespace);
        let word_after = body[end..].chars().next().is_some_and(|c| c.is_alphanumeric());
        let space_after = body[end..].chars().next().is_none_or(char::is_whitespace);
        let mark = match (mark, open.is_some()) {
            (Mark::Either, false) if space_after && !space_before => Mark::Close,
            (Mark::Either, false) => Mark::Open,
            (Mark::Either, true) if space_before && word_after => Mark::Open,
            (Mark::Either, true) => Mark::Close,
            (other, _) => other,
        };
        match (mark, open) {
            (Mark::Open, Some(before)) => {
                // The mark before was never closed: nothing tells where it ended but the sentence.
                let stop = sentence_end(body, before.1, at);
                push(before, stop, stop, false);
                open = Some((at, end));
            }
            (Mark::Open, None) => open = Some((at, end)),
            (_, Some(before)) => {
                push(before, at, end, true);
                open = None;
            }
            (_, None) => {}
        }
        at = end;
    }
    if let Some(before) = open {
        push(before, body.len(), body.len(), false);
    }
}

/// The end of the first sentence after `from`, at most `to`.
fn sentence_end(body: &str, from: usize, to: usize) -> usize {
    let stretch = body.get(from..to).unwrap_or("");
    stretch.find(['.', '!', '?']).map_or(from + stretch.trim_end().len(), |at| from + at + 1)
}

fn single_marks(text: &str, paragraph: Span, index: usize, list: &mut Vec<Quote>) {
    let body = paragraph.of(text);
    if !body.contains(['\'', '‘']) {
        return;
    }
    let base = paragraph.start as usize;
    let chars: Vec<(usize, char)> = body.char_indices().collect();
    let get = |i: usize| chars.get(i).map(|(_, c)| *c);
    let alone = |i: usize| get(i.wrapping_sub(1)) != Some('\'') && get(i + 1) != Some('\'');
    let mut i = 0;
    while i < chars.len() {
        let (at, mark) = chars[i];
        let before = i.checked_sub(1).and_then(get);
        let opens = matches!(mark, '‘' | '\'')
            && alone(i)
            && before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '—' | '–'))
            && get(i + 1).is_some_and(|c| c.is_alphabetic() || matches!(c, '[' | '…'));
        if !opens {
            i += 1;
            continue;
        }
        // An apostrophe after s may be a possessive; a later mark is then the better end.
        let (mut close, mut doubtful) = (None, None);
        for j in i + 1..chars.len().min(i + 400) {
            let c = chars[j].1;
            if matches!(c, '‘' | '"' | '“' | '”') {
                break;
            }
            if matches!(c, '’' | '\'') && alone(j) && !get(j + 1).is_some_and(char::is_alphanumeric) && !chars[j - 1].1.is_whitespace() {
                if chars[j - 1].1 == 's' && get(j + 1) == Some(' ') {
                    doubtful = doubtful.or(Some(j));
                } else {
                    close = Some(j);
                    break;
                }
            }
        }
        match close.or(doubtful) {
            Some(j) => {
                let (inner, inner_end) = (at + mark.len_utf8(), chars[j].0);
                let outer_end = inner_end + chars[j].1.len_utf8();
                let span = |a, b| Span::new(base + a, base + b);
                list.push(Quote {
                    outer: span(at, outer_end),
                    inner: span(inner, inner_end),
                    closed: true,
                    single: true,
                    paragraph: index,
                });
                i = j + 1;
            }
            None => i += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let quotes = Quotes::find(text);
        let found: Vec<&str> = quotes.list.iter().map(|q| q.inner.of(text)).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn all_kinds_of_marks_are_known() {
        check("He said “one two” and left.", &["one two"]);
        check("He said \"one two\" and \"three\".", &["one two", "three"]);
        check("He said ``one two'' and left.", &["one two"]);
        check("''One two,'' he said.", &["One two,"]);
        check("«Un deux», dit-il.", &["Un deux"]);
        check("\"\"\"One,\"\" he said. \"\"Two.\"\"\"", &["One,", "Two."]);
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        check("Forces 'retake' the town, the workers' union didn't say.", &["retake"]);
        check("resist ‘dictator’ Vela; the men’s ‘big brother' came", &["dictator", "big brother"]);
        check("rock 'n roll and the '90s", &[]);
    }

    #[test]
    fn a_lost_mark_spoils_its_own_paragraph_only() {
        check("\"One two.\n\nHe said \"three\" then.", &["One two.", "three"]);
        check("He said two\" and left.\n\nShe \"came\".", &["came"]);
        let quotes = Quotes::find("\"One two.\n\n\"Three,\" he said.");
        assert_eq!(quotes.list.iter().map(|q| q.closed).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn a_single_quotation_inside_a_double_one_is_kept() {
        let text = "“I said, ‘go home,’ and left,” she said.";
        check(text, &["I said, ‘go home,’ and left,", "go home,"]);
        let quotes = Quotes::find(text);
        assert_eq!(quotes.list.iter().filter(|q| q.single).count(), 1);
    }

    #[test]
    fn nothing_but_marks_yields_nothing() {
        check("\"\"\"\"\"\"", &[]);
        check("“““", &[]);
        check("", &[]);
    }
}
