//! The numbers of the reader that were tuned by hand, in one place.

/// How attributions are read off the model's scores. All are in the units of the scores (natural logarithms of odds).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributionSettings {
    /// Added to the scores of "begins a cue" and "continues a cue": above 0 finds more attributions, below 0 surer ones.
    pub cue_bias: f32,
    /// Added to every token's score as source.
    pub source_bias: f32,
    /// Added to every token's score as content.
    pub content_bias: f32,
    /// What the source costs, however long it is.
    pub source_start: f32,
    /// What the first run of content costs.
    pub content_start: f32,
    /// What each further run of content costs.
    pub content_again: f32,
    /// What the scores of beginning and end count against those of the words between.
    pub edge: f32,
}

impl Default for AttributionSettings {
    /// Chosen for joint F1 on PolNeAR dev, one number after the other, with weights of half the training (61.8 there; 47 to 54
    /// with all at 0 and each run at 1). What helps most is to expect a source (92 % of PolNeAR's attributions have one) and to
    /// make a run of content dear to start but cheap to go on.
    fn default() -> Self {
        AttributionSettings {
            cue_bias: 0.0,
            source_bias: 0.5,
            content_bias: 0.5,
            source_start: -1.0,
            content_start: 3.0,
            content_again: 5.0,
            edge: 0.5,
        }
    }
}
