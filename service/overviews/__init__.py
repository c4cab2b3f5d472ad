"""Overviews: what a document, an organisation, a chapter, a topic or everybody says, assembled from their own words."""

from service.overviews.overview import Overviews as Overviews
