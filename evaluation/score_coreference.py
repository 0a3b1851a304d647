#!/usr/bin/env python3
"""Scores who is who: evaluation/score_coreference.py GOLD.conllu PREDICTED.conllu [--genre news] [--errors N] [--json]

Both files hold mentions in MISC as `Entity=(e1-person... e1)` (CorefUD; GUM; `dateline parse`), the same documents in the same order.
Words are aligned by their characters, so that sentences and words may be cut otherwise. A predicted mention stands for the gold
mention of the same span, else for the shortest with the same head.

  shared      MUC, B3, CEAF-e, their mean (CoNLL) and mention pairs, over the mentions that both have: who is joined with whom
  all         the same over every gold mention of a person, organization, place or group that is mentioned twice, and the predicted
              mentions that have company: mentions that are not found count against recall (Pradhan and others 2014, without singletons)
  nearest     the baseline on the shared mentions: a name goes with the last mention that has its head word; a pronoun or a noun with a definite
              article or possessor with the nearest mention before it that agrees in kind, number and sex; everything else is new
"""
import argparse
import collections
import json
import os
import re
import sys

ACTORS = ("person", "organization", "place", "animal")
TAG = re.compile(r"\(([^()\s-]+)(-[^()]*)?(\))?|([^()\s-]+)\)")
PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f", "it": "n", "its": "n",
            "itself": "n", "they": "p", "them": "p", "their": "p", "theirs": "p", "themselves": "p", "i": "1", "me": "1", "my": "1",
            "we": "2", "us": "2", "our": "2", "you": "3", "your": "3"}
AGENTS = {}
for line in open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "crates", "dateline-coder", "data", "agents.tsv"), encoding="utf-8"):
    if not line.startswith("#"):
        lemma, kind, _, sex = line.rstrip("\n").split("\t")[:4]
        AGENTS[lemma] = (kind, sex)


class Word:
    __slots__ = ("form", "lemma", "upos", "xpos", "head", "rel", "misc", "start", "end", "sentence")


def read(path):
    """Documents as lists of words; characters are counted without white space."""
    docs, words, at, sentence, inside = [], [], 0, 0, (0, 0, 0)
    first = 0
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            words, at, sentence, first = [], 0, 0, 0
            docs.append((line.split("=")[-1].strip(), words))
        elif not line:
            sentence, first, inside = sentence + 1, len(words), (0, 0, 0)
        elif not line.startswith("#"):
            c = line.split("\t")
            if "." in c[0]:
                continue
            length = len(re.sub(r"\s", "", c[1]))
            if "-" in c[0]:
                inside = (int(c[0].split("-")[1]), at, at + length)
                continue
            w = Word()
            w.form, w.lemma, w.upos, w.xpos, w.rel, w.misc = c[1], c[2], c[3], c[4], c[7], c[9]
            w.head = first + int(c[6]) - 1 if c[6].isdigit() and int(c[6]) else None
            w.sentence, w.start = sentence, at
            w.end = at + length
            i = int(c[0])
            if i <= inside[0]:
                w.end = inside[2] if i == inside[0] else min(w.end, inside[2])
            at = w.end
            words.append(w)
    return docs


def mentions(words):
    """[(first word, end word, head, entity, type)] in text order."""
    found, waiting = [], collections.defaultdict(list)
    for i, w in enumerate(words):
        field = next((f[7:] for f in w.misc.split("|") if f.startswith("Entity=")), "")
        for m in TAG.finditer(field):
            name = (m[1] or m[4]).split("[")[0]
            if m[1]:
                kind = (m[2] or "-").split("-")[1]
                if m[3]:
                    found.append((i, i + 1, name, kind))
                else:
                    waiting[name].append((i, kind))
            elif waiting[name]:
                a, kind = waiting[name].pop()
                found.append((a, i + 1, name, kind))
    out = []
    for a, b, name, kind in sorted(found):
        head = next((i for i in range(a, b) if (words[i].head is None or not a <= words[i].head < b) and words[i].upos != "PUNCT"), a)
        out.append((a, b, head, name, kind))
    return out


