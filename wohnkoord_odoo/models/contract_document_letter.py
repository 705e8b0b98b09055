# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_amount, format_date, formatLang

from ..tools.upload import clean_name


class CallOff(models.Model):
    """The order as a letter to the consultant (Auftragsschreiben)."""

    _inherit = "wohnkoord.call.off"

    def action_print_letter(self):
        """Download the order letter as PDF."""
        for call_off in self:
            call_off._check_letter_access()
        report = self.env.ref("wohnkoord_odoo.contract_order_letter_report")
        return report.report_action(self, config=False)

    def _order_letter_file(self):
        """Name of the letter's file, without ending."""
        self.ensure_one()

        return clean_name(self.with_context(lang=self._letter_lang())._letter_title())

    def _letter_title(self):
        return self.env._("Order %(name)s", name=self.name)

    def _letter_lang(self):
        """The firm reads the letter: its language, else the office's."""
        call_off_sudo = self.sudo()
        return (
            call_off_sudo.commercial_partner_id.lang
            or call_off_sudo.company_id.partner_id.lang
            or self.env.lang
        )

    def _check_letter_access(self):
        """The office and the ordered firm; any login may ask for a report by its name.

        :raise AccessError: an order that is not the user's, or a reader of figures only
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not (
            self.env.su
            or user.has_group("wohnkoord_odoo.group_user")
            or user.has_group("base.group_portal")
        ):
            raise AccessError(
                self.env._("Only the office and the consultant read an order letter.")
            )

    def _order_letter_values(self):
        """The letter as plain values, in the language of the firm.

        What the portal shows of an order and the prices agreed: never the case itself.

        :return dict: those of ``res.company._wohnkoord_letter``, and ``mark`` (what a
            draft or cancelled order is, or False), ``intro``, ``facts`` (label and text),
            ``task``, ``deliverable``, ``closing`` (lists of sentences), ``portal`` (label
            and address, or False), ``signer``
        """
        self._check_letter_access()
        # sudo: initiative, contract and adviser are not readable in the portal
        order = self.sudo().with_context(lang=self._letter_lang())
        office, firm = order.company_id, order.commercial_partner_id
        adviser = order.user_id.partner_id
        today = fields.Date.context_today(order)
        letter = office._wohnkoord_letter(
            [firm.name, *firm._wohnkoord_address_lines(office)],
            order._letter_subject(),
            [
                (order.env._("Our reference"), order.name),
                (order.env._("Contact"), adviser.name),
                (order.env._("Phone"), adviser.phone or office.phone),
                (order.env._("E-mail"), adviser.email or office.email),
                (order.env._("Date"), format_date(order.env, today)),
            ],
        )
        return {
            **letter,
            "mark": order._letter_mark(),
            "intro": order._letter_intro(),
            "facts": [(label, text) for label, text in order._letter_facts() if text],
            "task": (order.description or "").strip(),
            "deliverable": (order.deliverable or "").strip(),
            # nobody is asked to work on what was taken back
            "portal": order.state != "cancelled" and order._letter_portal(),
            "closing": order._letter_closing() if order.state != "cancelled" else [],
            "signer": [name for name in (adviser.name, office.name) if name],
        }

    def _letter_subject(self):
        contract = self.contract_id.name or self.framework_id.reference
        if self.framework_id.regime == "direct" or not contract:
            return self._letter_title()
        return self.env._(
            "Order %(name)s under framework contract %(contract)s",
            name=self.name,
            contract=contract,
        )

    def _letter_mark(self):
        if self.state == "draft":
            return self.env._("Draft: nothing is ordered yet")
        if self.state == "cancelled":
            return self.env._("Cancelled: this order no longer holds")
        return False

    def _letter_intro(self):
        """Where the order comes from: contract, framework, its file, the lot."""
        framework = self.framework_id
        if framework.regime == "direct":
            return self.env._("we place this order with you:")
        agreement = ", ".join(
            part
            for part in (framework.name, framework.reference, self.lot_id.name)
            if part
        )
        if self.contract_id.name:
            return self.env._(
                "on the basis of your framework contract %(contract)s (%(agreement)s) we"
                " place this order with you:",
                contract=self.contract_id.name,
                agreement=agreement,
            )
        return self.env._(
            "on the basis of the framework agreement %(agreement)s we place this order with"
            " you:",
            agreement=agreement,
        )

    def _letter_facts(self):
        """Label and text of what is agreed; without text where it is not."""
        ordered = self.date_confirmed and format_date(
            self.env, fields.Datetime.context_timestamp(self, self.date_confirmed)
        )
        term = " – ".join(
            format_date(self.env, day) for day in (self.date_start, self.date_end)
        )
        by_kind = self._letter_hours if self.kind == "hours" else self._letter_fee
        costs = self.max_ancillary_amount
        return [
            (self.env._("Initiative"), self.initiative_id.name),
            (self.env._("Ordered on"), ordered),
            (self.env._("Term"), term),
            *by_kind(),
            (
                self.env._("Ancillary costs"),
                self.env._(
                    "on evidence, up to %(amount)s net in all",
                    amount=self._letter_amount(costs),
                )
                if costs
                else self.env._("none are agreed"),
            ),
        ]

    def _letter_hours(self):
        rate = self.hourly_rate or self.contract_id.hourly_rate
        hours = self.env._(
            "up to %(hours)s hours at %(rate)s net each",
            hours=formatLang(self.env, self.hours, digits=2),
            rate=self._letter_amount(rate),
        )
        fee = self.env._(
            "at most %(amount)s net", amount=self._letter_amount(self.amount)
        )
        return [(self.env._("Hours"), hours), (self.env._("Remuneration"), fee)]

    def _letter_fee(self):
        fee = self.env._("%(amount)s net", amount=self._letter_amount(self.flat_amount))
        parts = self.max_instalments > 1 and self.env._(
            "in up to %(count)s parts", count=self.max_instalments
        )
        due = self.date_due and format_date(self.env, self.date_due)
        return [
            (self.env._("Flat fee"), fee),
            (self.env._("Instalments"), parts),
            (self.env._("Deliverable by"), due),
        ]

    def _letter_amount(self, value):
        return format_amount(self.env, value, self.currency_id)

    def _letter_portal(self):
        """Where hours and results are handed in."""
        label = (
            self.env._("Please enter your hours here, soon after the work:")
            if self.kind == "hours"
            else self.env._("Please hand in the deliverable and a short result here:")
        )
        return label, f"{self.get_base_url()}/my/call-offs/{self.id}"

    def _letter_closing(self):
        """Sentences that every order needs."""
        sentences = [self.env._("VAT is added where it is due.")]
        if self.framework_id.regime != "direct":
            sentences.append(self.env._("The terms of the framework contract apply."))
        if self.kind == "hours":
            sentences.append(
                self.env._(
                    "More hours than these are paid only if they were agreed before the"
                    " work; please ask for them in the portal."
                )
            )
        if self.contract_id.self_billing:
            sentences.append(
                self.env._(
                    "We write the bill (self-billing, § 14 (2) UStG) on approved entries."
                )
            )
        else:
            sentences.append(
                self.env._(
                    "Please name the number %(name)s on your invoice.", name=self.name
                )
            )
        return sentences
