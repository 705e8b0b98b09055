# isort: skip_file
from . import network_contact_history
