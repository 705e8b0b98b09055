from . import duration
from . import slug
