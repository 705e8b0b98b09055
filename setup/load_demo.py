# Runs in `odoo shell`: loads the demo data of this addon alone (core's stays out of the
# office). Odoo only logs a demo file that fails; here it is an error. The addon is not
# flagged as having demo data: an update would load the files again over the office's own
# work, half of them, because a record that is there stays as it is.
import sys
import traceback

from odoo.modules import Manifest
from odoo.tools import convert_file

from odoo.addons.wohnkoord_odoo.demo import story

env = globals()["env"]
ADDON = "wohnkoord_odoo"

quiet = env(
    context={
        **env.context,
        "lang": "en_US",
        "tracking_disable": True,
        "mail_create_nolog": True,
        "mail_notrack": True,
        "no_reset_password": True,
        "dont_notify": True,
        "mail_activity_quick_update": True,
    }
)
try:
    for path in Manifest.for_addon(ADDON)["demo"]:
        convert_file(quiet, ADDON, path, {}, mode="init", noupdate=True)
    story.play(quiet)
    env.cr.commit()
except Exception:
    traceback.print_exc()
    sys.stderr.flush()
    sys.exit(1)
