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
    /// Chosen by `examples/settings.rs --search` for the mean joint F1 of statements on PolNeAR dev, the 11 gold reports and 24
    /// reports that the model has not seen, with reader-4: 62.1, 71.7 and 77.1 there; 61.6, 70.7 and 76.2 with the numbers before.
    /// All around are within half a point. What helps most is to expect a source (92 % of PolNeAR's attributions have one), to make
    /// a run of content dear to start but cheap to go on, and to heed where runs begin and end.
    fn default() -> Self {
        AttributionSettings {
            cue_bias: 0.125,
            source_bias: 1.75,
            content_bias: 0.25,
            source_start: 0.5,
            content_start: 3.0,
            content_again: 9.0,
            edge: 1.75,
        }
    }
}
