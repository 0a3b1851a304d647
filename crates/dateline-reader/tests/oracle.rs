//! The reader against PyTorch: `training/oracle.py` writes what the network computes from the embedded weights.
//!
//! A new weights file needs a new `oracle.safetensors`; the recipe is in `training/README.md`.

use dateline_reader::Arithmetic;
use dateline_reader::engine::Engine;
use safetensors::SafeTensors;

const ORACLE: &[u8] = include_bytes!("oracle.safetensors");

/// Pieces (id, case, gap) of the oracle's text and their hidden states in PyTorch.
fn oracle() -> (Vec<(u32, u8, u8)>, Vec<f32>) {
    let file = SafeTensors::deserialize(ORACLE).expect("the oracle");
    let numbers = |name: &str| -> Vec<[u8; 4]> {
        file.tensor(name).expect("its tensor").data().chunks(4).map(|b| b.try_into().expect("four bytes")).collect()
    };
    let pieces: Vec<i32> = numbers("pieces").into_iter().map(i32::from_le_bytes).collect();
    let pieces = pieces.chunks(3).map(|p| (p[0] as u32, p[1] as u8, p[2] as u8)).collect();
    (pieces, numbers("hidden").into_iter().map(f32::from_le_bytes).collect())
}

/// The distance of the reader's hidden states from PyTorch's, relative to their length.
fn error(arithmetic: Arithmetic) -> f64 {
    let (pieces, expected) = oracle();
    let states = Engine::load(dateline_weights::READER, arithmetic).expect("the embedded weights").encode(&pieces);
    assert_eq!(states.len(), expected.len());
    let square = |x: f64| x * x;
    let distance: f64 = states.iter().zip(&expected).map(|(a, b)| square(f64::from(a - b))).sum();
    (distance / expected.iter().map(|b| square(f64::from(*b))).sum::<f64>()).sqrt()
}

#[test]
fn the_reference_arithmetic_agrees_with_pytorch() {
    let error = error(Arithmetic::F32);
    assert!(error < 1e-4, "relative error {error}");
}

#[test]
fn every_int8_arithmetic_of_this_processor_stays_near_pytorch() {
    for arithmetic in Arithmetic::ALL.into_iter().filter(|a| a.is_available() && *a != Arithmetic::F32) {
        let error = error(arithmetic);
        assert!(error < 0.1, "{arithmetic:?}: relative error {error}");
    }
}
