# isort: skip_file
from . import test_advisory
from . import test_advisory_meeting
from . import test_advisory_tour
from . import test_short_contact
from . import test_contract_balance
from . import test_contract_call_off
from . import test_contract_bill
from . import test_contract_bill_access
from . import test_contract_bill_freeing
from . import test_contract_bill_locks
from . import test_contract_bill_rounding
from . import test_contract_bill_tax
from . import test_portal_bill
from . import test_contract_access
from . import test_contract_time_entry
from . import test_contract_views
from . import test_contract_wizards
