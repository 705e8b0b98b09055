# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import json
from datetime import timedelta
from decimal import Decimal

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from .procedure_bid import TAKING_STATES


class Procedure(models.Model):
    """What bidders are held to: read from the version in force, never from live rows."""

    _inherit = "wohnkoord.procedure"

    def _bot(self):
        """The procedure as the system itself writes: no row names who bids."""
        return self.with_user(SUPERUSER_ID)

    def _bid_terms(self):
        """The terms of the version in force.

        :return: dict; ``lots`` maps the lot's uuid to its terms, with prices as
            ``Decimal``; ``documents`` lists the documents that a bid must have, those
            with ``is_curable`` may be handed in later when asked for
        :raise UserError: not published
        """
        self.ensure_one()
        content = self._bid_content()
        return {
            "version": self.version_id.number,
            "lots": {row["uuid"]: self._lot_terms(row) for row in content["lots"]},
            "documents": [
                {
                    "kind": row["document_kind"],
                    "name": row["name"],
                    "is_curable": row["is_curable"],
                }
                for row in content["requirements"]
                if row["kind"] == "document"
            ],
            "requirements": [row["name"] for row in content["requirements"]],
            **self._limits_of(content),
        }

    def _bid_content(self):
        """
        :raise UserError: not published
        """
        content = self._published_content()
        if not content:
            raise UserError(self.env._("The procedure is not published yet."))
        return content

    @api.model
    def _lot_terms(self, row):
        prices = {
            name: Decimal(row[name])
            for name in ("price_fixed", "price_min", "price_max")
        }
        names = ("uuid", "number", "tenure", "price_model", "lease_years")
        return {
            **prices,
            **{name: row[name] for name in names},
            "name": row["plot"]["name"],
        }

    def _bid_limits(self):
        """Number and size of a bid's files, as published.

        :raise UserError: not published
        """
        return self._limits_of(self._bid_content())

    @api.model
    def _limits_of(self, content):
        return {name: content["facts"][name] for name in ("max_file_mb", "max_files")}

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
