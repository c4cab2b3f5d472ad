"""The routes of the HTTP interface, a module a noun."""

from service.routes import answers, consultation, documents, feedback, operations, passages

ROUTERS = (
    answers.router,
    passages.router,
    documents.router,
    consultation.router,
    feedback.router,
    operations.router,
)
