# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import os

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.canonical import canonical


class Bid(models.Model):
    """A bid while it is written: what is typed lies encrypted under the key file.

    All methods here are for the portal's pages. They write as the system, so that no row
    tells who bids. A draft's data: ``values`` as typed, ``lot``, ``salt`` of the later
    receipt, ``revision`` and ``saved`` (UTC).
    """

    _inherit = "wohnkoord.bid"

    @api.model
    def _of_registration(self, registration):
        """The bids of a party, for itself: oldest first, drafts among them."""
        procedure = registration.procedure_id._bot()
        key = procedure._bidder_key(registration.initiative_id)
        return self.with_user(SUPERUSER_ID).search(
            Domain("procedure_id", "=", procedure.id) & Domain("bidder_key", "=", key),
            order="number, id",
        )

    @api.model
    def _start_draft(self, registration, lot_uuid):
        """A new draft, filled in with what the office knows of the group.

        :raise UserError: no such plot, or the procedure takes no bids
        """
        procedure = registration.procedure_id._bot()
        procedure._check_takes_bids()
        lot = self._lot_of(procedure, lot_uuid)
        initiative = registration.initiative_id
        bid = self.with_user(SUPERUSER_ID)._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "bidder_key": procedure._bidder_key(initiative),
                    "slot_key": procedure._bidder_key(initiative, lot),
                }
            ]
        )
        bid._write_draft(
            {
                "schema": 1,
                "revision": 0,
                "lot": lot_uuid,
                "salt": os.urandom(16).hex(),
                "values": bid._first_values(registration),
            }
        )
        return bid

    @api.model
    def _lot_of(self, procedure, lot_uuid):
        """The lot, if the version in force offers it.

        :raise UserError: it does not
        """
        lot = procedure.lot_ids.filtered(lambda lot: lot.uuid == lot_uuid)
        if lot_uuid not in procedure._bid_terms()["lots"] or not lot:
            raise UserError(self.env._("Please choose a plot of this procedure."))
        return lot

    def _first_values(self, registration):
        initiative = registration.initiative_id.with_user(SUPERUSER_ID)
        taken = {
            facts["priority"]
            for facts in self._of_registration(registration)._live()._facts_list()
        }
        priority = next(n for n in range(1, 1000) if n not in taken)
        counts = ("household_count", "adult_count", "child_count")
        return {
            "priority": str(priority),
            "legal_form_id": str(initiative.legal_form_id.id or ""),
            **{name: str(initiative[name] or "") for name in counts},
        }

    # -- what is typed -------------------------------------------------------------------

    def _draft_data(self):
        """What the bidder typed, or None where nobody can read it any more."""
        self.ensure_one()
        if not self.draft_cipher:
            return None
        item = (self.draft_cipher, f"bid {self.uuid} draft")
        return self.procedure_id._decrypt_drafts([item])[0]

    def _write_draft(self, data):
        plain = canonical(
            {**data, "saved": fields.Datetime.to_string(self._saved_at())}
        )
        cipher = self.procedure_id._draft_encrypt(plain, f"bid {self.uuid} draft")
        self._write_guarded({"draft_cipher": base64.b64encode(cipher)})

    def _saved_at(self):
        return self.procedure_id._now().replace(microsecond=0)

    def _save_draft(self, values, revision):
        """Keep what was typed, complete or not.

        :param dict values: field -> text as typed
        :param str revision: what the form started from
        :raise UserError: no draft any more, or changed in another window since
        """
        self._check_draft()
        data = self._draft_data()
        if str(data["revision"]) != revision:
            raise UserError(
                self.env._(
                    "The draft was changed in another window in the meantime. What you"
                    " typed stands below and is not saved yet: save again to keep it."
                )
            )
        self._write_draft({**data, "values": values, "revision": data["revision"] + 1})

    def _touch_draft(self):
        """Files have changed: what was checked before must be checked again."""
        data = self._draft_data()
        self._write_draft({**data, "revision": data["revision"] + 1})

    def _check_draft(self):
        """
        :raise UserError: submitted already, or the procedure takes no bids any more
        """
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("This bid is submitted and cannot be changed any more.")
            )
        self.procedure_id._check_takes_bids()

    def _discard_draft(self):
        """Delete a draft with its files.

        :raise UserError: it is none
        """
        if self.state != "draft":
            self._check_draft()
        self.document_ids.unlink()
        self.unlink()

    # -- the bidder's own list -----------------------------------------------------------

    def _live(self):
        """Those that will be opened as it stands."""
        return self.filtered(
            lambda bid: bid.state not in ("draft", "withdrawn", "late")
        )

    def _facts_list(self):
        """Plot and priority of each bid, for the bidder itself.

        :return: list of dicts in the order of the records: ``lot``, ``priority``
        """
        if not self:
            return []
        self.fetch(["facts_cipher", "draft_cipher"])
        sealed = self.filtered("facts_cipher")
        facts = (
            sealed.procedure_id._decrypt_drafts(
                (bid.facts_cipher, f"bid {bid.uuid} facts") for bid in sealed
            )
            if sealed
            else []
        )
        found = dict(zip(sealed, facts, strict=True))
        return [found.get(bid) or bid._draft_facts() for bid in self]

    def _facts(self):
        return self._facts_list()[0]

    def _draft_facts(self):
        data = self._draft_data() or {}
        priority = data.get("values", {}).get("priority", "")
        return {
            "lot": data.get("lot"),
            "priority": int(priority) if priority.isdecimal() else 0,
        }

    def _encrypted_facts(self, facts):
        cipher = self.procedure_id._draft_encrypt(
            canonical(facts), f"bid {self.uuid} facts"
        )
        return base64.b64encode(cipher)
