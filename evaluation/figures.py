#!/usr/bin/env python3
"""The dev figures of the README: evaluation/figures.py [--shared ../shared] [--binary target/release/dateline] [--check]

Runs the program over the development sets and the public scorers over what it prints. The sets and scorers are not in this
repository (licences: NOTICE). With --check, fails when a figure falls below its floor in evaluation/floors.json.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "training"))
sys.path.insert(0, HERE)
import data as sets  # noqa: E402
import score_actors  # noqa: E402
import score_coreference  # noqa: E402


def output(*command):
    r = subprocess.run(command, capture_output=True)
    if r.returncode:
        sys.exit(f"{' '.join(command[:6])} ...: exit {r.returncode}\n{r.stderr.decode()[-2000:]}")
    return r.stdout


def last_json(out):
    return json.loads(out.decode().strip().split("\n")[-1])


def write_all(texts, folder, name):
    """Many texts as one file each, in the order given."""
    files = []
    for i, text in enumerate(texts):
        files.append(f"{folder}/{name}-{i:04}.txt")
        with open(files[-1], "w", encoding="utf-8", newline="") as f:
            f.write(text)
    return files


def parse_all(a, texts, folder, name):
    """CoNLL-U of many texts, in the order given."""
    files = write_all(texts, folder, name)
    predicted = f"{folder}/{name}.conllu"
    with open(predicted, "wb") as f:
        f.write(output(a.binary, "parse", "--format", "conllu", *files))
    return predicted


def syntax(a, folder, gold):
    docs = sets.read_conllu(gold)
    predicted = parse_all(a, [d["text"] for d in docs], folder, os.path.basename(gold).split(".")[0])
    return last_json(output(sys.executable, f"{a.shared}/evaluation/score_parse.py", gold, predicted))


def names(a, folder, spaced):
    """The worldwide dev set as running text (or its tokens joined by spaces), person, organization and place together."""
    docs = sets.read_names(f"{a.shared}/data/ner/worldwide-dev.tsv")
    kinds = ("PER", "ORG", "LOC")
    label = f"names-{'spaced' if spaced else 'text'}"
    gold = f"{folder}/{label}.gold.conllu"
    texts = []
    with open(gold, "w", encoding="utf-8") as f:
        for d in docs:
            text = d["text"]
            if spaced:
                text = "\n".join(" ".join(d["forms"][s:e]) for s, e in d["sentences"])
            texts.append(text)
            for s, e in d["sentences"]:
                for i in range(s, e):
                    tag = d["names"][i] if d["names"][i][2:] in kinds else "O"
                    f.write("\t".join([str(i - s + 1), d["forms"][i], *["_"] * 7, f"NER={tag}"]) + "\n")
                f.write("\n")
    predicted = parse_all(a, texts, folder, label)
    kept = f"{folder}/{label}.three.conllu"
    with open(predicted, encoding="utf-8") as f, open(kept, "w", encoding="utf-8") as o:
        o.write(re.sub(r"NER=[BI]-(?!PER\b|ORG\b|LOC\b)[A-Z]+", "NER=O", f.read()))
    return last_json(output(sys.executable, f"{a.shared}/evaluation/score_parse.py", gold, kept, "--names"))


def coreference(a, folder):
    """Who is who in GUM dev, all genres and news: CoNLL F1 over the mentions that both have, and the nearest candidate on the same mentions."""
    gold = f"{a.shared}/data/ud/gum-dev.conllu"
    predicted = parse_all(a, [d["text"] for d in sets.read_conllu(gold)], folder, "coreference")
    got = {}
    for label, genre in (("", None), (", news", "news")):
        scores = score_coreference.score(gold, predicted, genre)
        got[f"CoNLL{label}"] = scores["shared"]["conll"]
        got[f"nearest candidate{label}"] = scores["nearest"]["conll"]
        got[f"pairs{label}"] = scores["shared"]["pairs"]
    return {"coreference, GUM dev, shared mentions": got}


def reports(a, folder, name, path):
    out = f"{folder}/{name}"
    output(sys.executable, f"{a.shared}/evaluation/read_all.py", path, out, "--binary", a.binary)
    return out


def places(a, folder):
    """Place names found (spans overlap) and resolved (within 161 km, among those found), each article by itself with its outlet's address."""
    got = {}
    for name in ("lgl", "trnews", "gwn"):
        gold = f"{a.shared}/data/place/{name}.json"
        out = reports(a, folder, name, gold)
        scores = last_json(output(sys.executable, f"{a.shared}/evaluation/score_places.py", gold, out))
        got[f"places, {name} dev"] = {k: scores[k] for k in ("found F1", "resolved @161", "all gold @161", "all gold id")}
    return got


