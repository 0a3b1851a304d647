//! What somebody heard and passes on without saying from whom: "The agency has received reports of looting", "staff were told
//! that ..". The source is unstated and the hearer an intermediary.

use super::chain::is_publisher;
use super::{StatementMention, cues};
use crate::entities::lookup;
use crate::syntax::Syntax;
use dateline_model::report::EntityKind;
use dateline_model::{NameClass, TokenIdx, Upos};

const ACCOUNTS: [&str; 9] = ["report", "allegation", "complaint", "account", "claim", "testimony", "accusation", "suggestion", "rumour"];
const TAKEN_IN: [&str; 7] = ["receive", "hear", "get", "gather", "collect", "document", "obtain"];
/// Those whose work it is to hear and pass on.
const LISTENERS: [&str; 10] =
    ["staff", "monitor", "observer", "investigator", "rapporteur", "researcher", "reporter", "journalist", "correspondent", "inspector"];

/// The one who heard what the cue word holds; `None` where a source is named or nobody took it in.
pub(crate) fn hearer(syntax: &Syntax, statement: &StatementMention, cue: TokenIdx) -> Option<TokenIdx> {
    let hearer = if syntax.upos(cue) == Upos::Noun {
        taker(syntax, cue)?
    } else {
        let told = cues::is_form_of(syntax, cue, &["inform", "tell", "notify"]) && super::syntactic::agent(syntax, cue).is_none();
        let clause = syntax.children(cue).iter().any(|c| *c > cue && syntax.deprel(*c) == "ccomp");
        syntax.child(cue, "nsubj:pass").filter(|s| told && clause && syntax.upos(*s) != Upos::Pron)?
    };
    let unnamed = statement.source_head.is_none_or(|s| s == hearer) && !statement.holds(hearer);
    // "The court was told": what is said before it, everybody hears.
    let audience = cues::is_form_of(syntax, hearer, &["court", "jury", "tribunal", "inquest", "parliament", "committee", "hearing"]);
    (unnamed && !audience && passes_on(syntax, hearer)).then_some(hearer)
}

/// Who received what a noun names: "received reports of", "the reports we receive".
fn taker(syntax: &Syntax, noun: TokenIdx) -> Option<TokenIdx> {
    if !cues::is_form_of(syntax, noun, &ACCOUNTS) {
        return None;
    }
    let takes = |v: &TokenIdx| syntax.upos(*v) == Upos::Verb && cues::is_form_of(syntax, *v, &TAKEN_IN);
    let governor = syntax.head(noun).filter(|v| takes(v) && syntax.is(noun, "obj"));
    let verb = governor.or_else(|| syntax.children_by(noun, "acl").find(takes))?;
    syntax.child(verb, "nsubj").or_else(|| syntax.subject(verb)).filter(|s| *s != noun)
}

/// An organization, its people, or a pronoun for one: "the UN", "human rights staff", "we".
fn passes_on(syntax: &Syntax, token: TokenIdx) -> bool {
    let lemma = syntax.lemma(token).to_lowercase();
    let names = &syntax.reading.names;
    let at = names.partition_point(|n| n.tokens.end <= token);
    let organization = names.get(at).is_some_and(|n| n.tokens.contains(&token) && n.class == NameClass::Organization);
    let pronoun = syntax.upos(token) == Upos::Pron && matches!(lemma.as_str(), "we" | "it");
    organization
        || pronoun
        || is_publisher(syntax, token)
        || LISTENERS.contains(&lemma.as_str())
        || lookup::agent(&lemma).is_some_and(|a| a.kind == EntityKind::Organization && !a.document)
}

/// The publisher that an addressee is or works for: "told Reuters", "told undercover Herald reporters".
pub(crate) fn publisher(syntax: &Syntax, addressee: TokenIdx) -> Option<TokenIdx> {
    if is_publisher(syntax, addressee) {
        return Some(addressee);
    }
    let works = syntax.upos(addressee) == Upos::Noun
        && cues::is_form_of(syntax, addressee, &["reporter", "journalist", "correspondent", "editor", "crew"]);
    let employer = |c: &TokenIdx| *c < addressee && ["compound", "nmod:poss", "nmod"].iter().any(|r| syntax.is(*c, r));
    syntax.children(addressee).iter().copied().filter(employer).find(|c| works && is_publisher(syntax, *c))
}

/// To whom a thing was said that a noun names, and who said it: "allegations made by two drivers to Herald reporters that ..".
pub(crate) fn made_to(syntax: &Syntax, noun: TokenIdx) -> Option<(Option<TokenIdx>, TokenIdx)> {
    let made = |v: &TokenIdx| cues::is_form_of(syntax, *v, &["make", "give", "tell", "send", "level"]);
    let verb = (syntax.upos(noun) == Upos::Noun).then(|| syntax.children_by(noun, "acl").find(made)).flatten()?;
    let to = |of: TokenIdx| -> Vec<TokenIdx> {
        let phrase = |c: &TokenIdx| (syntax.is(*c, "obl") || syntax.is(*c, "nmod")) && super::syntactic::has_case(syntax, *c, "to");
        syntax.children(of).iter().copied().filter(phrase).collect()
    };
    // The reader may hang the phrases on the noun instead of the participle.
    let by = || syntax.children_by(noun, "nmod").find(|c| *c > verb && super::syntactic::has_case(syntax, *c, "by"));
    let agent = super::syntactic::agent(syntax, verb).or_else(by);
    let addressees = to(verb).into_iter().chain(agent.into_iter().flat_map(to)).chain(to(noun)).filter(|a| *a > verb);
    let heard = addressees.into_iter().find_map(|a| publisher(syntax, a))?;
    Some((agent, heard))
}

/// Whose report a noun of speech without a source comes from: "disclosures from the Varna Post regarding suggestions that ..".
pub(crate) fn told_in(syntax: &Syntax, noun: TokenIdx) -> Option<TokenIdx> {
    const PIECES: [&str; 7] = ["report", "disclosure", "revelation", "story", "article", "broadcast", "coverage"];
    if syntax.upos(noun) != Upos::Noun {
        return None;
    }
    let up = |i: &TokenIdx| syntax.head(*i).filter(|_| ["nmod", "acl", "obl", "obj"].iter().any(|r| syntax.is(*i, r)));
    let piece = std::iter::successors(Some(noun), up).take(4).skip(1).find(|i| cues::is_form_of(syntax, *i, &PIECES))?;
    let by = |c: &TokenIdx| {
        ["from", "by", "in"].iter().any(|p| super::syntactic::has_case(syntax, *c, p))
            || (*c < piece && ["compound", "nmod:poss"].iter().any(|r| syntax.is(*c, r)))
    };
    syntax.children(piece).iter().copied().filter(by).find(|c| is_publisher(syntax, *c))
}