def align(gw, gold, pw, predicted):
    """{index of predicted mention: index of gold mention}."""
    span = lambda words, m: (words[m[0]].start, words[m[1] - 1].end)
    by_span, by_head = {}, collections.defaultdict(list)
    for i, m in enumerate(gold):
        by_span[span(gw, m)] = i
        by_head[gw[m[2]].start].append((m[1] - m[0], i))
    out, taken = {}, set()
    for j, m in enumerate(predicted):
        i = by_span.get(span(pw, m))
        if i is not None:
            out[j] = i
            taken.add(i)
    for j, m in enumerate(predicted):
        if j not in out:
            free = [x for x in sorted(by_head.get(pw[m[2]].start, [])) if x[1] not in taken]
            if free:
                out[j] = free[0][1]
                taken.add(free[0][1])
    return out


def nearest(words, list_):
    """Chains by the baseline: {mention: chain}."""
    def features(m):
        h = words[m[2]]
        low = h.form.lower()
        if low in PRONOUNS and h.upos in ("PRON", "DET"):
            p = PRONOUNS[low]
            return ("thing" if p == "n" else "any" if p == "p" else "person", p in "p2", p if p in "mf" else None, p)
        kind, sex = AGENTS.get(h.lemma.lower(), ("thing", "-"))
        ner = next((f[6:] for f in h.misc.split("|") if f.startswith("NER=")), "")
        kind = "person" if ner == "PER" or kind in ("person", "group") else "thing"
        return kind, h.xpos in ("NNS", "NNPS"), sex if sex in "mf" else None, None
    chain, known, last = {}, [], {}
    fresh = 0
    for k, m in enumerate(list_):
        h, f = words[m[2]], features(m)
        found = None
        definite = f[3] is not None or any(words[i].head == m[2] and (words[i].lemma.lower() in ("the", "this", "that", "these", "those") or words[i].rel == "nmod:poss") for i in range(m[0], m[1]))
        if h.upos == "PROPN":
            found = last.get(h.form.lower())
        elif f[3] in ("1", "2", "3"):
            found = last.get(f[3])
        elif definite:
            for j in range(k - 1, -1, -1):
                g = known[j]
                kinds = "any" in (f[0], g[0]) or f[0] == g[0]
                if kinds and f[1] == g[1] and (f[2] is None or g[2] is None or f[2] == g[2]) and g[3] not in ("1", "2", "3") and list_[j][2] != m[2]:
                    found = chain[j]
                    break
        if found is None:
            found, fresh = fresh, fresh + 1
        chain[k] = found
        known.append(f)
        last[f[3] if f[3] in ("1", "2", "3") else h.form.lower()] = found
    return chain


def groups(chain):
    out = collections.defaultdict(set)
    for m, e in chain.items():
        out[e].add(m)
    return list(out.values())


