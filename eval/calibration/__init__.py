"""Fitting what the answerer weighs and when it refuses: offline, on public data and the gold set's dev split.

`python -m eval.calibration --help`; docs/answering.md says what comes of it.
"""
