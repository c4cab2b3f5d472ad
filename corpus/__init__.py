"""What everything shares: documents, manifest, domain model, settings, errors and the stores."""
