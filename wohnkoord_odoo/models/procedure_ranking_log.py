# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import LazyTranslate

from .procedure_log_words import KINDS

_lt = LazyTranslate(__name__)

# the log's words for what is done here
KINDS.update(
    {
        "ranked": _lt("Bids on a plot ranked"),
        "drawn": _lt("Draw recorded"),
        "allocation proposed": _lt("Allocation proposed"),
    }
)


class Procedure(models.Model):
    """Rankings, draws and proposals in the log."""

    _inherit = "wohnkoord.procedure"

    def _log_frozen(self):
        """The rankings, draws and proposals that the log names by hash.

        Whoever has a conflict gets the log without them.
        """
        frozen = super()._log_frozen()
        kinds = {
            "wohnkoord.ranking": "ranking-{lot}-{number}.json",
            "wohnkoord.draw": "draw-{lot}-{number}.json",
            "wohnkoord.allocation": "allocation-{number}.json",
        }
        for model, name in kinds.items():
            for record in self.env[model].search(
                [("procedure_id", "=", self.id)], order="id"
            ):
                lot = "procedure_lot_id" in record and record.procedure_lot_id.number
                frozen.append(
                    {
                        "name": name.format(lot=lot, number=record.number),
                        "content": record.content,
                        "hash": record.hash,
                    }
                )
        return frozen
