//! Markup that would make a parser slow or break its stack: elements nested in elements by the thousand, tags with a thousand attributes.
//!
//! Measured on the crates at hand, 10,000 nested elements take seconds and 50,000 end the process.

use std::borrow::Cow;

/// Elements within elements that are let through. Those that browsers close by themselves are not counted, and at most three of them
/// (`tbody`, `tr`, `td`) stand between two counted ones: the tree of a page is not deeper than 512. Hostile mixtures of tables and formatting, which parsers open
/// anew in each cell, reach about twice that. The deepest page of the development set has 51.
const MAX_DEPTH: usize = 128;

/// Attributes of a tag that are let through.
const MAX_ATTRIBUTES: usize = 256;

/// Elements without content, and those that end where the next begins.
const UNCOUNTED: [&str; 38] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup",
    "caption", "rp", "rt", "html", "head", "body", "path",
];

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"];

/// A page that can be parsed.
#[derive(Debug)]
pub(super) struct Tamed<'h> {
    /// Its markup.
    pub(super) html: Cow<'h, str>,
    /// How deep its elements nest, about.
    pub(super) depth: usize,
    /// True when tags were left out.
    pub(super) cut: bool,
}

/// Leaves out the tags that nest too deep or are too long; the text between them stays.
pub(super) fn tame(html: &str) -> Tamed<'_> {
    let mut kept = String::new();
    let mut copied = 0;
    let mut cut = false;
    let mut deepest = 0;
    // The names of the elements that are open, and whether their tags are kept.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut at = 0;
    while let Some(tag) = next_tag(html, at) {
        at = tag.end;
        let counted = !UNCOUNTED.iter().any(|name| name.eq_ignore_ascii_case(tag.name));
        let mut keep = tag.attributes <= MAX_ATTRIBUTES;
        if counted && tag.closes {
            // Browsers look for the element to close from the innermost outwards; nothing that is kept lies farther than that.
            let from = open.len().saturating_sub(2 * MAX_DEPTH);
            let found = open.iter().enumerate().skip(from).rev().find(|(_, (name, _))| name.eq_ignore_ascii_case(tag.name));
            if let Some((i, (_, was_kept))) = found {
                keep &= *was_kept;
                open.truncate(i);
            }
        } else if counted {
            keep &= open.len() < MAX_DEPTH;
            open.push((tag.name, keep));
            deepest = deepest.max(open.len());
        }
        if !keep {
            cut = true;
            kept.push_str(html.get(copied..tag.start).unwrap_or_default());
            // Words on both sides of the tag stay two words.
            kept.push(' ');
            copied = tag.end;
        }
        if !tag.closes && RAW.iter().any(|name| name.eq_ignore_ascii_case(tag.name)) {
            match end_of_raw(html, at, tag.name) {
                Some(end) => at = end,
                None => break,
            }
        }
    }
    let html = if cut {
        kept.push_str(html.get(copied..).unwrap_or_default());
        Cow::Owned(kept)
    } else {
        Cow::Borrowed(html)
    };
    Tamed { html, depth: deepest, cut }
}

struct Tag<'h> {
    name: &'h str,
    closes: bool,
    attributes: usize,
    start: usize,
    end: usize,
}

/// The next tag from `at` on; comments and declarations are none.
fn next_tag(html: &str, at: usize) -> Option<Tag<'_>> {
    let mut at = at;
    loop {
        let start = at + html.get(at..)?.find('<')?;
        let rest = html.get(start + 1..)?;
        if rest.starts_with("!--") {
            at = start + 4 + html.get(start + 4..)?.find("-->")?;
            continue;
        }
        let closes = rest.starts_with('/');
        let name = rest.get(usize::from(closes)..)?;
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = start + 1;
            continue;
        }
        let name = name.get(..name.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(name.len()))?;
        let after = start + 1 + usize::from(closes) + name.len();
        let (end, attributes) = end_of_tag(html, after);
        return Some(Tag { name, closes, attributes, start, end });
    }
}

