from . import duration, ics, match_key, plain_text, slug, upload
