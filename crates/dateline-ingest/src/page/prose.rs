//! Markup to paragraphs.

use trafilatura::dom::{Document as Tree, NodeId};

/// Elements that stand on lines of their own.
const BLOCKS: [&str; 30] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "tr",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "figure",
    "figcaption",
    "dl",
    "dt",
    "dd",
    "hr",
    "aside",
    "details",
    "summary",
    "address",
];

/// The text of cleaned markup: paragraphs with blank lines between, one line for each row of a table.
pub(super) fn of(html: &str) -> String {
    of_tree(&Tree::parse(html))
}

/// The text of a page, with all that readers see of it.
pub(super) fn of_tree(tree: &Tree) -> String {
    let mut prose = Prose::default();
    if let Some(body) = tree.body() {
        prose.add(tree, body, 0);
    }
    prose.end_paragraph();
    prose.text
}

/// Deeper elements are no text; see the nesting that pages are cut to.
const MAX_DEPTH: usize = 600;

#[derive(Default)]
struct Prose {
    text: String,
    line: String,
}

impl Prose {
    fn add(&mut self, tree: &Tree, node: NodeId, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        if tree.is_text(node) {
            self.words(&tree.text_content(node));
            return;
        }
        let name = tree.tag_name(node);
        let block = BLOCKS.contains(&name);
        match name {
            "script" | "style" | "noscript" | "iframe" | "template" | "svg" | "button" => return,
            "br" => self.end_line(),
            "td" | "th" => self.words(" "),
            _ if block => self.end_paragraph(),
            _ => {}
        }
        for child in tree.child_nodes(node) {
            self.add(tree, child, depth + 1);
        }
        if block {
            self.end_paragraph();
        }
    }

    /// Adds words; white space of any length is one space.
    fn words(&mut self, words: &str) {
        for c in words.chars() {
            // Marks where a word may be broken are no letters of it.
            if c == '\u{AD}' || c == '\u{200B}' || c == '\u{FEFF}' {
                continue;
            }
            let space = c.is_whitespace() || (c.is_control() && c != '\u{200D}');
            if !space {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with(' ') {
                self.line.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        let line = self.line.trim_end();
        if !line.is_empty() {
            self.text.push_str(line);
            self.text.push('\n');
        } else if self.text.ends_with('\n') && !self.text.ends_with("\n\n") {
            // Two breaks make a paragraph.
            self.text.push('\n');
        }
        self.line.clear();
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_paragraphs_and_breaks_are_lines() {
        let html = "<h2>Mayor\n leaves</h2><p>The <b>mayor</b>\u{A0}left. </p><ul><li>One</li><li>Two</li></ul><p>A<br>B<br><br>C</p>tail";
        assert_eq!(of(html), "Mayor leaves\n\nThe mayor left.\n\nOne\n\nTwo\n\nA\nB\n\nC\n\ntail\n\n");
    }

    #[test]
    fn a_row_is_a_line_with_its_cells_apart() {
        assert_eq!(
            of("<table><tr><td>Orvale</td><td>7</td></tr><tr><td>Lindhaven</td><td>9</td></tr></table>"),
            "Orvale 7\n\nLindhaven 9\n\n"
        );
    }

    #[test]
    fn breaks_within_words_are_no_letters() {
        assert_eq!(of("<p>Lind\u{AD}haven\u{200B}</p>"), "Lindhaven\n\n");
    }
}
