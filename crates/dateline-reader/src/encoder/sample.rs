//! Small weights files with seeded random values, for tests.

use std::collections::BTreeMap;

/// Writes a safetensors file.
#[derive(Default)]
pub(crate) struct SampleFile {
    metadata: BTreeMap<String, String>,
    tensors: BTreeMap<String, (&'static str, Vec<usize>, Vec<u8>)>,
    state: u64,
}

impl SampleFile {
    /// An empty file whose random values depend on the seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed, ..Self::default() }
    }

    /// An encoder with `layers` layers, `hidden` wide (a multiple of 32), and the vocabulary.
    pub(crate) fn encoder(seed: u64, layers: usize, hidden: usize, vocabulary: &[&str]) -> Self {
        let mut file = Self::new(seed);
        file.text("name", "sample");
        file.bytes("vocab", "U8", &[vocabulary.join("\n").len()], vocabulary.join("\n").into_bytes());
        for (name, rows) in [("word", vocabulary.len()), ("position", 512), ("case", 4), ("gap", 4)] {
            file.matrix(&format!("emb.{name}"), rows, hidden, 0.5);
        }
        file.norm("emb.norm", hidden);
        for layer in 0..layers {
            file.linear(&format!("layer.{layer}.qkv"), 3 * hidden, hidden);
            file.linear(&format!("layer.{layer}.out"), hidden, hidden);
            file.norm(&format!("layer.{layer}.norm1"), hidden);
            file.linear(&format!("layer.{layer}.ffn1"), 4 * hidden, hidden);
            file.linear(&format!("layer.{layer}.ffn2"), hidden, 4 * hidden);
            file.norm(&format!("layer.{layer}.norm2"), hidden);
        }
        file
    }

    /// Sets a string of the metadata.
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.metadata.insert(key.to_owned(), value.to_owned());
    }

    /// Adds a matrix, its scales and a bias; outputs come out about as large as inputs.
    pub(crate) fn linear(&mut self, name: &str, outputs: usize, inputs: usize) {
        self.matrix(name, outputs, inputs, 1.7 / (inputs as f32).sqrt());
        let bias = (0..outputs).map(|_| self.random() * 0.1).collect();
        self.floats(&format!("{name}.b"), &[outputs], bias);
    }

    /// Adds a matrix with values between -`limit` and `limit`, and its scales.
    pub(crate) fn matrix(&mut self, name: &str, rows: usize, columns: usize, limit: f32) {
        let values = (0..rows * columns).map(|_| ((self.random() * 127.0).round() as i8).cast_unsigned()).collect();
        self.bytes(&format!("{name}.q"), "I8", &[rows, columns], values);
        let scales = (0..rows).map(|_| limit / 127.0 * (1.0 + 0.3 * self.random())).collect();
        self.floats(&format!("{name}.s"), &[rows], scales);
    }

    /// Adds a LayerNorm.
    pub(crate) fn norm(&mut self, name: &str, columns: usize) {
        let weight = (0..columns).map(|_| 1.0 + 0.2 * self.random()).collect();
        let bias = (0..columns).map(|_| 0.1 * self.random()).collect();
        self.floats(&format!("{name}.w"), &[columns], weight);
        self.floats(&format!("{name}.b"), &[columns], bias);
    }

    /// Adds an f32 tensor.
    pub(crate) fn floats(&mut self, name: &str, shape: &[usize], values: Vec<f32>) {
        self.bytes(name, "F32", shape, values.into_iter().flat_map(f32::to_le_bytes).collect());
    }

    /// Adds a tensor as bytes.
    pub(crate) fn bytes(&mut self, name: &str, dtype: &'static str, shape: &[usize], data: Vec<u8>) {
        self.tensors.insert(name.to_owned(), (dtype, shape.to_vec(), data));
    }

    /// Leaves a tensor out again.
    pub(crate) fn remove(&mut self, name: &str) {
        self.tensors.remove(name);
    }

    /// The file's bytes.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut header = serde_json::Map::new();
        header.insert("__metadata__".to_owned(), serde_json::json!(self.metadata));
        let mut data = Vec::new();
        for (name, (dtype, shape, bytes)) in &self.tensors {
            let offsets = [data.len(), data.len() + bytes.len()];
            header.insert(name.clone(), serde_json::json!({"dtype": dtype, "shape": shape, "data_offsets": offsets}));
            data.extend_from_slice(bytes);
        }
        let header = serde_json::Value::Object(header).to_string();
        let mut file = (header.len() as u64).to_le_bytes().to_vec();
        file.extend_from_slice(header.as_bytes());
        file.extend_from_slice(&data);
        file
    }

    /// A value between -1 and 1: SplitMix64, whose reference implementation is in the public domain (Vigna, 2015).
    pub(crate) fn random(&mut self) -> f32 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        (bits >> 40) as f32 / 8_388_608.0 - 1.0
    }
}
