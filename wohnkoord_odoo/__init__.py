from . import controllers, models, report, tools, wizard
from .hooks import post_init_hook, pre_init_hook
from . import controllers, models, report, tools, wizard
from .hooks import pre_init_hook