/// Where a tag ends, and how many attributes it has.
fn end_of_tag(html: &str, from: usize) -> (usize, usize) {
    let (mut quote, mut in_name, mut after_sign, mut attributes) = (None, false, false, 0);
    for (i, byte) in html.as_bytes().iter().enumerate().skip(from) {
        match (quote, byte) {
            (Some(mark), _) => quote = Some(mark).filter(|mark| mark != byte),
            (None, b'>') => return (i + 1, attributes),
            (None, b'"' | b'\'') if after_sign => (quote, after_sign, in_name) = (Some(*byte), false, false),
            (None, b'=') => after_sign = true,
            (None, byte) if byte.is_ascii_whitespace() || *byte == b'/' => in_name = in_name && after_sign,
            (None, _) => {
                attributes += usize::from(!in_name && !after_sign);
                (in_name, after_sign) = (true, false);
            }
        }
    }
    (html.len(), attributes)
}

/// Where the end tag of a raw element begins.
fn end_of_raw(html: &str, from: usize, name: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += html.get(at..)?.find("</")?;
        let after = html.get(at + 2..)?;
        if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use trafilatura::dom::Document as Tree;

    fn depth(html: &str) -> usize {
        let tree = Tree::parse(html);
        let mut deepest = 0;
        let mut level = vec![tree.root()];
        while !level.is_empty() {
            deepest += 1;
            level = level.iter().flat_map(|node| tree.children(*node)).collect();
        }
        deepest
    }

    #[test]
    fn an_ordinary_page_stays_as_it_is() {
        let page = "<html><body><div class='a > b'><p>One<p>Two<br>\n<!-- <div><div> --><script>if (a<b) '<div>'</script></div>";
        let tamed = tame(page);
        assert!(matches!(tamed.html, Cow::Borrowed(_)) && !tamed.cut);
        assert_eq!(tamed.depth, 2);
    }

    #[test]
    fn deep_markup_goes_and_its_text_stays() {
        for tag in ["div", "span", "b", "x-y", "table><tr><td", "ul><li", "font size=2"] {
            let name = tag.split([' ', '>']).next().unwrap_or(tag);
            let page = format!(
                "{}<p>The mayor left.</p>{}<p>The judge stayed.",
                format!("<{tag}>").repeat(3000),
                format!("</{name}>").repeat(3000)
            );
            let tamed = tame(&page);
            assert!(tamed.cut && tamed.html.contains("The mayor left.") && tamed.html.contains("The judge stayed."));
            assert!(depth(&tamed.html) <= 4 * MAX_DEPTH + 4, "{tag}: {}", depth(&tamed.html));
        }
    }

    #[test]
    fn elements_side_by_side_are_not_deep() {
        let page = "<div><p>One <b>two</b> <i>three</div></p></b>".repeat(2000);
        assert!(!tame(&page.replace("<i>", "")).cut);
        assert!(!tame(&"<p>One<li>Two".repeat(5000)).cut);
    }

    #[test]
    fn a_tag_with_a_thousand_attributes_goes() {
        let attributes: String = (0..1000).map(|i| format!(" a{i}=\"x\"")).collect();
        let tamed_page = format!("<div{attributes}>The mayor left.</div>");
        assert_eq!(tame(&tamed_page).html, " The mayor left. ");
        assert!(!tame("<a href=\"x y z\" data-a='1 2' hidden>x</a>").cut);
    }

    proptest! {
        #[test]
        fn no_mixture_of_tags_is_deep_afterwards(tags in proptest::collection::vec(prop_oneof![
            Just("<div>"), Just("</div>"), Just("<p>"), Just("<b>"), Just("</b>"), Just("<svg>"), Just("<x/>"), Just("<table>"), Just("<td>"),
            Just("</p>"), Just("<!--"), Just("-->"), Just("<script>"), Just("</script>"), Just("<a href='"), Just("'>"), Just("é"), Just("<"),
        ], 0..60), times in 1usize..60) {
            let page = tags.concat().repeat(times);
            let tamed = tame(&page);
            prop_assert!(depth(&tamed.html) <= 8 * MAX_DEPTH + 100);
        }
    }
}
