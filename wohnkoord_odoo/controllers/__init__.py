# isort: skip_file
from . import portal_initiative
from . import portal_contract
from . import portal_contract_posts
from . import portal_hours
from . import portal_bill
