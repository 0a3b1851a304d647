"""Fits the weights by which the coder chooses actors and recipients among the entities of an article.

usage: participants.py [--fold] FOLDER... [--seen FOLDER...] > ../crates/dateline-coder/data/participants.tsv
Each folder holds annotated reports (NAME.txt, NAME.meta.json, NAME.gold.json); the reader was trained on those after --seen, which are fitted on like the
others. With --fold the weights are tried by leaving a tenth of the others out in turn, and figures are printed instead. To weigh the reader's opinion on the
others alone was worse (both sides right 34.6 % against 36.3 %). The candidates come from `cargo run --release -p dateline --example participants`."""
import json
import os
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../../shared/evaluation")
from score_reports import greedy, same_entity, spans_of  # noqa: E402

PENALTY = 300.0          # of the squares of the weights of features of unit variance; 30 to 300 differ by a point
NEEDS, TOGETHER = (0.35, 0.65, 0.15, 0.85), (0.4, 0.45, 0.15, 0.6)      # first, further, named, beside: as in src/participants/mod.rs
NAMES = []


def read(folder):
    """Articles with their candidates, labels and events: (rows of x, y, event, side), and gold of each matched event."""
    out = subprocess.run(["cargo", "run", "--release", "-q", "-p", "dateline", "--example", "participants", "--", os.path.abspath(folder)], cwd=HERE, check=True, capture_output=True)
    names, *lines = out.stdout.decode().splitlines()
    NAMES[:] = json.loads(names)
    for line in lines:
        d = json.loads(line)
        d["entities"] = [{"name": e["name"], "mentions": [{"text": m} for m in e["mentions"]]} for e in d["entities"]]
        text, gold = open(f"{folder}/{d['name']}.txt", encoding="utf-8", newline="").read(), json.load(open(f"{folder}/{d['name']}.gold.json"))
        names = {e["id"]: [m["t"] if isinstance(m, dict) else m for m in e["mentions"]] + [e["name"]] for e in gold["entities"]}
        spans = [spans_of(text, e["trigger"]) for e in gold["events"]]
        pairs = []
        for i, (a, b) in enumerate(spans):
            for j, e in enumerate(d["events"]):
                if a < e["end"] and e["start"] < b:
                    pairs.append(((1 + (gold["events"][i]["type"] == e["type"])) * (min(b, e["end"]) - max(a, e["start"])), i, j))
        want = {j: [[names[x] for x in gold["events"][i][k]] for k in ("actor", "recipient")] for i, j in greedy(pairs)}
        rows = [(v, e, s, np.array(x), any(same_entity(n, d["entities"][e]) for n in want[v][s])) for v, e, *both in d["candidates"] if v in want for s, x in enumerate(both)]
        yield {"entities": d["entities"], "want": want, "rows": rows}


def fit(x, y):
    """Newton's method for a logistic regression with a bias, which comes first and is not penalised."""
    mean, spread = x.mean(0), x.std(0) + 1e-3
    x, y = np.hstack([np.ones((len(x), 1)), (x - mean) / spread]), np.array(y, float)
    w, penalty = np.zeros(x.shape[1]), PENALTY * np.append(0.0, np.ones(x.shape[1] - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9), x.T @ (p - y) + penalty * w)
    own = w[1:] / spread
    return np.append(w[0] - own @ mean, own)


def side(articles, s):
    """Weights of one side: of the bias, then of each feature."""
    rows = [r for d in articles for r in d["rows"] if r[2] == s]
    return fit(np.array([r[3] for r in rows]), [r[4] for r in rows])


def score(w, x):
    return 1 / (1 + np.exp(-(w[0] + x @ w[1:])))


def right(article, weights):
    """For each event whether its actors, its recipients, and both are those of the annotators."""
    for v, want in article["want"].items():
        scores = [{r[1]: score(weights[s], r[3]) for r in article["rows"] if r[0] == v and r[2] == s} for s in (0, 1)]
        chosen = []
        together = any(r[3][NAMES.index(f"type:{t}")] for r in article["rows"] if r[0] == v for t in ("AGREE", "CONSULT", "COOPERATE"))
        for s in (0, 1):
            first, further, least, beside = TOGETHER if together and s == 0 else NEEDS
            ranked = sorted(scores[s], key=lambda e: -scores[s][e])
            named = {r[1] for r in article["rows"] if r[0] == v and r[2] == s and r[3][NAMES.index("clause")]}
            if any(scores[s][e] >= least for e in named):
                chosen.append([e for e in ranked if scores[s][e] >= (least if e in named else beside)])
            else:
                chosen.append([e for n, e in enumerate(ranked) if scores[s][e] >= (further if n else first)])
        for e in set(chosen[0]) & set(chosen[1]):
            chosen[1 if scores[0][e] >= scores[1][e] else 0].remove(e)
        hits = []
        for names, picks in zip(want, chosen):
            same = lambda n, e: same_entity(n, article["entities"][e])
            hits.append(bool(names) == bool(picks) and all(any(same(n, e) for e in picks) for n in names) and all(any(same(n, e) for n in names) for e in picks))
        yield hits + [all(hits)]


def main():
    folders, seen = [a for a in sys.argv[1:] if a != "--fold"], []
    if "--seen" in folders:
        at = folders.index("--seen")
        folders, seen = folders[:at], [d for f in folders[at + 1:] for d in read(f)]
    articles = [d for f in folders for d in read(f)]
    sides = lambda some: [side(some + seen, s) for s in (0, 1)]
    if "--fold" in sys.argv:
        hits = [h for k in range(10) for weights in [sides([d for i, d in enumerate(articles) if i % 10 != k])] for d in articles[k::10] for h in right(d, weights)]
        print(len(articles), "articles,", len(hits), "events; actors, recipients, both right:", *(round(100 * sum(h[k] for h in hits) / len(hits), 1) for k in range(3)))
        return
    print("# Weights of the features of participants (src/participants/features.rs), for actors and for recipients: logistic regression,")
    print("# fitted by training/participants.py on annotated reports.")
    for name, *both in zip(["bias", *NAMES], *sides(articles)):
        print(name, *(f"{w:.3f}" for w in both), sep="\t")


main()
