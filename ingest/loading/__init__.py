"""Parsed letters into the record (PostgreSQL) and, from there, into the search index."""
