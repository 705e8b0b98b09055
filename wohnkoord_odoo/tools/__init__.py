from . import duration, plain_text
