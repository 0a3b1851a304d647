//! Markup that would make a parser slow or break its stack: elements nested in elements by the thousand, tags with a thousand attributes.
//!
//! Measured on the crates at hand, 10,000 nested elements take seconds and 50,000 end the process. So tags that nest too deep are left out before
//! parsing, by counting as parsers do what is open. Parsers also open elements by themselves (formatting anew in each block and cell, what was
//! misplaced in a table before it), which is not counted but measured on the tree; a page that is still too deep is hostile, and read as bare text.

use std::borrow::Cow;
use trafilatura::dom::Document as Tree;

/// Elements within elements that are let through. Those that browsers close by themselves are not counted, and at most three of them
/// (`tbody`, `tr`, `td`) stand between two counted ones. The deepest page of the development set has 51.
const MAX_DEPTH: usize = 128;

/// The deepest tree that is worked on: four elements for each counted one, and some that parsers open by themselves.
const MAX_TREE: usize = 4 * MAX_DEPTH + 100;

/// A tree deeper than this is worked on with a stack of its own.
const SHALLOW: usize = 100;

/// A stack that is enough for [`MAX_TREE`].
const STACK: usize = 64 << 20;

/// Attributes of a tag that are let through.
const MAX_ATTRIBUTES: usize = 256;

/// Elements without content, and those that end where the next begins.
const UNCOUNTED: [&str; 38] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup",
    "caption", "rp", "rt", "html", "head", "body", "path",
];

/// Parts of a table: whatever is open in a part ends with it, and no end tag within reaches what is open around it.
const PARTS: [&str; 8] = ["td", "th", "caption", "tr", "tbody", "thead", "tfoot", "colgroup"];

/// Elements that change how words look; parsers close such a one alone and leave open what was opened in it.
const FORMATTING: [&str; 14] = ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements out of which no end tag of a block or of formatting reaches.
const CLOSED: [&str; 8] = ["table", "td", "th", "caption", "object", "marquee", "applet", "template"];

/// Elements out of which no other end tag reaches either; those left out here are uncounted or rare.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "button",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "main",
    "menu",
    "nav",
    "ol",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "ul",
];

/// Elements whose content is no markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"];

/// Does `work` with the tree of a page, which is not deep; the other value is true when markup was left out for that.
pub(super) fn with_tree<T: Send>(html: &str, work: impl Fn(Tree) -> T + Send + Sync) -> (T, bool) {
    let tamed = tame(html);
    let tree = Tree::parse(&tamed.html);
    let depth = depth(&tree);
    if depth <= SHALLOW {
        (work(tree), tamed.cut)
    } else if depth <= MAX_TREE {
        (with_stack(|| work(Tree::parse(&tamed.html))), tamed.cut)
    } else {
        (work(Tree::parse(&bare(html))), true)
    }
}

/// Runs `work` with a stack that holds deep trees; on this thread when no other can be had.
fn with_stack<T: Send>(work: impl Fn() -> T + Send + Sync) -> T {
    std::thread::scope(|scope| match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &work) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(_) => work(),
    })
}

/// How many nodes stand in each other.
fn depth(tree: &Tree) -> usize {
    let (mut deepest, mut level) = (0, vec![tree.root()]);
    while !level.is_empty() {
        deepest += 1;
        level = level.iter().flat_map(|node| tree.children(*node)).collect();
    }
    deepest
}

/// A page that can be parsed.
#[derive(Debug)]
struct Tamed<'h> {
    /// Its markup.
    html: Cow<'h, str>,
    /// True when tags were left out.
    cut: bool,
}

/// Leaves out the tags that nest too deep or are too long; the text between them stays.
fn tame(html: &str) -> Tamed<'_> {
    let (mut kept, mut copied, mut at) = (String::new(), 0, 0);
    let mut open = Open::default();
    while let Some(tag) = next_tag(html, at) {
        at = tag.end;
        if tag.name.is_empty() {
            continue;
        }
        let keep = if tag.closes { open.close(tag.name) } else { open.open(tag.name, tag.attributes <= MAX_ATTRIBUTES) };
        if !keep {
            kept.push_str(html.get(copied..tag.start).unwrap_or_default());
            // Words on both sides of the tag stay two words.
            kept.push(' ');
            copied = tag.end;
        }
        if tag.is_raw() {
            match end_of_raw(html, at, tag.name) {
                Some(end) => at = end,
                None => break,
            }
        }
    }
    if copied == 0 {
        return Tamed { html: Cow::Borrowed(html), cut: false };
    }
    kept.push_str(html.get(copied..).unwrap_or_default());
    Tamed { html: Cow::Owned(kept), cut: true }
}

/// The text of a page without its markup; a paragraph ends at each tag that is not formatting.
fn bare(html: &str) -> String {
    let (mut bare, mut at) = (String::new(), 0);
    let text = |text: Option<&str>| text.unwrap_or_default().replace('<', "&lt;");
    while let Some(tag) = next_tag(html, at) {
        bare.push_str(&text(html.get(at..tag.start)));
        bare.push_str(if tag.name.is_empty() || among(&FORMATTING, tag.name) { " " } else { "<p>" });
        at = if tag.is_raw() { end_of_raw(html, tag.end, tag.name).unwrap_or(html.len()) } else { tag.end };
    }
    bare.push_str(&text(html.get(at..)));
    bare
}

fn among(names: &[&str], name: &str) -> bool {
    names.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// The elements that are open, outermost first.
#[derive(Default)]
struct Open<'h> {
    elements: Vec<Element<'h>>,
    /// How many of them are counted.
    counted: usize,
}

