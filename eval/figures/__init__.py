"""One module per question asked of a run; `catalogue` lists every figure. Definitions: docs/evaluation.md."""
