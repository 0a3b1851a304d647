use dateline_record::grouping::{ArticleFacts, Scheme, group};
use dateline_record::stories;
use std::io::{Read, Write};
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let items: Vec<ArticleFacts> = text
        .lines()
        .map(|l| {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            ArticleFacts {
                id: v["id"].as_str().unwrap().to_owned(),
                text: v["text"].as_str().unwrap().to_owned(),
                published: v["day"].as_i64().map(|d| d as i32),
                ..Default::default()
            }
        })
        .collect();
    let t = std::time::Instant::now();
    let (groups, links) = group(
        &items,
        &Scheme { keys: &stories::keys, min_shared: stories::MIN_SHARED, compare: &stories::compare, cluster: &stories::cluster },
    );
    eprintln!("{} articles {} links {:?}", items.len(), links.len(), t.elapsed());
    let out = std::io::stdout();
    let mut out = out.lock();
    for (_, _, l) in &links {
        writeln!(out, "{}", serde_json::json!({"a": l.a, "b": l.b, "verdict": l.verdict, "score": l.score})).unwrap();
    }
    for g in &groups {
        writeln!(out, "{}", serde_json::json!({"group": g.iter().map(|i| &items[*i].id).collect::<Vec<_>>()})).unwrap();
    }
}
