# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ..tools.decimals import german_decimal
from ..tools.upload import check_upload, clean_name


class CallOffCost(models.Model):
    """What the consultant sees and hands in; the portal's pages read with sudo."""

    _inherit = "wohnkoord.call.off.cost"

    @api.model
    def _portal_domain(self, user):
        """The fees and costs of ``user``'s firm, a colleague's too (invariant 9)."""
        return Domain(
            "commercial_partner_id", "=", user.partner_id.commercial_partner_id.id
        ) & Domain("call_off_id.state", "!=", "draft")

    def _portal_values(self):
        """Everything of these costs that a portal page may show, as plain values.

        :return list: one dict per cost, in the order of ``self``
        """
        states = dict(self._fields["state"]._description_selection(self.env))
        kinds = dict(self._fields["expense_kind"]._description_selection(self.env))
        return [cost._portal_value(states, kinds) for cost in self]

    def _portal_value(self, states, kinds):
        url = f"/my/call-offs/{self.call_off_id.id}/costs/{self.id}"
        return {
            "id": self.id,
            "url": url,
            "is_fee": self.kind == "flat_fee",
            "date": self.date,
            "date_label": format_date(self.env, self.date),
            "expense_kind": self.expense_kind,
            "expense_label": kinds.get(self.expense_kind, ""),
            "name": self.name,
            "amount": format_amount(self.env, self.amount, self.currency_id),
            "amount_typed": german_decimal(f"{self.amount:.2f}"),
            "person": self.partner_id.name or "",
            "state": self.state,
            "state_label": states[self.state],
            "refusal_reason": self.refusal_reason or "",
            "is_own": self.user_id == self.env.user,
            "can_edit": self._is_portal_editable(),
            "files": [
                {"id": file.id, "name": file.name, "url": f"{url}/files/{file.id}"}
                for file in self.file_ids
            ],
        }

    def _is_portal_editable(self):
        """Whether the current user may change this: it was returned to them."""
        lock_date = self.contract_id.lock_date
        return (
            self.state == "refused"
            and self.user_id == self.env.user
            and self.call_off_id.state == "confirmed"
            and not (lock_date and self.date <= lock_date)
        )

    @api.model
    def _hand_in(self, call_off, vals, files, result=None):
        """Make a cost of the current user and hand it in at once.

        :param call_off: the order, as superuser; it is the user's own
        :param dict vals: kind, name, amount and, of ancillary costs, date and their kind
        :param files: (name, content) of each deliverable or receipt
        :param str result: the short result that comes with a deliverable
        :raise UploadError: a file is not of a kind that is taken
        """
        if result is not None:
            call_off._set_result(result)
        cost = self.create(
            {
                "date": fields.Date.context_today(call_off),
                **vals,
                "call_off_id": call_off.id,
            }
        )
        cost._add_files(files)
        cost.action_submit()
        return cost

    def _hand_in_again(self, vals, files, removed, result=None):
        """Change a returned cost and hand it in once more.

        :param removed: ids of files that go
        """
        self.ensure_one()
        if result is not None:
            self.call_off_id._set_result(result)
        if self.kind == "flat_fee":
            vals = {**vals, "date": fields.Date.context_today(self.call_off_id)}
        self.write(vals)
        self.file_ids.filtered(lambda file: file.id in removed).unlink()
        self._add_files(files)
        self.action_submit()

    def _add_files(self, files):
        """Keep files that are looked at before.

        :raise UploadError: a file is not of a kind that is taken
        """
        self.ensure_one()
        vals_list = []
        for name, content in files:
            name = clean_name(name)
            check_upload(name, content)
            vals_list.append(
                {"cost_id": self.id, "name": name, "file": base64.b64encode(content)}
            )
        return self.env["wohnkoord.call.off.cost.file"].create(vals_list)
