# isort: skip_file
# mixins first, then the areas in the order in which they depend on each other
from . import guarded_mixin
from . import ir_http
from . import res_partner
from . import res_users

# initiative

# advisory

# contract
from . import contract_balance
from . import contract_person_day
from . import contract_framework
from . import contract_framework_lot
from . import contract
from . import contract_call_off
from . import contract_time_entry
from . import contract_hours_request
from . import contract_advisory
from . import contract_partner
