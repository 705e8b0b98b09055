# isort: skip_file
# mixins first, then the areas in the order in which they depend on each other
from . import guarded_mixin
from . import res_users

# initiative

# advisory

# contract
