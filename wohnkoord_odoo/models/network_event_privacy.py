# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

#: registrations that one run makes anonymous
BATCH = 500


class EventRegistration(models.Model):
    """What is kept of people after an event: that somebody came, and nothing else."""

    _inherit = "event.registration"

    date_anonymised = fields.Datetime(
        "Anonymised on", readonly=True, copy=False, index="btree_not_null"
    )

    def action_anonymise(self):
        """Forget these persons now, e.g. because they ask for it; the counts stay."""
        self.check_access("write")
        self._anonymise()
        return True

    def _anonymise(self):
        """Forget who it was: name, addresses, texts, and the mails about it.

        Choices stay: without a person they are figures.
        """
        # sudo: chatter and answers go as well, whoever may delete them
        registrations_sudo = self.sudo().with_context(tracking_disable=True)
        registrations_sudo.write(
            {
                "partner_id": False,
                "name": False,
                "email": False,
                "phone": False,
                "company_name": False,
                "registration_properties": False,
                "utm_campaign_id": False,
                "utm_source_id": False,
                "utm_medium_id": False,
                "date_anonymised": fields.Datetime.now(),
            }
        )
        registrations_sudo.registration_answer_ids.filtered(
            lambda answer: not answer.value_answer_id
        ).unlink()
        registrations_sudo.message_ids.unlink()
        registrations_sudo.message_follower_ids.unlink()
        registrations_sudo.with_context(active_test=False).activity_ids.unlink()
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()

    @api.autovacuum
    def _gc_persons(self):
        """Forget persons some months after their event; each office sets how many."""
        done = 0
        companies = (
            self.env["res.company"]
            .with_context(active_test=False)
            .search([("wohnkoord_event_keep_months", ">", 0)])
        )
        for company in companies:
            if done < BATCH:
                overdue = self._overdue(company, BATCH - done)
                overdue._anonymise()
                done += len(overdue)
        return done, done >= BATCH

    @api.model
    def _overdue(self, company, limit=None):
        months = relativedelta(months=company.wohnkoord_event_keep_months)
        return self.with_context(active_test=False).search(
            [
                ("company_id", "=", company.id),
                ("date_anonymised", "=", False),
                ("event_id.date_end", "<", fields.Datetime.now() - months),
            ],
            limit=limit,
        )
