"""Answering: which sentences answer, whether any does, and what a follow-up stands for."""
