"""Fictional letters: the truth of a letter first, then its text or PDF in any of the layouts.

Nothing here comes from a real letter but the fixed phrases that every letter has.
"""
