"""PDF: characters with their places on the page become lines, columns, paragraphs and the pieces of a document."""
