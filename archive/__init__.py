"""The whole case as one package for the archive: made by a job, kept for a while, fetched by insiders."""