def best(rows):
    """Largest total of a one-to-one choice (Kuhn-Munkres) from a sparse matrix [{column: value}]."""
    columns = sorted({c for r in rows for c in r})
    n, m = len(rows), max(len(columns), len(rows))
    index = {c: i for i, c in enumerate(columns)}
    cost = [[0.0] * m for _ in range(n)]
    for i, r in enumerate(rows):
        for c, v in r.items():
            cost[i][index[c]] = -v
    u, v, match = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        match[0], j0 = i, 0
        low, way, used = [float("inf")] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = match[j0], float("inf"), 0
            for j in range(1, m + 1):
                if not used[j]:
                    current = cost[i0 - 1][j - 1] - u[i0] - v[j]
                    if current < low[j]:
                        low[j], way[j] = current, j0
                    if low[j] < delta:
                        delta, j1 = low[j], j
            for j in range(m + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    low[j] -= delta
            j0 = j1
            if match[j0] == 0:
                break
        while j0:
            match[j0] = match[way[j0]]
            j0 = way[j0]
    return -sum(cost[match[j] - 1][j - 1] for j in range(1, m + 1) if match[j])


def count(key, response, into):
    """Adds the numerators and denominators of one document's metrics."""
    def muc(a, b):
        where = {m: i for i, s in enumerate(b) for m in s}
        return sum(len(s) - len({where.get(m, ("alone", m)) for m in s}) for s in a), sum(len(s) - 1 for s in a)
    def b3(a, b):
        where = {m: s for s in b for m in s}
        return sum(len(s & where[m]) / len(s) for s in a for m in s if m in where), sum(map(len, a))
    def pairs(a, b):
        where = {m: i for i, s in enumerate(b) for m in s}
        hit = total = 0
        for s in a:
            total += len(s) * (len(s) - 1) // 2
            hit += sum(n * (n - 1) // 2 for n in collections.Counter(where[m] for m in s if m in where).values())
        return hit, total
    for name, f in (("muc", muc), ("b3", b3), ("pairs", pairs)):
        into[name] += [f(key, response), f(response, key)]
    where = {m: i for i, s in enumerate(response) for m in s}
    rows = []
    for s in key:
        shared = collections.Counter(where[m] for m in s if m in where)
        rows.append({i: 2 * n / (len(s) + len(response[i])) for i, n in shared.items()})
    total = best(rows) if any(rows) else 0.0
    into["ceafe"] += [(total, len(key)), (total, len(response))]


def figures(counts):
    out = {}
    for name, rows in counts.items():
        r, p = rows[::2], rows[1::2]
        recall = sum(x for x, _ in r) / (sum(y for _, y in r) or 1)
        precision = sum(x for x, _ in p) / (sum(y for _, y in p) or 1)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        out[name] = {"p": round(100 * precision, 1), "r": round(100 * recall, 1), "f1": round(100 * f1, 1)}
    out["conll"] = round(sum(out[k]["f1"] for k in ("muc", "b3", "ceafe")) / 3, 1) if out else 0.0
    return out


def score(gold_path, predicted_path, genre=None, errors=0):
    counts = {k: collections.defaultdict(list) for k in ("shared", "nearest", "all")}
    sizes = collections.Counter()
    gold_docs, predicted_docs = read(gold_path), read(predicted_path)
    if len(gold_docs) != len(predicted_docs):
        sys.exit(f"{len(gold_docs)} gold documents, {len(predicted_docs)} predicted")
    for (name, gw), (_, pw) in zip(gold_docs, predicted_docs):
        if genre and f"_{genre}_" not in name:
            continue
        gold, predicted = mentions(gw), mentions(pw)
        match = align(gw, gold, pw, predicted)
        sizes.update({"documents": 1, "gold": len(gold), "predicted": len(predicted), "shared": len(match)})
        shared = sorted(match)
        key = groups({j: gold[match[j]][3] for j in shared})
        count(key, groups({j: predicted[j][3] for j in shared}), counts["shared"])
        chain = nearest(pw, [predicted[j] for j in shared])
        count(key, groups({shared[k]: e for k, e in chain.items()}), counts["nearest"])
        actors = [s for s in groups({("g", i): m[3] for i, m in enumerate(gold) if m[4] in ACTORS}) if len(s) > 1]
        as_gold = lambda j: ("g", match[j]) if j in match else ("p", j)
        # A chain of things that the gold file calls objects or events is not asked for.
        response = [s for s in groups({as_gold(j): m[3] for j, m in enumerate(predicted) if j not in match or gold[match[j]][4] in ACTORS}) if len(s) > 1]
        count(actors, response, counts["all"])
        for k in range(1, len(shared)):
            if errors <= 0:
                break
            j = shared[k]
            before = [x for x in shared[:k] if gold[match[x]][3] == gold[match[j]][3]]
            joined = [x for x in shared[:k] if predicted[x][3] == predicted[j][3]]
            if bool(before) != bool(joined) or (joined and gold[match[joined[-1]]][3] != gold[match[j]][3]):
                text = lambda x: " ".join(w.form for w in pw[predicted[x][0]:predicted[x][1]])
                s = pw[predicted[j][2]].sentence
                line = " ".join(w.form for w in pw if w.sentence == s)
                print(f"{name}: {text(j)!r} is {text(before[-1]) if before else 'new'!r}, not {text(joined[-1]) if joined else 'new'!r} | {line[:200]}")
                errors -= 1
    return {"mentions": dict(sizes), **{k: figures(c) for k, c in counts.items()}}


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("gold")
    p.add_argument("predicted")
    p.add_argument("--genre")
    p.add_argument("--errors", type=int, default=0)
    p.add_argument("--json", action="store_true")
    a = p.parse_args()
    got = score(a.gold, a.predicted, a.genre, a.errors)
    if a.json:
        print(json.dumps(got))
    else:
        for k, v in got.items():
            print(f"{k:9}", "  ".join(f"{x} {y['f1'] if isinstance(y, dict) else y}" for x, y in v.items()))
