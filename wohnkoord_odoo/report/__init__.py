# isort: skip_file
from . import advisory_workload
from . import network_contact_history
from . import network_match_candidate
from . import network_mailing_recipient
from . import network_event_figure
