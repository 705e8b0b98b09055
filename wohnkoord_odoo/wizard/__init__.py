# isort: skip_file
from . import reason
from . import advisory_meeting_need_add
from . import initiative_plan
from . import network_consent_record
from . import contract_order_mixin
from . import contract_amend
from . import contract_choose_consultant
from . import contract_quick_order
from . import network_consultant_profile_order
from . import contract_bill_run
from . import contract_bill_run_line
from . import account_move_reversal
from . import contract_invoice_choose, contract_treasury_export
from . import network_partner_merge
from . import network_find_group_partner_merge
from . import network_mailing_compose
from . import network_mailing_new
from . import procedure_mailing_new
from . import network_mailing_test
from . import network_event_series
from . import network_enquiry_decline
from . import network_enquiry_match
from . import network_enquiry_match_line
from . import procedure_new
from . import procedure_tell
from . import procedure_matter
from . import procedure_bid_intake
from . import procedure_opening
from . import procedure_opening_passphrase
from . import procedure_opening_paper_line
from . import procedure_opening_paper
from . import procedure_check_decision
from . import procedure_score_joint
from . import procedure_case_file_export
from . import procedure_retention
from . import procedure_juror_change
from . import procedure_juror_person
from . import procedure_reservation_extend
from . import procedure_reservation_move_up
from . import procedure_conflict_dialog
from . import contract_lock, contract_lock_line, contract_time_sheet
from . import contract_lock, contract_lock_line
from . import office_import
