//! Dates that readers of a page see: in `time` elements, and in lines such as "Published May 23, 2022".

use crate::day;
use dateline_model::{Evidence, Fact, Origin};
use trafilatura::dom::{Document as Tree, NodeId};

/// Parts of a page in which dates are those of something else.
const ELSEWHERE: [&str; 4] = ["aside", "footer", "nav", "form"];
/// Words in a class or id by which parts with other articles, comments and the like are known.
const ELSEWHERE_NAMED: [&str; 16] = [
    "comment",
    "related",
    "sidebar",
    "footer",
    "widget",
    "recommend",
    "trending",
    "popular",
    "teaser",
    "latest",
    "most-read",
    "newsletter",
    "copyright",
    "archive",
    "calendar",
    "disqus",
];
/// Words in a class or id by which the line with the date is known.
const DATED: [&str; 11] = ["date", "time", "publish", "posted", "byline", "meta", "stamp", "created", "entry-info", "author", "info"];
/// Words with which a date of publication is introduced.
const INTRODUCED: [&str; 8] = ["published", "posted", "first published", "publication date", "date:", "issued", "released", "by "];
/// Words that make a date one of a later change.
const CHANGED: [&str; 5] = ["updated", "modified", "last edited", "revised", "corrected"];

/// A line with a date is short.
const MAX_LINE: usize = 160;

/// What the visible dates of a page say of the publication; where the page `stated` it to machines, only marked-up dates are listed.
pub(super) fn dates(tree: &Tree, stated: bool) -> Vec<Evidence> {
    let nodes = tree.iter_descendants(tree.root(), &[]);
    let heading = nodes.iter().position(|node| tree.tag_name(*node) == "h1");
    let mut times = Vec::new();
    let mut lines = Vec::new();
    for (i, node) in nodes.iter().enumerate() {
        let name = tree.tag_name(*node);
        if name == "time" {
            times.extend(time(tree, *node).map(|(fact, value)| (i, fact, value)));
        } else if !stated
            && [
                "span", "p", "div", "li", "small", "em", "i", "b", "strong", "font", "dd", "td", "h2", "h3", "h4", "h5", "h6", "abbr",
                "section",
            ]
            .contains(&name)
        {
            lines.extend(line(tree, *node).map(|(fact, value)| (i, fact, value)));
        }
    }
    let mut found = Vec::new();
    for (origin, dates) in [(Origin::Time, times), (Origin::Words, lines)] {
        for fact in [Fact::Published, Fact::Modified] {
            // The first after the headline, else the last before it: that is where pages say it.
            let of_fact = || dates.iter().filter(|(_, f, _)| *f == fact);
            let after = of_fact().find(|(i, ..)| heading.is_none_or(|heading| *i > heading));
            let chosen = after.or_else(|| of_fact().next_back());
            found.extend(chosen.map(|(_, _, value)| Evidence::new(fact, value.as_str(), origin)));
        }
    }
    found
}

/// What a `time` element says.
fn time(tree: &Tree, node: NodeId) -> Option<(Fact, String)> {
    let text = tree.text_content(node);
    let value = tree.get_attribute(node, "datetime").filter(|value| day::parse(value).is_some()).unwrap_or_else(|| text.clone());
    if value.len() > MAX_LINE || day::parse(&value).is_none() || is_elsewhere(tree, node) {
        return None;
    }
    let class = names(tree, node);
    let around = tree.parent(node).map(|parent| tree.text_content(parent)).filter(|text| text.len() <= MAX_LINE).unwrap_or_default();
    Some((fact_of(&class, &around, &value), value))
}

