# isort: skip_file
from . import form
from . import public
from . import public_form

# portal
from . import portal_initiative
from . import portal_contract
from . import portal_contract_posts
from . import portal_hours
from . import portal_bill

# public pages of the network
from . import public_page
from . import public_sitemap
from . import public_consent
from . import public_enquiry_read
from . import public_enquiry
from . import public_enquiry_status
from . import public_home
from . import public_newsletter
from . import portal_consent
from . import public_find_group
from . import public_search_profile
from . import public_mailing
from . import public_event
from . import public_event_registration

# public booking of appointments
from . import public_booking_slots
from . import public_booking
from . import public_booking_link
