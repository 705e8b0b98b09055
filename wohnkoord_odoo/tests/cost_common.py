# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from .common import WohnkoordCase

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


class CostMixin:
    """An order at a flat fee, one by the hour with travel costs, and the way to money."""

    @classmethod
    def _set_up_costs(cls):
        cls.order = cls._make_call_off(10, max_ancillary_amount=200.0)
        cls.study = cls._make_study()

    @classmethod
    def _make_study(cls, confirm=True, **values):
        """A feasibility study at 4,000 euros in one part.

        :return: the order as the adviser sees it
        """
        study = cls._make_call_off(
            0,
            confirm=confirm,
            **{
                "kind": "flat_fee",
                "flat_amount": 4000.0,
                "deliverable": "Machbarkeitsstudie mit Kostenrahmen",
                **values,
            },
        )
        study.result = "Das Grundstück trägt 24 Wohnungen."
        return study

    @classmethod
    def _costs(cls, user=None):
        """The model as a consultant's page uses it (sudo), or as the office has it."""
        costs = cls.env["wohnkoord.call.off.cost"].with_user(user or cls.consultant)
        return costs.sudo() if costs.env.user.share else costs

    @classmethod
    def _make_fee(cls, study=None, amount=4000.0, **options):
        return cls._make_cost(
            {
                "call_off_id": (study or cls.study).id,
                "kind": "flat_fee",
                "name": "Machbarkeitsstudie",
                "amount": amount,
                "date": cls.today,
            },
            **options,
        )

    @classmethod
    def _ticket_vals(cls, order=None, **values):
        return {
            "call_off_id": (order or cls.order).id,
            "kind": "ancillary",
            "expense_kind": "public_transport",
            "name": "Fahrt zur Gruppe",
            "amount": 45.8,
            "date": cls.today,
            **values,
        }

    @classmethod
    def _make_ticket(
        cls, order=None, submit=True, files=True, user=None, partner=None, **values
    ):
        return cls._make_cost(
            cls._ticket_vals(order, **values), submit, files, user, partner
        )

    @classmethod
    def _make_cost(cls, vals, submit=True, files=True, user=None, partner=None):
        if partner:
            vals = {**vals, "partner_id": partner.partner_id.id}
        cost = cls._costs(user).create(vals)
        if files:
            cls._attach(cost)
        if submit:
            cost.action_submit()
        return cost

    @classmethod
    def _attach(cls, cost, name="beleg.pdf", content=PDF):
        return cost.env["wohnkoord.call.off.cost.file"].create(
            {"cost_id": cost.id, "name": name, "file": base64.b64encode(content)}
        )


class CostCase(CostMixin, WohnkoordCase):
    """See ``CostMixin``; the balances are recounted after every test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_costs()

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()
