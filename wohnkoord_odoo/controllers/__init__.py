# isort: skip_file
# what all forms and public pages stand on
from . import form
from . import public
from . import public_form
from . import public_page
from . import public_sitemap
from . import public_home

# portal
from . import portal_initiative
from . import portal_initiative_posts
from . import portal_contract
from . import portal_contract_posts
from . import portal_cost
from . import portal_hours
from . import portal_bill
from . import portal_invoice
from . import portal_consultant_profile

# network: consent
from . import public_consent
from . import public_newsletter
from . import portal_consent

# network: mailing
from . import public_mailing

# network: events
from . import public_event
from . import public_event_registration

# network: booking of appointments
from . import public_booking_slots
from . import public_booking
from . import public_booking_link
from . import public_booking_need

# network: enquiries
from . import public_enquiry_read
from . import public_enquiry
from . import public_enquiry_status

# network: project overview
from . import public_project
from . import public_project_data
from . import portal_project

# network: finding a group
from . import public_find_group
from . import public_search_profile
from . import office_plot

# procedure
from . import portal_procedure
from . import portal_procedure_posts
from . import portal_bid_log
from . import portal_bid
from . import portal_bid_posts
from . import portal_cure
from . import portal_decision
from . import portal_award
from . import public_procedure
from . import public_procedure_feed
from . import office_bid
from . import office_key_file
from . import office_procedure_log
from . import portal_jury

from . import portal_jury_session

from . import portal_jury_conflict
from . import portal_score

from . import office_decision

from . import public_ocds
from . import office_case_file

# contract: papers
from . import office_contract_document
from . import portal_contract_document
from . import office_import
from . import office_export
