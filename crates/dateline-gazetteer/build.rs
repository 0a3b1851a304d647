//! Unpacks the tables of GeoNames and notes where their rows begin, so that a run has nothing to load.

use flate2::read::GzDecoder;
use std::io::Read as _;
use std::path::Path;
use std::{env, fs};

/// The tables in `data/geonames/`, and whether their rows are asked for by number.
const TABLES: [(&str, bool); 3] = [("places", true), ("divisions", true), ("names", false)];

fn main() {
    #[expect(clippy::disallowed_methods, reason = "a build script is told where it is by the environment")]
    let (root, out) = (env::var("CARGO_MANIFEST_DIR"), env::var("OUT_DIR"));
    let (Ok(root), Ok(out)) = (root, out) else { return println!("cargo::error=this build script is run by cargo") };
    for (table, numbered) in TABLES {
        let path = Path::new(&root).join(format!("data/geonames/{table}.tsv.gz"));
        println!("cargo::rerun-if-changed={}", path.display());
        if let Err(error) = unpack(&path, Path::new(&out), table, numbered) {
            println!("cargo::error={}: {error}", path.display());
        }
    }
}

fn unpack(path: &Path, out: &Path, table: &str, numbered: bool) -> std::io::Result<()> {
    let mut text = String::new();
    GzDecoder::new(fs::File::open(path)?).read_to_string(&mut text)?;
    fs::write(out.join(format!("{table}.tsv")), &text)?;
    if numbered {
        let mut offsets = Vec::new();
        let mut at = 0_u32;
        for line in text.split_inclusive('\n') {
            if !line.starts_with('#') {
                offsets.extend(at.to_le_bytes());
            }
            at += u32::try_from(line.len()).unwrap_or(u32::MAX);
        }
        fs::write(out.join(format!("{table}.rows")), offsets)?;
    }
    Ok(())
}
