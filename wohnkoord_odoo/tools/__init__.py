from . import duration, match_key
from . import duration, plain_text
from . import duration, matching
from . import duration, slug
