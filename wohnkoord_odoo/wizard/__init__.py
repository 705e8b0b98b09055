# isort: skip_file
from . import reason
from . import initiative_plan
from . import contract_order_mixin
from . import contract_amend
from . import contract_choose_consultant
from . import contract_quick_order
from . import contract_bill_run
from . import contract_bill_run_line
from . import account_move_reversal
from . import network_enquiry_decline
from . import network_enquiry_match
from . import network_enquiry_match_line
