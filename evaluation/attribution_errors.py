#!/usr/bin/env python3
"""Where the statements of reports go wrong: evaluation/attribution_errors.py GOLD.jsonl REPORT_DIR

GOLD and REPORT_DIR are those of score_attribution.py, and so is what counts as right: the whole content shares four fifths of its
words and the sources share one (or both are empty). Prints recall and precision by kind, by class of cue, by form of source, and
by what became of the attributions that were missed.
"""
import collections
import json
import os
import re
import sys

WORD = re.compile(r"\w+(?:['’.\-,/]\w+)*")
MARKS = re.compile(r"[\"“”«»]|``|''|(?<!\w)[‘']|[’'](?!\w)")
PRONOUNS = set("i we you he she it they who which that this these those him her them me us one".split())
SPEECH = set(
    "say tell add write ask state announce claim deny insist argue warn report explain declare reply respond note suggest acknowledge "
    "admit vow promise accuse describe allege contend maintain concede confirm reveal stress testify recall criticize praise call".split()
)
IRREGULAR = {"said": "say", "told": "tell", "wrote": "write", "written": "write"}


def words(text):
    return [m.span() for m in WORD.finditer(text)]


def covered(spans, tokens):
    return frozenset(i for i, (a, b) in enumerate(tokens) if any(a < e and s < b for s, e in spans))


def kind(text, spans):
    """direct when a quotation holds all of the content, mixed when it holds a part, indirect without."""
    inside = " ".join(text[s:e] for s, e in spans)
    first, last = spans[0][0], spans[-1][1]
    around = MARKS.search(text[max(0, first - 2):first + 1]) and MARKS.search(text[last - 1:last + 3])
    if around and not MARKS.search(inside.strip("\"“”'‘’`«» ")):
        return "direct"
    if around and len(spans) > 1:
        return "direct"
    return "mixed" if re.search(r"[\"“”]|``", text[max(0, first - 1):last + 2]) else "indirect"


def lemma(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, other in (("ied", "y"), ("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + other in SPEECH:
            return word[: -len(ending)] + other
    return word


def cue_class(text):
    found = re.findall(r"[a-z’']+", text.lower())
    if "according" in found:
        return "according to"
    if not found:
        return "punctuation only"
    return "verb of speech" if any(lemma(w) in SPEECH for w in found) else "other word"


def form(text):
    found = re.findall(r"\w+", text)
    if not found:
        return "none"
    if all(w.lower() in PRONOUNS for w in found):
        return "pronoun"
    return "name" if any(w[0].isupper() for w in found[1:] or found) else "noun phrase"


def main():
    gold, folder = sys.argv[1:3]
    recall, precision, fate = (collections.defaultdict(lambda: [0, 0]) for _ in range(3))
    for line in open(gold, encoding="utf-8"):
        article = json.loads(line)
        text, path = article["text"], f"{folder}/{article['name']}.json"
        tokens = words(text)
        found = json.load(open(path, encoding="utf-8"))["statements"] if os.path.exists(path) else []
        ranges = lambda x: [(s["start"], s["end"]) for s in (x if isinstance(x, list) else [x] if x else [])]
        P = [{r: ranges(p.get(k)) for r, k in (("content", "content"), ("source", "source_span"), ("cue", "cue"))} for p in found if p.get("inside") is None]
        G = [a for a in article["attributions"] if a["content"]]
        both = [[(covered(x["content"], tokens), covered(x["source"], tokens)) for x in list_] for list_ in (G, P)]
        overlap = lambda i, j: len(both[0][i][0] & both[1][j][0]) / max(1, len(both[0][i][0] | both[1][j][0]))
        pairs = sorted(((overlap(i, j), i, j) for i in range(len(G)) for j in range(len(P)) if both[0][i][0] & both[1][j][0]), reverse=True)
        content, right = {}, set()
        for value, i, j in pairs:
            if value < 0.8 or i in content or j in content.values():
                continue
            content[i] = j
            sources = both[0][i][1], both[1][j][1]
            if sources[0] & sources[1] or not (sources[0] or sources[1]):
                right.add(i)
        for i, a in enumerate(G):
            said = lambda role: " ".join(text[s:e] for s, e in a[role])
            groups = [
                ("kind", kind(text, sorted(a["content"]))),
                ("cue", cue_class(said("cue"))),
                ("source", form(said("source"))),
                ("content", "in parts" if len(a["content"]) > 1 else "in one piece"),
            ]
            for group in groups:
                recall[group][0] += i in right
                recall[group][1] += 1
            best = max((v for v, k, _ in pairs if k == i), default=0)
            what = "right" if i in right else "another source" if i in content else "other ends (0.5 to 0.8)" if best >= 0.5 else "cut or joined (below 0.5)" if best > 0 else "not seen"
            fate["what became of it", what][0] += 1
            fate["what became of it", what][1] = 0
        hit = {content[i] for i in right}
        for j, p in enumerate(P):
            said = lambda role: " ".join(text[s:e] for s, e in p[role])
            for group in (("kind", kind(text, sorted(p["content"]))), ("cue", cue_class(said("cue"))), ("source", form(said("source")))):
                precision[group][0] += j in hit
                precision[group][1] += 1
    for title, table in (("recall of the gold attributions", recall), ("precision of what was found", precision)):
        print(title)
        for (group, value), (n, of) in sorted(table.items()):
            print(f"  {group:8} {value:18} {100 * n / of:5.1f}  of {of}")
    total = sum(n for n, _ in fate.values())
    print("what became of the gold attributions")
    for (_, value), (n, _) in sorted(fate.items(), key=lambda x: -x[1][0]):
        print(f"  {value:27} {100 * n / total:5.1f}  {n}")


if __name__ == "__main__":
    main()
