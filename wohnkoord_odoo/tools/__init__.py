from . import duration, slug
