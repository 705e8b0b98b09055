from . import duration
from . import matching
