"""Text of a letter in, `ParsedDecision` out. Pure: no Django, no database, no files but its own data.

clean_text -> detect_layout -> split_sections -> parse_header, parse_reviewer, parse_items -> find_leaks
"""
