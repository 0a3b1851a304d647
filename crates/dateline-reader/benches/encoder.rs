//! Pieces per second of the encoder on one core, for every arithmetic that this processor has.
//!
//! `cargo bench -p dateline-reader --bench encoder -- [WEIGHTS.safetensors]`; without a file, the embedded weights.
//! "error" is the distance of the hidden states from those in f32, relative to their length, over windows of 10 to 200
//! pieces.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::borrow::Cow;
use std::time::{Duration, Instant};

use dateline_reader::engine::{Arithmetic, Engine};

const TIME_PER_CASE: Duration = Duration::from_secs(2);

fn main() {
    // Cargo passes `--bench` along.
    let path = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let bytes = match path.as_ref().map(std::fs::read) {
        None => Cow::Borrowed(dateline_weights::READER),
        Some(Ok(bytes)) => Cow::Owned(bytes),
        Some(Err(error)) => {
            println!("{}: {error}", path.unwrap_or_default());
            return;
        }
    };
    let reference = Engine::load(&bytes, Arithmetic::F32).map(|engine| states(&engine));
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
        let error = reference.as_ref().map_or(0.0, |reference| relative_error(&states(&engine), reference));
        let speed = [40, 200, 255].map(|n_pieces| pieces_per_second(&engine, n_pieces));
        let name = format!("{arithmetic:?}");
        println!("{name:<12} {load:>8.1} {error:>12.4} {:>12.0} {:>12.0} {:>12.0}", speed[0], speed[1], speed[2]);
    }
}

/// The first pieces of the text, which starts again where it ends.
fn window(n_pieces: usize) -> Vec<(u32, u8, u8)> {
    let digits = |digits: &'static str| digits.bytes().map(|digit| digit - b'0');
    let text = IDS.into_iter().zip(digits(CASES)).zip(digits(GAPS)).map(|((id, case), gap)| (id, case, gap));
    text.cycle().take(n_pieces).collect()
}

/// The hidden states of windows of many lengths.
fn states(engine: &Engine<'_>) -> Vec<f32> {
    (10..=200).step_by(10).flat_map(|n_pieces| engine.encode(&window(n_pieces))).collect()
}

fn pieces_per_second(engine: &Engine<'_>, n_pieces: usize) -> f64 {
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
    n_pieces as f64 * f64::from(n_windows) / spent.as_secs_f64()
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

/// An invented report ("VARDEN (Coastal Press) - Fishermen in the port of Varden blocked the harbour ...") as piece ids.
#[rustfmt::skip]
const IDS: [u32; 204] = [
    101, 13075, 4181, 1006, 5780, 2811, 1007, 1011, 16532, 1999, 1996, 3417, 1997, 13075, 4181, 8534, 1996, 7440, 2005,
    1037, 2353, 2154, 2006, 9857, 1010, 3038, 1996, 2231, 2018, 3714, 2049, 4872, 2000, 3013, 4762, 7773, 1012, 1000, 2057,
    2020, 2409, 1996, 3976, 2052, 2991, 2077, 1996, 3467, 1010, 1998, 2009, 2038, 11515, 1010, 1000, 2056, 6335, 3366,
    13955, 2078, 1010, 2040, 8847, 2005, 2055, 4278, 4049, 5608, 1012, 2048, 2111, 2020, 3621, 5229, 2043, 2610, 5985, 1996,
    21048, 1010, 1037, 2902, 3460, 2409, 5780, 2811, 2006, 4650, 1997, 2019, 16585, 16383, 1012, 1996, 4592, 3757, 6380,
    2008, 3738, 2018, 2109, 2486, 1012, 1999, 1037, 4861, 1010, 2009, 5496, 1996, 13337, 1997, 6886, 6386, 1998, 2056, 2008,
    5408, 1997, 2068, 2018, 2042, 4727, 1012, 2429, 2000, 1996, 2704, 1010, 12675, 9413, 7770, 2094, 1010, 7566, 2071,
    13746, 1000, 2004, 2220, 2004, 9432, 1000, 2065, 1996, 15823, 2003, 4196, 1012, 1996, 4559, 3003, 1010, 20953, 3854,
    2078, 1010, 2170, 2006, 1996, 3539, 2704, 2000, 12897, 1025, 2016, 2056, 2008, 1996, 7440, 1005, 1055, 8503, 2018, 2525,
    3465, 1996, 2237, 3053, 1002, 1016, 2454, 1012, 20157, 2000, 1996, 3470, 2020, 8014, 1010, 1998, 1037, 2833, 9549, 2008,
    2001, 3517, 2197, 2733, 2038, 2025, 2664, 3369, 1012,
];
/// How each piece's atom is cased.
const CASES: &str = "022011001000011000000001000000000000001000000000000000001111000000000100000000000000110000000100000000010000000000000000000010000111100000000100000001000111000000000000000000000000000100000000000000000000";
/// The white space before each piece.
const GAPS: &str = "030101011111110111111111011111111111010111111111011110011010011111110111111111101111111111000211111111011101111111111111111011110110001111011101111101110110011111110111110011111111010111111011111111111110";
