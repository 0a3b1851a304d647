//! Own-written articles with their full reports: a change of what the program reads shows here.
//!
//! `INSTA_UPDATE=always cargo test -p dateline --test golden` writes the reports anew; look at the difference before committing.

mod common;

use common::{golden, golden_folder, without_digest};
use dateline::pipeline::Pipeline;
use dateline_ingest::Publication;

#[test]
fn the_golden_articles_are_read_as_before() {
    let pipeline = Pipeline::new().expect("the weights");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(golden_folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text, published) in golden() {
            let publication =
                Publication { outlet: Some("The Orvale Times".to_owned()), published: published.parse().ok(), ..Publication::default() };
            let report = pipeline.report(text.as_bytes(), publication).expect("a report");
            let json = serde_json::to_string_pretty(&report).expect("JSON");
            insta::assert_snapshot!(name, without_digest(&json));
        }
    });
}
