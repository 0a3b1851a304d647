//! What is taken for true of the claims about a publication.

use crate::day;
use dateline_model::{Article, Dating, Evidence, Fact, Origin, Problem, Severity};

/// Whose word on a fact wins, first to last.
const TRUST: [Origin; 12] = [
    Origin::Caller,
    Origin::Column,
    Origin::JsonLd,
    Origin::OpenGraph,
    Origin::Meta,
    Origin::Microdata,
    Origin::Time,
    Origin::Words,
    Origin::Feed,
    Origin::Head,
    Origin::Url,
    Origin::Crawl,
];

/// Fills the article's fields from its evidence; says so where the pick is doubtful.
pub(crate) fn pick(article: &mut Article) -> Vec<Problem> {
    let addresses = article.evidence.iter().filter(|e| matches!(e.fact, Fact::Address | Fact::Canonical));
    let in_address = addresses.filter_map(|e| day::in_address(&e.value)).next();
    article.evidence.extend(in_address.map(|day| Evidence::new(Fact::Published, day.to_string(), Origin::Url)));
    let evidence = &article.evidence;
    let first = |fact: Fact| claims(evidence, fact).map(|e| e.value.clone()).next();
    article.url = first(Fact::Address).or_else(|| first(Fact::Canonical));
    article.outlet = first(Fact::Outlet);
    article.headline = first(Fact::Headline);
    article.byline = first(Fact::Byline);
    let (published, dating) = published(evidence);
    (article.published, article.dating) = (published, dating);
    let mut problems = Vec::new();
    if let (Dating::Crawl, Some(day)) = (dating, published) {
        let note = format!("nothing states when it was published; the day on which it was crawled, {day}, stands in its place");
        problems.push(Problem::new("published-crawl", Severity::Warning, note));
    }
    problems
}

/// The claims on a fact, the one to believe first.
fn claims(evidence: &[Evidence], fact: Fact) -> impl Iterator<Item = &Evidence> {
    TRUST.into_iter().flat_map(move |origin| evidence.iter().filter(move |e| e.fact == fact && e.origin == origin))
}

fn published(evidence: &[Evidence]) -> (Option<jiff::civil::Date>, Dating) {
    let found = claims(evidence, Fact::Published).find_map(|e| Some((day::parse(&e.value)?, e.origin)));
    let Some((day, origin)) = found else { return (None, Dating::None) };
    let dating = match origin {
        Origin::Feed => Dating::Feed,
        Origin::Url => Dating::Url,
        Origin::Crawl => Dating::Crawl,
        _ => Dating::Stated,
    };
    (Some(day), dating)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(claims: &[(Origin, &str)]) -> (Option<String>, Dating, usize) {
        let evidence = claims.iter().map(|(origin, value)| Evidence::new(Fact::Published, *value, *origin)).collect();
        let mut article = Article { evidence, ..Article::default() };
        let problems = pick(&mut article);
        (article.published.map(|d| d.to_string()), article.dating, problems.len())
    }

    #[test]
    fn the_page_knows_better_than_the_feed_and_the_feed_than_the_crawler() {
        let (crawl, feed) = ((Origin::Crawl, "2022-05-25"), (Origin::Feed, "2022-05-24"));
        assert_eq!(dated(&[crawl, feed, (Origin::Meta, "2022-05-23")]), (Some("2022-05-23".into()), Dating::Stated, 0));
        assert_eq!(dated(&[crawl, feed]), (Some("2022-05-24".into()), Dating::Feed, 0));
    }

    #[test]
    fn the_crawlers_day_is_taken_aloud() {
        assert_eq!(dated(&[(Origin::Crawl, "2022-05-25")]), (Some("2022-05-25".into()), Dating::Crawl, 1));
    }

    #[test]
    fn the_address_knows_better_than_the_crawler() {
        let evidence = vec![
            Evidence::new(Fact::Published, "2022-05-25", Origin::Crawl),
            Evidence::new(Fact::Address, "https://news.example/2022/05/23/mayor", Origin::Crawl),
        ];
        let mut article = Article { evidence, ..Article::default() };
        assert_eq!(pick(&mut article), []);
        assert_eq!((article.published.map(|d| d.to_string()).as_deref(), article.dating), (Some("2022-05-23"), Dating::Url));
    }

    #[test]
    fn what_is_no_day_is_passed_over() {
        assert_eq!(dated(&[(Origin::JsonLd, "yesterday"), (Origin::Url, "2022-05-23")]), (Some("2022-05-23".into()), Dating::Url, 0));
        assert_eq!(dated(&[(Origin::JsonLd, "yesterday")]), (None, Dating::None, 0));
    }

    #[test]
    fn the_day_of_a_change_is_never_that_of_the_publication() {
        let mut article = Article { evidence: vec![Evidence::new(Fact::Modified, "2022-05-23", Origin::JsonLd)], ..Article::default() };
        pick(&mut article);
        assert_eq!((article.published, article.dating), (None, Dating::None));
    }
}
