"""Finding passages: a pipeline of named stages (see `service.retrieval.pipeline`)."""
