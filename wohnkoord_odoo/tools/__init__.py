from . import duration, matching
