from . import test_advisory
from . import test_advisory_meeting
from . import test_advisory_tour
from . import test_short_contact
from . import test_contract_balance
from . import test_contract_call_off
