"""Tells an index made with another comparison key: one that no longer says the same would silently find nothing."""

from __future__ import annotations

from hashlib import blake2b

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter
from bibtools.text.fold import fold

_SAMPLES = (
    r"{S}chr{\"o}dinger's $\alpha$-decay: \emph{1,800} H$_2$O at 0.5 GeV/c and 95\% C.L.",
    "Spatial–Temporal ‘Fusion’ of naïve Łukasiewicz logics — 深度学习 ½ ﬁne × 10⁻³",
    r"$N=4$ super Yang-Mills and $\mathcal{O}(n \log n)$ bounds, cf. \cite{x} & others <sub>2</sub>",
)


def canary() -> str:
    """The fingerprint of some texts which are hard to fold.

    >>> canary() == canary(), len(canary())
    (True, 16)
    """
    prints = Fingerprinter(sampling=1)
    titles = prints.titles([fold(sample) for sample in _SAMPLES])
    return blake2b(titles.astype("<u8").tobytes(), digest_size=8).hexdigest()
