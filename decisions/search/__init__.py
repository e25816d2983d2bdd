"""Searching the archive: a `SearchQuery` in, a `SearchResult` out. Only `tantivy_engine` knows tantivy."""
