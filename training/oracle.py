#!/usr/bin/env python3
"""What PyTorch makes of a weights file, for the Rust reader to agree with: oracle.py WEIGHTS.safetensors OUT.safetensors

Rebuilds the model from the rounded weights, runs it over the sentences below and writes pieces, features and hidden states.
`cargo test -p dateline-reader oracle` compares the f32 arithmetic of the reader with them.
"""
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

from atoms import WordPiece, atoms, case_of
from data import BLANK_LINE
from model import load

TEXT = """MORVENA (AP) — The interior minister, Ilan Dovrak, said on Friday that police hadn't fired on the marchers.

"We will not negotiate," Dovrak told The Associated Press. 27 people were hurt in the U.N.-run camp, according to Rescue Watch."""


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
