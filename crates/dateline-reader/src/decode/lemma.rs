//! Lemmas by edit scripts: "L-2+y" lowers the form, drops two characters and adds "y"; "K-0+" keeps the form.

/// One edit script of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LemmaScript {
    keep_case: bool,
    drop: usize,
    suffix: String,
}

impl LemmaScript {
    /// Reads a script as written in the weights file.
    pub(crate) fn parse(script: &str) -> Option<Self> {
        let (case, edit) = script.split_once('-')?;
        let (drop, suffix) = edit.split_once('+')?;
        let keep_case = match case {
            "K" => true,
            "L" => false,
            _ => return None,
        };
        Some(LemmaScript { keep_case, drop: drop.parse().ok()?, suffix: suffix.to_owned() })
    }

    /// The lemma of a form; a script that does not fit the form leaves it as it is.
    pub(crate) fn apply(&self, form: &str) -> String {
        let mut lemma = if self.keep_case { form.to_owned() } else { form.to_lowercase() };
        if self.drop > 0 {
            match lemma.char_indices().nth_back(self.drop - 1) {
                Some((cut, _)) => lemma.truncate(cut),
                None => return lemma,
            }
        }
        lemma.push_str(&self.suffix);
        if lemma.is_empty() { form.to_owned() } else { lemma }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, form: &str, expect: &str) {
        assert_eq!(LemmaScript::parse(script).unwrap().apply(form), expect);
    }

    #[test]
    fn a_script_edits_the_end_of_the_form() {
        check("L-3+y", "Studies", "study");
        check("L-0+", "The", "the");
        check("K-0+", "Minsk", "Minsk");
        check("K-1+", "Émiles", "Émile");
        check("L-1++", "ab", "a+");
        check("L-2+be", "is", "be");
    }

    #[test]
    fn a_script_that_does_not_fit_leaves_the_form() {
        check("L-3+go", "we", "we");
        check("L-2+", "it", "it");
    }

    #[test]
    fn a_malformed_script_is_refused() {
        for script in ["", "L", "X-0+", "L-+", "L-x+", "L-1"] {
            assert_eq!(LemmaScript::parse(script), None, "{script}");
        }
    }
}
