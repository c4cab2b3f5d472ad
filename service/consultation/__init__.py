"""The consultation's questions, which passages answer each, and each organisation's stance on it (docs/stances.md)."""

from service.consultation.table import Consultation

__all__ = ["Consultation"]
