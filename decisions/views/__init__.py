"""The public pages, a module each: fetch, compute, render."""