struct Element<'h> {
    name: &'h str,
    counted: bool,
    /// Whether its tags are kept.
    kept: bool,
}

impl<'h> Open<'h> {
    /// Opens an element, whose tag stays if it `may` and is not too deep; true when it does.
    fn open(&mut self, name: &'h str, may: bool) -> bool {
        let part = among(&PARTS, name);
        if part {
            // Outside tables parsers pass over parts of them.
            let Some(table) = self.find(|element| element.name.eq_ignore_ascii_case("table"), |_| false) else { return may };
            self.truncate(table + 1);
        }
        let counted = !among(&UNCOUNTED, name);
        let kept = may && (!counted || self.counted < MAX_DEPTH);
        if counted || part {
            self.counted += usize::from(counted);
            self.elements.push(Element { name, counted, kept });
        }
        kept
    }

    /// Closes what the end tag of such an element closes; true when the tag may stay.
    fn close(&mut self, name: &str) -> bool {
        let (is_part, is_formatting) = (among(&PARTS, name) || name.eq_ignore_ascii_case("table"), among(&FORMATTING, name));
        let is_inline = !is_formatting && !among(&BLOCKS, name) && !among(&CLOSED, name);
        let stops = |element: &Element<'_>| !is_part && (among(&CLOSED, element.name) || is_inline && among(&BLOCKS, element.name));
        let Some(i) = self.find(|element| element.name.eq_ignore_ascii_case(name), stops) else { return true };
        let kept = self.elements.get(i).is_none_or(|element| element.kept);
        let mut within = self.elements.iter().skip(i + 1);
        if is_formatting && within.any(|element| among(&BLOCKS, element.name)) {
            self.elements.remove(i);
            self.counted -= 1;
        } else {
            self.truncate(i);
        }
        kept
    }

    /// The innermost element that is one of those looked for, unless another stops the search. Nothing that is kept lies farther than what is looked at.
    fn find(&self, wanted: impl Fn(&Element<'h>) -> bool, stops: impl Fn(&Element<'h>) -> bool) -> Option<usize> {
        let from = self.elements.len().saturating_sub(4 * MAX_DEPTH);
        for (i, element) in self.elements.iter().enumerate().skip(from).rev() {
            if wanted(element) {
                return Some(i);
            }
            if stops(element) {
                return None;
            }
        }
        None
    }

    fn truncate(&mut self, n: usize) {
        let gone = self.elements.drain(n.min(self.elements.len())..).filter(|element| element.counted).count();
        self.counted -= gone;
    }
}

struct Tag<'h> {
    name: &'h str,
    closes: bool,
    attributes: usize,
    start: usize,
    end: usize,
}

impl Tag<'_> {
    /// True when no markup follows up to the end tag.
    fn is_raw(&self) -> bool {
        !self.closes && among(&RAW, self.name)
    }
}

/// The next tag from `at` on; a comment is a tag without a name.
fn next_tag(html: &str, at: usize) -> Option<Tag<'_>> {
    let mut at = at;
    loop {
        let start = at + html.get(at..)?.find('<')?;
        let rest = html.get(start + 1..)?;
        if rest.starts_with("!--") {
            // `<!-->` is a whole one.
            let end = html.get(start + 2..)?.find("-->").map_or(html.len(), |i| start + 2 + i + 3);
            return Some(Tag { name: "", closes: false, attributes: 0, start, end });
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

    /// How deep the tree is that is worked on, and whether markup was left out.
    fn worked_on(html: &str) -> (usize, bool) {
        with_tree(html, |tree| depth(&tree))
    }

    #[test]
    fn an_ordinary_page_stays_as_it_is() {
        let page = "<html><body><div class='a > b'><p>One<p>Two<br>\n<!-- <div><div> --><script>if (a<b) '<div>'</script></div>";
        let tamed = tame(page);
        assert!(matches!(tamed.html, Cow::Borrowed(_)) && !tamed.cut);
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
            let depth = depth(&Tree::parse(&tamed.html));
            assert!(depth <= 4 * MAX_DEPTH + 4, "{tag}: {depth}");
        }
    }

    /// An end tag does not reach out of a cell, nor does that of a word's look close the block around it; what is open stays open.
    #[test]
    fn end_tags_that_close_nothing_do_not_hide_depth() {
        for part in [
            "</b></b><table><td><x/><b><table><td><x/><x/>",
            "<b><div></b>",
            "<x><div></x>",
            "<div><table><td></div>",
            "<!--><div><!-- -->",
        ] {
            let page = part.repeat(51) + &part.repeat(1000);
            let depth = depth(&Tree::parse(&tame(&page).html));
            assert!(depth <= 4 * MAX_DEPTH + 100, "{part}: {depth}");
        }
    }

    #[test]
    fn what_parsers_nest_by_themselves_is_read_as_bare_text() {
        let fonts: String = (0..2000).map(|i| format!("<div><font size={i}></div>")).collect();
        for hostile in [fonts, "<rt>".repeat(2000), "<svg><!-- x -->".to_owned() + &"<td>".repeat(2000)] {
            let page = format!("<p>The mayor left.</p>{hostile}The judge &amp; 1 < 2 stayed.");
            assert_eq!(worked_on(&page), (4, true));
            let bare = with_tree(&page, |tree| super::super::prose::of_tree(&tree)).0;
            assert!(bare.contains("The mayor left.\n\n") && bare.trim_end().ends_with("The judge & 1 < 2 stayed."), "{bare}");
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
            prop_assert!(worked_on(&page).0 <= 4 * MAX_DEPTH + 100);
        }
    }
}
