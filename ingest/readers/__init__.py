"""A file as people have it becomes a canonical text with its pages; one module a format, `registry` lists them."""
