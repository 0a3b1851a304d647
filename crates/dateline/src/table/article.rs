//! What is known of the article.

use super::{NAME, Page, QUIET, clean};
use dateline_model::report::{Credit, Report};
use std::fmt::Write as _;

pub(super) fn render(report: &Report, name: &str, page: &mut Page) {
    let article = &report.article;
    let _ = writeln!(page.out, "{NAME}{}{NAME:#}", clean(name));
    let credits = credits(&article.credits);
    let facts = [
        ("headline", article.headline.as_deref()),
        ("outlet", article.outlet.as_deref()),
        ("published", article.published.as_deref()),
        ("dateline", article.dateline.as_deref()),
        ("byline", article.byline.as_deref()),
        ("credits", credits.as_deref()),
        ("language", article.language.as_deref().filter(|language| *language != "en")),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            page.paragraph(2, 13, &format!("{QUIET}{label:<10}{QUIET:#} {}", clean(value)));
        }
    }
}

/// "AP (text), AP (images)"; an agency credited twice for the same is named once.
fn credits(credits: &[Credit]) -> Option<String> {
    let mut seen: Vec<String> = Vec::new();
    for credit in credits {
        let named = format!("{} ({})", credit.agency, credit.role);
        if !seen.contains(&named) {
            seen.push(named);
        }
    }
    (!seen.is_empty()).then(|| seen.join(", "))
}
