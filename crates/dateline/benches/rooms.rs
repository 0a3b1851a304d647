//! What each room costs for one article, on one core: `cargo bench -p dateline --bench rooms`.
//!
//! The article is put together from some of `tests/golden`. The gazetteer's line is its first use in the process, with all its tables.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use dateline::pipeline::Pipeline;
use dateline_coder::{Stamp, code, place, time};
use dateline_ingest::{Document, Format};
use std::hint::black_box;
use std::time::{Duration, Instant};

const TIME_PER_ROOM: Duration = Duration::from_secs(2);

const PARTS: [&str; 3] =
    [include_str!("../tests/golden/wire.txt"), include_str!("../tests/golden/feature.txt"), include_str!("../tests/golden/indirect.txt")];

fn main() -> anyhow::Result<()> {
    let start = Instant::now();
    black_box(dateline_gazetteer::by_name("Paris"));
    println!("{:<24} {:>9.3} ms", "gazetteer, first use", start.elapsed().as_secs_f64() * 1e3);

    let pipeline = Pipeline::new()?;
    let text = PARTS.join("\n\n");
    let document = || Document::new(Format::Text, text.clone().into_bytes());
    let (article, reading) = pipeline.parse(document()).map_err(|problem| anyhow::anyhow!(problem.note))?;
    let stamp = Stamp { program: String::new(), model: String::new() };
    println!("an article of {} words:", text.split_whitespace().count());
    report("times", || drop(black_box(time::find(&article, &reading))));
    report("places", || drop(black_box(place::find(&article, &reading))));
    report("all of the coder", || drop(black_box(code(&article, &reading, &stamp))));
    report("reader", || drop(black_box(pipeline.parse(document()))));
    Ok(())
}

fn report(room: &str, work: impl Fn()) {
    let (start, mut rounds) = (Instant::now(), 0u32);
    while start.elapsed() < TIME_PER_ROOM {
        work();
        rounds += 1;
    }
    println!("{room:<24} {:>9.3} ms", start.elapsed().as_secs_f64() * 1e3 / f64::from(rounds));
}
