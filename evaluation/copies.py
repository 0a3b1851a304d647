#!/usr/bin/env python3
"""Copies as papers make them, and whether they fold: evaluation/copies.py ECBPLUS_DIR --command 'dateline evaluate stories -'

Makes from every article of ECB+ (or of a folder of .txt files) six copies: cut to half, half of the sentences, local sentences
put in, 5 and 15 % of the words edited, and all of it at once. The command reads articles (JSON lines with id and text) and writes one
line {"a":..,"b":..,"verdict":"same"|"partly"} for each link and {"group":[ids]} for each story. Nothing that is made is kept.
"""
import argparse
import glob
import json
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from itertools import combinations


def articles(folder):
    """(name, occurrence, sentences) of ECB+ files, without the address that stands first in the newer part; of .txt files each its own."""
    for path in sorted(glob.glob(f"{folder}/**/*.xml", recursive=True)):
        sentences, name = {}, os.path.basename(path)[:-4]
        for t in xml.parse(path).getroot().iter("token"):
            sentences.setdefault(int(t.get("sentence")), []).append(t.text or "")
        lines = [untokenized(words) for _, words in sorted(sentences.items()) if not words[0].startswith("http")]
        yield name, re.sub(r"_\d+", "_", name), lines
    for path in sorted(glob.glob(f"{folder}/**/*.txt", recursive=True)):
        text = open(path, encoding="utf-8").read()
        yield os.path.basename(path), path, re.split(r"(?<=[.!?])\s+", text)


def untokenized(words):
    text = " ".join(words)
    text = re.sub(r" ([.,;:!?%)\]]|'s\b|n't\b|')", r"\1", text)
    return re.sub(r"([(\[$]) ", r"\1", text)


def edited(rng, lines, share, vocabulary):
    """So many of the words replaced, dropped or doubled by another word, a third each."""
    out = []
    for line in lines:
        words = []
        for word in line.split():
            if rng.random() >= share:
                words.append(word)
                continue
            what = rng.randrange(3)
            words += [[rng.choice(vocabulary)], [], [word, rng.choice(vocabulary)]][what]
        out.append(" ".join(words))
    return out


def half(lines):
    """The first half of the words, whole sentences."""
    n, out = sum(len(line.split()) for line in lines) / 2, []
    for line in lines:
        if sum(len(kept.split()) for kept in out) >= n:
            break
        out.append(line)
    return out


def localised(rng, lines, others):
    """A new headline, and after every third sentence one of another article."""
    out = [rng.choice(others)]
    for i, line in enumerate(lines):
        out.append(line)
        if i % 3 == 0:
            out.append(rng.choice(others))
    return out


def copies(rng, lines, others, vocabulary):
    scattered = [line for i, line in enumerate(lines) if i % 2 == rng.randrange(2)] or lines[:1]
    yield "half", half(lines)
    yield "scattered half", scattered
    yield "localised", localised(rng, lines, others)
    yield "edited 5 %", edited(rng, lines, 0.05, vocabulary)
    yield "edited 15 %", edited(rng, lines, 0.15, vocabulary)
    yield "half, localised, edited 10 %", localised(rng, edited(rng, half(lines), 0.10, vocabulary), others)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("folder")
    p.add_argument("--command", required=True)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--words", type=int, default=100, help="leave out shorter articles")
    p.add_argument("--show", type=int, default=0, help="print so many copies that were missed")
    a = p.parse_args()
    rng = random.Random(a.seed)
    originals = [d for d in articles(a.folder) if sum(len(line.split()) for line in d[2]) >= a.words]
    vocabulary = [word for _, _, lines in originals for line in lines for word in line.split()]
    rows, kind_of = [], {}
    for name, occurrence, lines in originals:
        rows.append({"id": name, "text": "\n".join(lines)})
        others = [line for n, o, ls in rng.sample(originals, min(20, len(originals))) if o != occurrence for line in ls] or ["No news today ."]
        for kind, made in copies(rng, lines, others, vocabulary):
            rows.append({"id": f"{name}/{kind}", "text": "\n".join(made)})
            kind_of[f"{name}/{kind}"] = (kind, name)
    r = subprocess.run(a.command, shell=True, input="\n".join(json.dumps(row) for row in rows), capture_output=True, text=True)
    sys.stderr.write(r.stderr)
    links, story = {}, {}
    for line in r.stdout.splitlines():
        d = json.loads(line)
        if "group" in d:
            story.update({item: i for item in d["group"] for i in [len(story)]})
        else:
            links[frozenset((d["a"], d["b"]))] = d["verdict"]
    kinds = {}
    for copy, (kind, name) in kind_of.items():
        found = links.get(frozenset((copy, name))) == "same"
        kinds.setdefault(kind, []).append((found, story.get(copy) == story.get(name)))
        if not found and a.show > 0:
            a.show -= 1
            print("missed", copy, links.get(frozenset((copy, name))), file=sys.stderr)
    figures = {kind: {"copies": len(v), "linked": round(sum(f for f, _ in v) / len(v), 4), "one story": round(sum(s for _, s in v) / len(v), 4)} for kind, v in kinds.items()}
    n, folded, partly, elsewhere, n_elsewhere, same_story = 0, 0, 0, 0, 0, 0
    for (one, o1, _), (other, o2, _) in combinations(originals, 2):
        verdict = links.get(frozenset((one, other)))
        if o1 == o2:
            n, folded, partly = n + 1, folded + (verdict == "same"), partly + (verdict == "partly")
            same_story += story[one] == story[other]
        else:
            n_elsewhere, elsewhere = n_elsewhere + 1, elsewhere + (verdict == "same")
    every = [f for v in kinds.values() for f, _ in v]
    print(json.dumps({"copies found": round(sum(every) / len(every), 4), "by kind": figures, "different reports of one event": n,
                      "of them linked as copies": round(folded / n, 4), "in one story": round(same_story / n, 4), "partly": round(partly / n, 4),
                      "reports of other events": n_elsewhere, "of them linked as copies ": elsewhere}, indent=1))


if __name__ == "__main__":
    main()
