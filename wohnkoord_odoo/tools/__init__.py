from . import duration, match_key, matching, plain_text, slug, upload
