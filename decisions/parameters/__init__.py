"""URLs to searches and back: parameters cleaned one by one, the links to every neighbouring search."""
