# isort: skip_file
from . import reason
from . import initiative_plan
from . import network_consent_record
from . import contract_order_mixin
from . import contract_amend
from . import contract_choose_consultant
from . import contract_quick_order
from . import contract_bill_run
from . import contract_bill_run_line
from . import account_move_reversal
from . import network_partner_merge
from . import network_find_group_partner_merge
from . import network_mailing_compose
from . import network_mailing_new
from . import network_mailing_test
from . import network_event_series
