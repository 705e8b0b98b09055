from . import duration, match_key
