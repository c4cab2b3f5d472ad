"""What one would otherwise build, asked the same questions: peers' retrieval pipelines behind the asker's port."""
