# isort: skip_file
from . import form
from . import public
from . import public_form

# portal
from . import portal_initiative
from . import portal_initiative_posts
from . import portal_contract
from . import portal_contract_posts
from . import portal_hours
from . import portal_bill

# public pages of the network
from . import public_consent
