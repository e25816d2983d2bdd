"""How decisions fared: figures of those that were made, never a forecast. Pure: no database, no index."""
