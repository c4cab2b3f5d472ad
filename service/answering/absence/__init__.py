"""What a question asks about and the documents do not say: who is silent, what is not stated, what is contradicted."""
