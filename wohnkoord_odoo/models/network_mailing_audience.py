# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .network_mailing import SERVICE

#: reasons that another one includes: for the dry run, not for the decision
FINER_REASONS = ("withdrawn",)


def blacklisted_domain():
    """Records whose address wants no mailings at all; core's own search is slow."""

    def to_sql(model, alias, query):
        model.env["mail.blacklist"].flush_model(["active", "email"])
        return SQL(
            "%s IN (SELECT email FROM mail_blacklist WHERE active)",
            model._mailing_address(alias),
        )

    return Domain.custom(to_sql=to_sql)


class Mailing(models.Model):
    """Whom a mailing reaches: the one gate that every way of sending passes.

    Buttons, the queue, retries, A/B samples and calls with chosen ids all ask here, at
    the moment of sending.
    """

    _inherit = "mailing.mailing"

    def _get_recipients_domain(self):
        """Who gets it at this moment, one record per address."""
        self.ensure_one()
        query = self._recipients()._search(self._allowed_domain())
        query.groupby = self._recipients()._mailing_address(query.table)
        first = query.select(SQL("MIN(%s)", SQL.identifier(query.table, "id")))
        return self._candidates_domain() & Domain("id", "in", SQL("(%s)", first))

    def _allowed_domain(self):
        """Candidates against whom no reason speaks; an address may stand twice."""
        return Domain.AND(
            [
                self._candidates_domain(),
                self._not_left_out_domain(),
            ]
        )

    def _candidates_domain(self):
        """Who is meant by the mailing's segment, whether or not they may get it."""
        domain = Domain(self._parse_mailing_domain())
        # sudo: advisers do not read the list of models
        if self.mailing_model_id.sudo().model != "wohnkoord.initiative":
            return domain
        return self.env["wohnkoord.initiative"]._mailing_persons_domain(
            domain & Domain("company_id", "=", self.company_id.id), self.recipient_role
        )

    def _left_out_reasons(self):
        """Why somebody does not get it; the first reason that fits counts.

        :return: list of (reason, domain on the model that is written to)
        """
        self.ensure_one()
        return self._recipients()._mailing_left_out(self)

    def _not_left_out_domain(self):
        return Domain.AND(
            ~domain
            for reason, domain in self._left_out_reasons()
            if reason not in FINER_REASONS
        )

    def _recipients(self):
        return self.env[self.mailing_model_real].with_context(active_test=False)

    def _still_allowed(self, model, res_ids):
        """Those of ``res_ids`` to whom a letter may leave now, and their address.

        :param str model: of the records; letters to another model never leave
        :return: dict of id to normalised address
        """
        self.ensure_one()
        if model != self.mailing_model_real:
            return {}
        # sudo: whoever sends, the same persons get it; the reasons name the office
        mailing_sudo = self.sudo()
        domain = Domain.AND(
            [
                Domain("id", "in", list(res_ids)),
                mailing_sudo._not_left_out_domain(),
            ]
        )
        records_sudo = mailing_sudo._recipients().search(domain, order="id")
        return {record.id: record._mailing_email() for record in records_sudo}

    def _meant(self, res_ids):
        """Those of ``res_ids`` who belong to the mailing's segment now."""
        # sudo: as above
        mailing_sudo = self.sudo()
        domain = mailing_sudo._candidates_domain() & Domain("id", "in", list(res_ids))
        return set(mailing_sudo._recipients().search(domain, order="id").ids)

    def _addressed(self, emails):
        """Those of ``emails`` for whom this mailing has a letter already."""
        domain = Domain("email", "in", list(emails)) & Domain(
            "trace_status", "!=", "cancel"
        )
        if self.ab_testing_enabled:
            domain &= Domain("campaign_id", "=", self.campaign_id.id)
        else:
            domain &= Domain("mass_mailing_id", "=", self.id)
        # sudo: letters of the office, whoever wrote them
        traces_sudo = self.env["mailing.trace"].sudo()
        return set(traces_sudo.search(domain, order="id").mapped("email"))

    def _withdrawal(self, res_id):
        """The consent on which the letter to ``res_id`` rests.

        :return: one consent with superuser rights, or none (service letters)
        """
        self.ensure_one()
        # sudo: the reader's link needs no right of the sender
        consents_sudo = self.env["wohnkoord.consent"].sudo()
        if self.consent_purpose == SERVICE or self.mailing_model_real != "res.partner":
            return consents_sudo
        domain = consents_sudo._live_domain(self.consent_purpose, self.company_id)
        return consents_sudo.search(
            domain & Domain("partner_id", "=", res_id), order="id desc", limit=1
        )

    @api.model
    def _mailing_figures(self, company, date_from, date_to):
        """Letters that an office sent in a period, for its report.

        :param date_from: first day
        :param date_to: last day
        :return: list of dicts with ``purpose``, ``mailings``, ``letters`` and
            ``addresses`` (distinct)
        """
        domain = (
            Domain("mass_mailing_id.company_id", "=", company.id)
            & Domain("sent_datetime", ">=", date_from)
            & Domain("sent_datetime", "<", f"{date_to} 23:59:59")
        )
        traces = self.env["mailing.trace"]
        figures = []
        labels = dict(self._fields["consent_purpose"]._description_selection(self.env))
        for purpose in labels:
            [(mailings, letters, addresses)] = traces._read_group(
                domain & Domain("mass_mailing_id.consent_purpose", "=", purpose),
                [],
                ["mass_mailing_id:count_distinct", "__count", "email:count_distinct"],
            )
            figures.append(
                {
                    "purpose": purpose,
                    "mailings": mailings,
                    "letters": letters,
                    "addresses": addresses,
                }
            )
        return figures
