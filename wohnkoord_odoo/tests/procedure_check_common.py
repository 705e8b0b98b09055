# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command

from ..tools.canonical import canonical, digest
from .procedure_common import ProcedureCase

COOPERATIVE, CLUB = "legal_form_eg", "legal_form_ev"


class CheckCase(ProcedureCase):
    """A procedure whose bids are opened: requirements of each kind, bids as one needs.

    ``party`` is the registration of ``initiative``, ``rival_party`` that of
    ``rival_initiative``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        form = cls.env.ref(f"wohnkoord_odoo.{COOPERATIVE}")
        cls.procedure.write(
            {
                "requirement_ids": [
                    Command.create({"sequence": index, **values})
                    for index, values in enumerate(
                        [
                            {
                                "name": "Mindestens 8 Haushalte",
                                "kind": "group_size",
                                "threshold": 8,
                            },
                            {
                                "name": "Selbstnutzung",
                                "kind": "self_use",
                                "threshold": 70,
                                "is_curable": False,
                            },
                            {
                                "name": "Rechtsform",
                                "kind": "legal_form",
                                "legal_form_ids": [Command.set(form.ids)],
                            },
                            {
                                "name": "Finanzierungsplan",
                                "kind": "document",
                                "document_kind": "financing",
                            },
                            {"name": "Passt ins Quartier", "kind": "other"},
                        ]
                    )
                ]
            }
        )
        cls._publish()
        cls.party = cls._register()
        cls.rival_party = cls._register(cls.rival_initiative)
        cls.party._write_guarded({"number": 1})
        cls.rival_party._write_guarded({"number": 2})
        cls._to_state("opened")

    @classmethod
    def _to_state(cls, state):
        cls.procedure._write_guarded({"state": state})

    @classmethod
    def _content(cls, party, **values):
        """The canonical content of a bid that meets everything but what a person sees.

        :param values: ``None`` leaves a part out
        """
        form = cls.env.ref(f"wohnkoord_odoo.{COOPERATIVE}")
        content = {
            "schema": 1,
            "procedure": cls.procedure.uuid,
            "version": 1,
            "lot": cls.procedure_lot.uuid,
            "priority": 1,
            "price": None,
            "party": party.number,
            "initiative": party.initiative_id.id,
            "name": party.initiative_id.name,
            "group": {
                "legal_form_id": form.id,
                "legal_form": form.name,
                "household_count": 8,
                "complete_share": "60.00",
            },
            "commitments": {"self_use_share": {"value": "70.00", "text": ""}},
            "files": [
                {"kind": "financing", "name": "Finanzplan.pdf", "sha256": "0" * 64}
            ],
            "salt": "0" * 32,
            **values,
        }
        return {name: value for name, value in content.items() if value is not None}

    @classmethod
    def _make_opened_bid(cls, party=None, number=None, **values):
        """A bid as the opening leaves it behind.

        :param values: parts of its content, or fields named ``field_...``
        """
        party = party or cls.party
        fields = {
            name.removeprefix("field_"): values.pop(name)
            for name in list(values)
            if name.startswith("field_")
        }
        content = cls._content(party, **values)
        bids_sudo = cls.env["wohnkoord.bid"].sudo()
        if number is None:
            number = 1 + bids_sudo.search_count(
                [("procedure_id", "=", cls.procedure.id)]
            )
        return bids_sudo._create_guarded(
            [
                {
                    "procedure_id": cls.procedure.id,
                    "state": "opened",
                    "number": number,
                    "date_submitted": cls.deadline - timedelta(hours=1),
                    "receipt_hash": digest(content),
                    "version_id": cls.procedure.version_id.id,
                    "registration_id": party.id,
                    "initiative_id": party.initiative_id.id,
                    "procedure_lot_id": cls.procedure_lot.id,
                    "content": canonical(content).decode(),
                    **fields,
                }
            ]
        )

    @classmethod
    def _make_late_bid(cls, number=9, state="late"):
        """A bid that stays unopened."""
        return (
            cls.env["wohnkoord.bid"]
            .sudo()
            ._create_guarded(
                [
                    {
                        "procedure_id": cls.procedure.id,
                        "state": state,
                        "number": number,
                        "date_submitted": cls.deadline + timedelta(seconds=1),
                    }
                ]
            )
        )

    def _prepare(self):
        """The checks as the adviser sees them."""
        self.procedure.with_user(self.adviser).action_prepare_checks()
        return self._checks()

    def _checks(self, bid=None):
        domain = [("procedure_id", "=", self.procedure.id)]
        if bid:
            domain = [("bid_id", "=", bid.id)]
        return self.env["wohnkoord.bid.check"].with_user(self.adviser).search(domain)

    def _check(self, kind, bid=None):
        check = self._checks(bid).filtered(lambda check: check.kind == kind)
        self.assertEqual(len(check), 1)
        return check

    def _reason(self, code="requirement"):
        return self.env.ref(f"wohnkoord_odoo.exclusion_reason_{code}")

    def _events(self, kind):
        return self.procedure.event_ids.filtered(lambda event: event.kind == kind)

    @contextmanager
    def _telling(self):
        """What the parties are told, instead of telling them."""
        told = []

        def tell(procedure, kind, subject, body, registrations=None, moment=None):
            told.append((kind, subject, body, registrations))

        Procedure = self.env.registry["wohnkoord.procedure"]
        with patch.object(Procedure, "_tell_parties", tell, create=True):
            yield told

    def _make_cure(self, bids, kind="document", text="Der Finanzierungsplan fehlt."):
        """A request that was sent, about one check of each bid."""
        for bid in bids:
            self._check(kind, bid).action_decide_cure(text)
        action = self.procedure.with_user(self.adviser).action_new_cure()
        cure = self.env["wohnkoord.cure.request"].with_user(self.adviser)
        cure = cure.browse(action["res_id"])
        with self._telling():
            cure.action_send()
        return cure
