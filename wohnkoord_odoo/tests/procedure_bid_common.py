# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command

from .portal_group_common import PDF
from .procedure_common import ProcedureCase
from .procedure_seal_common import SealSearch

SECRET_WORD = "Geheimhoftraumwort"
SECRET_FILE = "Finanzierungsgeheimnis.pdf"
SECRET_PDF = PDF + b"% Kronjuwelengeheimnis\n"
SECRETS = (SECRET_WORD, "Finanzierungsgeheimnis", "Kronjuwelengeheimnis")


class BidCase(SealSearch, ProcedureCase):
    """A published procedure with three lots and two registered parties.

    Lots: ``fixed`` (2.50), ``corridor`` (2 to 4) and ``free`` (at least 100,000).
    ``party`` speaks for ``initiative``, ``rival_party`` for ``rival_initiative``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "office@example.org"
        cls.fixed = cls.procedure_lot
        cls.corridor = cls._make_lot(
            2, price_model="corridor", price_min=2, price_max=4
        )
        cls.free = cls._make_lot(3, price_model="bid", price_min=100000, tenure="sale")
        cls.legal_form = cls.env["wohnkoord.legal.form"].create({"name": "Probe eG"})
        cls.initiative.legal_form_id = cls.legal_form
        cls._publish()
        cls.party = cls._register()
        cls.rival_party = cls._register(cls.rival_initiative)

    @classmethod
    def _make_lot(cls, number, **values):
        plot = cls.plot.copy({"name": f"Probestraße {number}"})
        cls.procedure.write(
            {
                "lot_ids": [
                    Command.create(
                        {
                            "number": number,
                            "plot_id": plot.id,
                            "lease_years": 60,
                            **values,
                        }
                    )
                ]
            }
        )
        return cls.procedure.lot_ids.filtered(lambda lot: lot.plot_id == plot)

    @property
    def bids(self):
        return self.env["wohnkoord.bid"].with_user(self.spokesperson).sudo()

    @property
    def documents(self):
        return self.env["wohnkoord.bid.document"]

    def _values(self, **values):
        return {
            "priority": "1",
            "price": "",
            "legal_form_id": str(self.legal_form.id),
            "household_count": "12",
            "adult_count": "20",
            "child_count": "9",
            "complete_share": "60",
            "commitment_dwellings": "14",
            "statement": SECRET_WORD,
            "declaration_requirements": "Ja.",
            "declaration_accuracy": "Ja.",
            **values,
        }

    def _draft(self, lot=None, party=None, files=True, **values):
        """A complete draft."""
        party = party or self.party
        bid = self.bids._start_draft(party, (lot or self.fixed).uuid)
        if files:
            self.documents._upload(bid, "concept", SECRET_FILE, SECRET_PDF)
        bid._save_draft(self._values(**values), self._revision(bid))
        return bid

    def _revision(self, bid):
        return str(bid._draft_data()["revision"])

    def _submit(self, bid, arrival=None, party=None):
        arrival = arrival or self.procedure._clock()
        return bid._submit(party or self.party, arrival, self._revision(bid))

    def _submitted(self, lot=None, party=None, **values):
        return self._submit(self._draft(lot, party, **values), party=party)

    def _kinds(self):
        events = self.procedure.event_ids.sorted("number")
        return events.mapped("kind")

    @classmethod
    def _make_member(cls):
        member = cls._make_portal_user("test_member")
        cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": cls.initiative.id,
                "partner_id": member.partner_id.id,
                "role": "member",
                "date_from": cls.today,
            }
        )
        return member
