//! Who may take part in the events of articles, with the features by which the program chooses: what `training/participants.py` fits.
//!
//! `participants FOLDER`, of texts with publication data (`NAME.txt`, `NAME.meta.json`), prints the names of the features, then a line of JSON for each.

use dateline::pipeline::Pipeline;
use dateline_coder::participants::{names, study};
use dateline_ingest::{Document, Format, Publication};
use dateline_model::CodePoints;
use dateline_model::report::MentionForm;
use serde_json::{Value, json};
use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_default();
    let files = std::fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.path());
    let mut texts: Vec<PathBuf> = files.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    texts.sort();
    let pipeline = Pipeline::new()?;
    anstream::println!("{}", json!(names()));
    for path in texts {
        let about: Value = serde_json::from_slice(&std::fs::read(path.with_extension("meta.json"))?)?;
        let publication = Publication {
            published: about["published"].as_str().and_then(|date| date.parse().ok()),
            outlet: about["outlet"].as_str().map(str::to_owned),
            ..Publication::default()
        };
        let bytes = std::fs::read(&path)?;
        let document = Document { evidence: publication.evidence(), ..Document::new(Format::Text, bytes) };
        let (article, reading, _) = pipeline.read(document).map_err(|p| anyhow::anyhow!(p.note))?;
        let study = study(&article, &reading);
        let points = CodePoints::new(&article.text);
        let entities = study.entities.list.iter().enumerate().map(|(index, entity)| {
            let mentions = study.entities.mentions_of(index).filter(|m| m.form != MentionForm::Pronoun);
            let mentions: Vec<&str> = mentions.map(|m| reading.span(&m.tokens).of(&article.text)).collect();
            json!({ "name": entity.name, "mentions": mentions })
        });
        let events = study.events.iter().map(|event| {
            let span = reading.span(&event.trigger);
            json!({ "start": points.at(span.start as usize), "end": points.at(span.end as usize), "type": event.event_type })
        });
        let candidates = study.candidates.iter().map(|c| json!([c.event, c.entity, c.features[0], c.features[1]]));
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let line = json!({
            "name": name,
            "entities": entities.collect::<Vec<_>>(),
            "events": events.collect::<Vec<_>>(),
            "candidates": candidates.collect::<Vec<_>>(),
        });
        anstream::println!("{line}");
    }
    Ok(())
}
