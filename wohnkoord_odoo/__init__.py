from . import controllers, models, tools, wizard
from .hooks import pre_init_hook
