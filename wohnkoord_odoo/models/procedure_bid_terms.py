# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import json
from datetime import timedelta
from decimal import Decimal

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from .procedure_bid import TAKING_STATES

#: limits of a bid's files where the procedure sets none
MAX_FILE_MB, MAX_FILES = 20, 20
_LOT_FIELDS = (
    "uuid",
    "number",
    "tenure",
    "price_model",
    "price_fixed",
    "price_min",
    "price_max",
    "lease_years",
)


class Procedure(models.Model):
    """What bidders are held to: read from the version in force, never from live rows."""

    _inherit = "wohnkoord.procedure"

    def _bot(self):
        """The procedure as the system itself writes: no row names who bids."""
        return self.with_user(SUPERUSER_ID)

    def _bid_terms(self):
        """The terms of the version in force.

        :return: dict; ``lots`` maps the lot's uuid to its terms, with prices as
            ``Decimal``; ``documents`` lists the kinds of document that a bid must have
        """
        self.ensure_one()
        content = json.loads(self.version_id.content or "{}")
        lots = self._frozen_rows(content, "lots", self.lot_ids, _LOT_FIELDS)
        requirements = self._frozen_rows(
            content,
            "requirements",
            self.requirement_ids,
            ("name", "kind", "document_kind"),
        )
        return {
            "version": self.version_id.number,
            "lots": {row["uuid"]: self._lot_terms(row) for row in lots},
            "documents": [
                {"kind": row["document_kind"] or "other", "name": row["name"]}
                for row in requirements
                if row["kind"] == "document"
            ],
            "requirements": [row["name"] for row in requirements],
            **self._bid_limits(),
        }

    def _frozen_rows(self, content, key, records, names):
        """Rows of the frozen content; of the records where the version holds none."""
        if key in content:
            rows = content[key]
            return list(rows.values()) if isinstance(rows, dict) else rows
        return [{name: record[name] for name in names} for record in records]

    def _lot_terms(self, row):
        prices = {
            name: Decimal(str(row.get(name) or 0)).quantize(Decimal("0.01"))
            for name in ("price_fixed", "price_min", "price_max")
        }
        number = row.get("number") or 0
        lot = self.lot_ids.filtered(lambda lot: lot.uuid == row["uuid"])
        plot = row.get("plot_id")
        name = plot.get("name") if isinstance(plot, dict) else lot.plot_id.name
        return {
            **prices,
            "uuid": row["uuid"],
            "number": number,
            "name": name or "",
            "tenure": row["tenure"],
            "price_model": row["price_model"],
            "lease_years": row.get("lease_years") or 0,
        }

    def _bid_limits(self):
        """Number and size of a bid's files."""
        limits = {"max_file_mb": MAX_FILE_MB, "max_files": MAX_FILES}
        for name in limits:
            if name in self._fields and self[name]:
                limits[name] = self[name]
        return limits

    def _decrypt_drafts(self, items):
        """Several ciphertexts of ``_draft_encrypt`` at once.

        :param items: pairs of ciphertext in base64 and context
        :return: list of dicts, in the order of the pairs
        :raise SealBroken: damaged, or from another place
        """
        key_file = self._seal_sudo().key_file
        KeyFile = self.env["wohnkoord.key.file"]
        return [
            json.loads(
                KeyFile._decrypt(
                    key_file,
                    "draft",
                    base64.b64decode(cipher or b""),
                    f"{self.uuid} {context}",
                )
            )
            for cipher, context in items
        ]

    def _check_takes_bids(self):
        """
        :raise UserError: before the publication, or after the opening
        """
        if self.state not in TAKING_STATES:
            raise UserError(
                self.env._(
                    "This procedure does not take bids: it is not published, or its"
                    " bids have been opened."
                )
            )

    def _bid_time(self, moment):
        """The full second that is written down: rounded up, so that it says late, too."""
        whole = moment.replace(microsecond=0)
        return whole if whole == moment else whole + timedelta(seconds=1)

    def _bid_material_version(self):
        """The last version that bidders have to confirm, or none."""
        return self.version_ids.filtered("is_material").sorted("number")[-1:]
