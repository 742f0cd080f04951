"""The course as web pages, made of what is built and of the documents, for any static host."""
