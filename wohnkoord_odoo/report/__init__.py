# isort: skip_file
from . import network_event_figure
