"""Text to atoms and word pieces: the twin of crates/dateline-reader/src/atoms.rs and wordpiece.rs.

An atom is a run of letters, digits and marks, or any other single character that is not white space. Tokens of
Universal Dependencies are runs of atoms, so the model only has to say where a token begins.
"""
import unicodedata

APOSTROPHES = "'’`´"
CUT = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "lemme": 3, "gimme": 3}
NO_GAP, SPACE, NEWLINE, BLANK_LINE = range(4)


def is_word_character(c):
    return c.isascii() and c.isalnum() or not c.isascii() and unicodedata.category(c)[0] in "LNM"


def atoms(text):
    """[(start, end, gap)] of every atom in code points; gap is the white space before it."""
    spans, i, n = [], 0, len(text)
    while i < n:
        c = text[i]
        if c.isspace():
            i += 1
            continue
        j = i + 1
        if is_word_character(c):
            while j < n and is_word_character(text[j]):
                j += 1
        spans.append((i, j))
        i = j
    cut = []
    for k, (a, b) in enumerate(spans):
        form = text[a:b].lower()
        if form in CUT:
            cut += [(a, a + CUT[form]), (a + CUT[form], b)]
        elif (b - a > 1 and form[-1] == "n" and k + 2 < len(spans) and spans[k + 1][0] == b and text[b] in APOSTROPHES
              and spans[k + 2][0] == b + 1 and text[spans[k + 2][0]:spans[k + 2][1]].lower() == "t"):
            cut += [(a, b - 1), (b - 1, b)]
        else:
            cut.append((a, b))
    out, last = [], None
    for a, b in cut:
        space = text[last:a] if last is not None else "\n\n"
        newlines = space.count("\n")
        gap = NO_GAP if not space else SPACE if newlines == 0 else NEWLINE if newlines == 1 else BLANK_LINE
        out.append((a, b, gap))
        last = b
    return out


def case_of(form):
    """0 lower case or no letters, 1 title, 2 all upper, 3 mixed."""
    letters = [c for c in form if c.isalpha()]
    if not any(c.isupper() for c in letters):
        return 0
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 2 if not any(c.islower() for c in letters) else 3


class WordPiece:
    UNKNOWN, CLS, LONGEST = 100, 101, 100

    def __init__(self, vocabulary):
        self.ids = {p: i for i, p in enumerate(vocabulary)}
        self.cache = {}

    def pieces(self, form):
        got = self.cache.get(form)
        if got is None:
            got = self.cache[form] = self._cut(form)
        return got

    def _cut(self, form):
        if len(form) > self.LONGEST:
            return [self.UNKNOWN]
        form = "".join(c for c in unicodedata.normalize("NFD", form.lower()) if unicodedata.category(c) != "Mn")
        out, start = [], 0
        while start < len(form):
            end = len(form)
            while end > start:
                piece = ("##" if start else "") + form[start:end]
                if piece in self.ids:
                    break
                end -= 1
            if end == start:
                return [self.UNKNOWN]
            out.append(self.ids[piece])
            start = end
        return out or [self.UNKNOWN]
