"""What a question means: spelling, preamble, language, history, and whether it says enough to be looked up."""

from service.understanding.steps import Understanding, Understood

__all__ = ["Understanding", "Understood"]
