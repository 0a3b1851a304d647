//! The trained weights of the reader, embedded.
//!
//! Useful for: handing to `dateline_reader::Reader::new`. Not useful for: anything that must not carry 24 MB of numbers.
//! `DATELINE_WEIGHTS=FILE cargo build` embeds another file, for trying out a training.

include!(concat!(env!("OUT_DIR"), "/digest.rs"));

/// The weights file `reader-4.safetensors`.
pub const READER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/reader.safetensors"));

/// The SHA-256 of [`READER`] in hexadecimal digits.
pub const READER_SHA256: &str = DIGEST;
