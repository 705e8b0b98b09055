# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Procedure(models.Model):
    """One place that hears of every public act, whoever does it."""

    _inherit = "wohnkoord.procedure"

    def _public_event(self, kind, record=None, moment=None):
        """Hook: an act that everybody may know of has just been done.

        Called in the act's own transaction, after its writes.

        :param str kind: ``award`` (the body decided), ``reservation``,
            ``reservation_extended``, ``reservation_lapsed``, ``contract``,
            ``implementation`` (a commitment or milestone was met or missed),
            ``terminated``; those up to the opening come from their own hooks
        :param record: the award, reservation or contract that it is about
        :param datetime moment: from ``_now``; None: now
        """
