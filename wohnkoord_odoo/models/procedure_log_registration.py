# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

#: refused uploads of one party in the log within an hour
ENTRIES_PER_HOUR = 5


class Registration(models.Model):
    """What a party does again and again does not flood the log."""

    _inherit = "wohnkoord.registration"

    def _log_refused_upload(self, data):
        """Note a refused upload, a few times an hour; neither who nor which file.

        :param dict data: why, in canonical values
        """
        self.ensure_one()
        procedure = self.procedure_id
        # what is counted is under the key file: a dump does not tell who uploads
        sender = procedure._bidder_key(self.initiative_id)
        allow = self.env["wohnkoord.rate.limit"]._allow
        if allow("upload_refused", sender, ENTRIES_PER_HOUR):
            procedure._log("upload_refused", data, "bidder")
