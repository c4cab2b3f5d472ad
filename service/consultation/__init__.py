"""The consultation's questions, which passages answer each, and each organisation's stance on it (docs/stances.md)."""

from service.consultation.reader import ReadStance, StanceReader
from service.consultation.table import RULES, Consultation

__all__ = ["RULES", "Consultation", "ReadStance", "StanceReader"]
