//! Embeds the weights file and its digest, so that no run has to compute it.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FILE: &str = "reader-4.safetensors";
/// Names another weights file to build with, for trying out a training.
const OVERRIDE: &str = "DATELINE_WEIGHTS";

fn main() {
    println!("cargo::rerun-if-env-changed={OVERRIDE}");
    println!("cargo::rerun-if-changed={FILE}");
    #[expect(clippy::disallowed_methods, reason = "a build script is told where it is by the environment")]
    let (root, out, other) = (env::var("CARGO_MANIFEST_DIR"), env::var("OUT_DIR"), env::var(OVERRIDE));
    let (Ok(root), Ok(out)) = (root, out) else { return println!("cargo::error=this build script is run by cargo") };
    let path = other.map_or_else(|_| Path::new(&root).join(FILE), PathBuf::from);
    println!("cargo::rerun-if-changed={}", path.display());
    let bytes = fs::read(&path).unwrap_or_else(|error| {
        println!("cargo::error=no weights: {}: {error}", path.display());
        Vec::new()
    });
    let digest = Sha256::digest(&bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let code = format!("const DIGEST: &str = \"{digest}\";\n");
    let written = fs::write(Path::new(&out).join("reader.safetensors"), bytes).and(fs::write(Path::new(&out).join("digest.rs"), code));
    if let Err(error) = written {
        println!("cargo::error=the weights cannot be embedded from {out}: {error}");
    }
}
