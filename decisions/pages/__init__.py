"""What pages print, ready made: totals, facets, results, cases, letters. Templates only lay it out."""