/// What a short line says in which a whole date stands.
fn line(tree: &Tree, node: NodeId) -> Option<(Fact, String)> {
    let own = tree.text(node);
    let text = if own.trim().is_empty() && tree.children(node).len() <= 4 { tree.text_content(node) } else { own };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.len() < 8 || text.len() > MAX_LINE || !text.contains(|c: char| c.is_ascii_digit()) || day::parse(&text).is_none() {
        return None;
    }
    let class = names(tree, node) + " " + &tree.parent(node).map(|parent| names(tree, parent)).unwrap_or_default();
    let lower = text.to_lowercase();
    let introduced = INTRODUCED.iter().any(|word| lower.starts_with(word));
    // Nothing but a date, or little more.
    let bare = text.split_whitespace().count() <= 7;
    let dated = DATED.iter().any(|word| class.contains(word)) && text.split_whitespace().count() <= 20;
    ((introduced || dated || bare) && !is_elsewhere(tree, node) && !is_within_link(tree, node)).then(|| (fact_of("", &text, &text), text))
}

fn fact_of(class: &str, around: &str, value: &str) -> Fact {
    let around = around.to_lowercase();
    let before = around.find(&value.to_lowercase()).map_or(around.as_str(), |_| around.as_str());
    let changed = CHANGED
        .iter()
        .any(|word| class.contains(word) || before.trim_start().starts_with(word) || before.contains(&format!("last {word}")));
    let published = class.contains("publish") || around.trim_start().starts_with("publish") || around.trim_start().starts_with("posted");
    if changed && !published { Fact::Modified } else { Fact::Published }
}

fn names(tree: &Tree, node: NodeId) -> String {
    (tree.class_name(node) + " " + &tree.id_attr(node)).to_lowercase()
}

fn is_within_link(tree: &Tree, node: NodeId) -> bool {
    std::iter::successors(Some(node), |node| tree.parent(*node)).take(3).any(|node| tree.tag_name(node) == "a")
}

/// True when a part of the page around the element is not about its article.
fn is_elsewhere(tree: &Tree, node: NodeId) -> bool {
    let around = std::iter::successors(Some(node), |node| tree.parent(*node)).take(12);
    around.take_while(|node| !["article", "main", "body"].contains(&tree.tag_name(*node))).any(|node| {
        let names = names(tree, node);
        ELSEWHERE.contains(&tree.tag_name(node)) || ELSEWHERE_NAMED.iter().any(|word| names.contains(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        dates(&Tree::parse(html), false).into_iter().map(|e| format!("{} {} {}", e.fact.as_str(), e.origin.as_str(), e.value)).collect()
    }

    #[test]
    fn a_time_element_after_the_headline_is_the_date() {
        let html = "<nav><time datetime='2022-06-01'></time></nav><h1>Mayor leaves</h1><time datetime='2022-05-23'>Monday</time>
            <p>The mayor left.</p><time datetime='2022-05-20'>Friday</time>";
        assert_eq!(told(html), ["published time 2022-05-23"]);
    }

    #[test]
    fn the_time_of_a_change_is_no_publication() {
        let html = "<h1>Mayor leaves</h1><p>Updated: <time datetime='2022-05-24'>Tuesday</time></p>";
        assert_eq!(told(html), ["modified time 2022-05-24"]);
        assert_eq!(
            told("<h1>Mayor leaves</h1><div class=date>Last updated 24 May 2022</div>"),
            ["modified words Last updated 24 May 2022"]
        );
    }

    #[test]
    fn a_short_line_with_a_date_is_the_date() {
        assert_eq!(
            told("<h1>Mayor leaves</h1><div class='post-meta'>By Jane Roe | May 23, 2022</div>"),
            ["published words By Jane Roe | May 23, 2022"]
        );
        assert_eq!(told("<h1>Mayor leaves</h1><p>Published on 23 May 2022 in Orvale, under politics and more</p>").len(), 1);
    }

    #[test]
    fn a_date_in_the_story_or_beside_it_is_not_the_articles() {
        assert_eq!(told("<h1>Mayor leaves</h1><p>The mayor, who came to office on 23 May 2018, left.</p>"), [""; 0]);
        assert_eq!(
            told("<h1>Mayor leaves</h1><div class='related-posts'><span>23 May 2018</span></div><footer>23 May 2022</footer>"),
            [""; 0]
        );
        assert_eq!(told("<h1>Mayor leaves</h1><a href=x><span>23 May 2018</span></a>"), [""; 0]);
    }
}
