#!/usr/bin/env python3
"""What PyTorch makes of a weights file, for the Rust reader to agree with: oracle.py WEIGHTS.safetensors OUT.safetensors

Rebuilds the model from the rounded weights, runs it over the sentences below and writes pieces, features and hidden states.
`cargo test -p dateline-reader oracle` compares the f32 arithmetic of the reader with them.
"""
import json
import sys

import numpy as np
import torch
from safetensors import safe_open
from safetensors.numpy import save_file

from atoms import WordPiece, atoms, case_of
from data import BLANK_LINE
from model import LAYERS, REL, ROLE, Reader

TEXT = """MORVENA (AP) — The interior minister, Ilan Dovrak, said on Friday that police hadn't fired on the marchers.

"We will not negotiate," Dovrak told The Associated Press. 27 people were hurt in the U.N.-run camp, according to Rescue Watch."""


def load(path):
    with safe_open(path, framework="np") as f:
        meta = f.metadata()
        t = {k: f.get_tensor(k) for k in f.keys()}
    model = Reader({k: json.loads(meta[k]) for k in ("upos", "xpos", "deprel", "lemma", "names")})
    matrix = lambda name: torch.from_numpy(t[name + ".q"].astype(np.float32) * t[name + ".s"][:, None])
    state = {}
    for name in ("word", "position", "case", "gap"):
        state[name + ".weight"] = matrix("emb." + name)
    state["norm.weight"], state["norm.bias"] = (torch.from_numpy(t["emb.norm." + k]) for k in "wb")
    for i in range(LAYERS):
        for name in ("qkv", "out", "ffn1", "ffn2"):
            state[f"layers.{i}.{name}.weight"], state[f"layers.{i}.{name}.bias"] = matrix(f"layer.{i}.{name}"), torch.from_numpy(t[f"layer.{i}.{name}.b"])
        for name in ("norm1", "norm2"):
            state[f"layers.{i}.{name}.weight"], state[f"layers.{i}.{name}.bias"] = (torch.from_numpy(t[f"layer.{i}.{name}.{k}"]) for k in "wb")
    for name in ("boundary", "upos", "xpos", "lemma", "names", "parse", "cue", "role_token", "role_cue"):
        state[name + ".weight"], state[name + ".bias"] = matrix("head." + name), torch.from_numpy(t[f"head.{name}.b"])
    state["arc"] = matrix("head.arc")
    state["rel"] = matrix("head.rel").view(-1, REL + 1, REL + 1)
    state["role"] = matrix("head.role").view(3, ROLE + 1, ROLE + 1)
    state["role_distance"] = torch.from_numpy(t["head.role_distance"])
    model.load_state_dict(state)
    return model.eval(), bytes(t["vocab"]).decode().split("\n")


def main():
    model, vocabulary = load(sys.argv[1])
    wp = WordPiece(vocabulary)
    rows = [[WordPiece.CLS, 0, 0]]
    for k, (a, b, gap) in enumerate(atoms(TEXT)):
        for j, piece in enumerate(wp.pieces(TEXT[a:b])):
            rows.append([piece, case_of(TEXT[a:b]), (gap if k else BLANK_LINE) if j == 0 else 0])
    x = torch.tensor(rows)
    with torch.no_grad():
        h = model.encode(x[None, :, 0], x[None, :, 1], x[None, :, 2], torch.tensor([len(rows)]))[0]
        boundary = model.boundary(h)
    save_file({"pieces": x.numpy().astype(np.int32), "hidden": h.numpy(), "boundary": boundary.numpy(), "text": np.frombuffer(TEXT.encode(), dtype=np.uint8)}, sys.argv[2])
    print(f"{len(rows)} pieces")


if __name__ == "__main__":
    main()
