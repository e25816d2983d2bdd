"""A whole search as a file to take away: CSV, spreadsheet, JSON, feed. Rows are the list's, in its order."""
