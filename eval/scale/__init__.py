"""How ingest and search hold up as a corpus grows.

`text` makes text that nobody wrote, `corpus` passages of it with vectors, `growth` writes and searches an index of each
size in a process of its own, `curves` shows what a size costs and how costs grow.
"""

from eval.scale.curves import exponents, markdown
from eval.scale.growth import ScaleRow, run_scale

__all__ = ["ScaleRow", "exponents", "markdown", "run_scale"]
