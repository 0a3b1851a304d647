"""Syntax and names of the sets that have none, as an earlier model of this reader sees them.

The sets about events say nothing of sentences, tags and arcs. A network that learns them without such labels forgets how to parse exactly around the words that
name events. So earlier weights, which have seen no event, label them; what they are unsure of is left open.
"""
import torch

from data import length, windows

SURE = 0.6      # least probability of a label that is taken


def label(model, docs, ix_of, batch):
    """Gives every document of `docs` its "syntax" (and "names", where it has none) by `model`."""
    labels = model.labels
    items = sorted(((d, s, e) for d in docs for s, e in windows(d, pack=192, most=254)), key=lambda x: length(*x))
    for d in docs:
        n = len(d["words"])
        d["syntax"] = {"bound": [-100] * len(d["atoms"]), "sentences": [], "head": [None] * n, "rel": [None] * n} | {k: [None] * n for k in ("upos", "xpos", "lemma", "names")}
    with torch.no_grad():
        at = 0
        while at < len(items):
            end = at + 1
            while end < len(items) and (end - at + 1) * length(*items[end]) <= 4096:
                end += 1
            group, at = items[at:end], end
            t = batch(group, ix_of, None)
            B, W = t["shape"]
            h = model.encode(t["ids"], t["case"], t["gap"], t["lengths"])
            w = model.words(h, t["piece"], t["word"], B * W)
            w3 = w.view(B, W, -1)
            bound = model.boundary(h).softmax(-1)
            tags = {k: getattr(model, k)(w3).softmax(-1).max(-1) for k in ("upos", "xpos", "lemma", "names")}
            arc, rdep, rhead = model.arcs(w3, h[:, 0])
            for b, (d, s, e) in enumerate(group):
                x = d["syntax"]
                k0, k1, p = d["words"][s][0], d["words"][e - 1][1], 1
                starts = [s]
                word_at = {d["words"][i][0]: i for i in range(s, e)}
                for k in range(k0, k1):
                    most = bound[b, p].max(-1)
                    if float(most.values) >= SURE and k > k0:
                        x["bound"][k] = int(most.indices)
                    if int(most.indices) == 2 and k in word_at and k > k0:
                        starts.append(word_at[k])
                    p += len(d["pieces"][k])
                for key, (sure, value) in tags.items():
                    for i in range(s, e):
                        if float(sure[b, i - s]) >= (SURE if key != "lemma" else 0.4):
                            x[key][i] = labels[key][int(value[b, i - s])]
                spans = list(zip(starts, starts[1:] + [e]))
                x["sentences"] += spans
                for a, z in spans:
                    block = arc[b, a - s:z - s, :]
                    scores = torch.cat([block[:, :1], block[:, 1 + a - s:1 + z - s]], 1)
                    scores[range(z - a), range(1, z - a + 1)] = -1e4
                    sure, head = scores.softmax(-1).max(-1)
                    dep = torch.arange(a - s, z - s)
                    target = torch.where(head == 0, 0, head + (a - s))
                    rel = model.relations(rdep[b, dep], rhead[b, target]).softmax(-1).max(-1)
                    for n, i in enumerate(range(a, z)):
                        if float(sure[n]) >= SURE:
                            x["head"][i] = -1 if int(head[n]) == 0 else a + int(head[n]) - 1
                            if float(rel.values[n]) >= SURE:
                                x["rel"][i] = labels["deprel"][int(rel.indices[n])]