def times(a, folder, name):
    """Time expressions by the TempEval-3 measure."""
    gold = f"{a.shared}/data/time/{name}.json"
    out = reports(a, folder, f"time-{name}", gold)
    return last_json(output(sys.executable, f"{a.shared}/evaluation/score_times.py", gold, out))


def actors(a, folder):
    """Source and target in a sentence."""
    gold = score_actors.read(f"{a.shared}/data/plover/cameo_ner_train.txt")
    out = output(a.binary, "read", "--format", "jsonl", *write_all([text for text, _ in gold], folder, "actors"))
    return score_actors.score(gold, [json.loads(line) for line in out.decode().splitlines()])


def speed(a, folder):
    """Words per second of `read` on one core over the PolNeAR dev articles in one process, and its peak memory."""
    texts = [json.loads(line)["text"] for line in open(f"{a.shared}/data/polnear/dev.jsonl", encoding="utf-8")]
    words, files = sum(len(text.split()) for text in texts), write_all(texts, folder, "speed")
    best = None
    for _ in range(3):
        start = time.time()
        r = subprocess.Popen([a.binary, "read", "--threads", "1", "--format", "jsonl", *files], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(r.pid, 0)
        best = min(best or 1e9, time.time() - start)
    return {"words": words, "words a second, one core": round(words / best), "peak memory MB": round(usage.ru_maxrss / 1000)}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--shared", default=os.path.join(HERE, "..", "..", "shared"))
    p.add_argument("--binary", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release", "dateline"))
    p.add_argument("--check", action="store_true")
    p.add_argument("--only", help="comma-separated: gum, ewt, coreference, names, polnear, places, time, gold, actors, speed")
    p.add_argument("--keep", help="a folder to leave the program's output in")
    a = p.parse_args()
    wanted = (a.only or "gum,ewt,coreference,names,polnear,places,time,gold,actors,speed").split(",")
    got = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = a.keep or folder
        os.makedirs(folder, exist_ok=True)
        for k in ("gum", "ewt"):
            if k in wanted:
                got[f"parse, UD {k.upper()} dev, raw text"] = syntax(a, folder, f"{a.shared}/data/ud/{k}-dev.conllu")
        if "coreference" in wanted:
            got.update(coreference(a, folder))
        if "names" in wanted:
            got["names, worldwide dev, person/organization/place"] = names(a, folder, False)
            got["names, the same with tokens joined by spaces"] = names(a, folder, True)
        if "polnear" in wanted:
            out = reports(a, folder, "polnear", f"{a.shared}/data/polnear/dev.jsonl")
            got["statements, PolNeAR dev"] = json.loads(output(sys.executable, f"{a.shared}/evaluation/score_attribution.py", f"{a.shared}/data/polnear/dev.jsonl", out, "--json"))
        if "places" in wanted:
            got.update(places(a, folder))
        if "time" in wanted:
            got["time expressions, TimeBank"] = times(a, folder, "timebank")
            got["time expressions, AQUAINT"] = times(a, folder, "aquaint")
        if "gold" in wanted:
            out = reports(a, folder, "gold", f"{a.shared}/data/gold")
            got["gold reports (11 articles, development)"] = json.loads(output(sys.executable, f"{a.shared}/evaluation/score_reports.py", f"{a.shared}/data/gold", out, "--json"))
        if "actors" in wanted:
            got["source and target in a sentence, CAMEO spans"] = actors(a, folder)
        if "speed" in wanted:
            got["speed"] = speed(a, folder)
    for k, v in got.items():
        print(k)
        for x, y in v.items():
            print(f"  {x:28} {y if not isinstance(y, dict) else y['f1']}")
    if a.check:
        floors, low = json.load(open(f"{HERE}/floors.json")), []
        for k, v in floors.items():
            for x, least in v.items():
                value = got.get(k, {}).get(x)
                value = value["f1"] if isinstance(value, dict) else value
                if k in got and (value is None or value < least):
                    low.append(f"{k}: {x} is {value}, floor {least}")
        if low:
            sys.exit("\n".join(low))


if __name__ == "__main__":
    main()
