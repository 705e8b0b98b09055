from . import duration, match_key, plain_text, slug, upload
