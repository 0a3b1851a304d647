//! Which happenings are asked for.

use crate::rows::HappeningRow;

/// Which happenings are asked for; what is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Names of which one must be an actor's or a recipient's; each is a list of words that must all be there. A word of the form
    /// `iso:BLR` means the country.
    pub who: Vec<Vec<String>>,
    /// Types in the codebook, of which one.
    pub types: Vec<String>,
    /// Not before this day.
    pub from: Option<String>,
    /// Not after this day.
    pub to: Option<String>,
    /// Places of which one, as [`Filter::who`].
    pub places: Vec<Vec<String>>,
    /// Words that all stand in the sentences that tell it.
    pub words: Vec<String>,
    /// At least so many independent sources.
    pub sources: usize,
    /// Only those whose versions disagree.
    pub disputed: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Filter {
    /// True when nothing but words narrows the choice.
    pub(crate) fn has_words(&self) -> bool {
        !(self.who.is_empty() && self.places.is_empty() && self.words.is_empty())
    }

    /// True when a happening passes all but the words.
    pub(crate) fn passes(&self, row: &HappeningRow) -> bool {
        let from = self.from.as_ref().is_none_or(|from| row.until.as_ref().is_some_and(|until| until >= from));
        let to = self.to.as_ref().is_none_or(|to| row.day.as_ref().is_some_and(|day| day <= to));
        let of_type = self.types.is_empty() || self.types.contains(&row.event_type);
        from && to && of_type && row.sources >= self.sources && !(self.disputed && row.disputed.is_empty())
    }
}

/// The texts under which a happening is found: who, where, and the sentences.
pub(crate) fn texts(row: &HappeningRow) -> [String; 3] {
    let mut who: Vec<String> = row.who.iter().chain(&row.to_whom).cloned().collect();
    who.extend(row.countries.iter().map(|code| country(code)));
    let place: Vec<&str> = row.place.iter().map(String::as_str).collect();
    let country = row.country.as_ref().map(|code| country(code)).unwrap_or_default();
    [who.join("; "), format!("{} {country}", place.join("; ")), row.words.clone()]
}

/// The one word that stands for a country in what is searched, so that no name is taken for it.
pub(crate) fn country(code: &str) -> String {
    format!("iso{}", code.to_lowercase())
}

/// The words of a text as the search sees them: letters and digits in lower case. Accents are left to the search.
pub(crate) fn words(text: &str) -> Vec<String> {
    let letters = |c: char| !c.is_alphanumeric();
    text.split(letters).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_happening_without_a_day_of_its_own_passes_by_the_day_of_its_report() {
        let day = |day: &str| Some(day.to_owned());
        let row = HappeningRow { day: day("2022-05-20"), until: day("2022-05-25"), ..HappeningRow::default() };
        let between = |from, to| Filter { from: day(from), to: day(to), ..Filter::default() }.passes(&row);
        assert!(between("2022-05-01", "2022-05-20"));
        assert!(between("2022-05-25", "2022-06-20"));
        assert!(!between("2022-05-26", "2022-06-20"));
        assert!(!between("2022-05-01", "2022-05-19"));
    }
}
