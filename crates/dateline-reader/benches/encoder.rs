//! Pieces per second of the encoder on one core, for every arithmetic that this processor has.
//!
//! `cargo bench -p dateline-reader --bench encoder -- [WEIGHTS.safetensors]`
#![allow(missing_docs, reason = "a program, not an interface")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::time::{Duration, Instant};

use dateline_reader::engine::{Arithmetic, Engine};

const TIME_PER_CASE: Duration = Duration::from_secs(2);

fn main() {
    // Cargo passes `--bench` along.
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("name a weights file: cargo bench -p dateline-reader --bench encoder -- WEIGHTS.safetensors");
        return;
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            println!("{path}: {error}");
            return;
        }
    };
    let reference = Engine::load(&bytes, Arithmetic::F32).map(|engine| engine.encode(&window(200)));
    println!("{:<12} {:>8} {:>12} {:>12} {:>12} {:>12}", "arithmetic", "load ms", "error", "40 pieces", "200 pieces", "255 pieces");
    for arithmetic in Arithmetic::ALL.into_iter().filter(|arithmetic| arithmetic.is_available()) {
        let start = Instant::now();
        let engine = match Engine::load(&bytes, arithmetic) {
            Ok(engine) => engine,
            Err(error) => {
                println!("{error}");
                return;
            }
        };
        let load = start.elapsed().as_secs_f64() * 1e3;
        let error = reference.as_ref().map_or(0.0, |reference| relative_error(&engine.encode(&window(200)), reference));
        let speed = [40, 200, 255].map(|n_pieces| pieces_per_second(&engine, n_pieces));
        let name = format!("{arithmetic:?}");
        println!("{name:<12} {load:>8.1} {error:>12.4} {:>12.0} {:>12.0} {:>12.0}", speed[0], speed[1], speed[2]);
    }
}

/// Pieces that are not all alike: the cost does not depend on which they are.
fn window(n_pieces: u32) -> Vec<(u32, u8, u8)> {
    let id = |at: u32| if at == 0 { 101 } else { 1996 + at * 7919 % 20_000 };
    (0..n_pieces).map(|at| (id(at), (at % 5 == 1).into(), u8::from(at > 0))).collect()
}

fn pieces_per_second(engine: &Engine<'_>, n_pieces: u32) -> f64 {
    let window = window(n_pieces);
    let (wall, start) = (Instant::now(), processor_time());
    let mut n_windows = 0;
    while wall.elapsed() < TIME_PER_CASE {
        std::hint::black_box(engine.encode(std::hint::black_box(&window)));
        n_windows += 1;
    }
    let spent = match (start, processor_time()) {
        (Some(start), Some(end)) => end - start,
        _ => wall.elapsed(),
    };
    f64::from(n_pieces) * f64::from(n_windows) / spent.as_secs_f64()
}

/// The time this thread has run, where the system tells (Linux); other programs then do not count.
fn processor_time() -> Option<Duration> {
    // The kernel brings the figure up to date when the thread offers to pause.
    std::thread::yield_now();
    let figures = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(figures.split(' ').next()?.parse().ok()?))
}

fn relative_error(states: &[f32], reference: &[f32]) -> f64 {
    let squares = |values: &mut dyn Iterator<Item = f32>| values.map(|value| f64::from(value).powi(2)).sum::<f64>();
    let distance = squares(&mut states.iter().zip(reference).map(|(state, reference)| state - reference));
    (distance / squares(&mut reference.iter().copied())).sqrt()
}
