# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import functools
import logging

from odoo import SUPERUSER_ID, api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import formatLang

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

from ..tools.canonical import canonical

_logger = logging.getLogger(__name__)

#: to write that a mail failed, where others write to the same log
ATTEMPTS = 5


class Bid(models.Model):
    """The receipt: number, time, hash of the whole and of each file."""

    _inherit = "wohnkoord.bid"

    def _receipt_values(self):
        """What a receipt says; page, PDF and mail show the same.

        :return: dict of plain values
        """
        self.ensure_one()
        procedure = self.procedure_id
        return {
            "procedure": procedure.name,
            "office": procedure.company_id.name,
            "number": self.number,
            "late": self.state == "late",
            "state": self.state,
            "utc": f"{self.date_submitted:%Y-%m-%d %H:%M:%S} UTC",
            "local": self._local_time(self.date_submitted),
            "deadline": self._local_time(procedure.published_deadline),
            "hash": self.receipt_hash,
            "lot": self._lot_label(self._facts()["lot"]),
            "files": [
                {**facts, "size_label": self._size_label(facts["size"])}
                for facts in self.document_ids._file_facts()
            ],
        }

    def _local_time(self, moment):
        """A moment in the procedure's zone, with the zone's name."""
        return self.procedure_id._date_label(moment)

    def _size_label(self, size):
        if size < 1024 * 1024:
            return self.env._("%(size)s KB", size=max(1, round(size / 1024)))
        return self.env._(
            "%(size)s MB", size=formatLang(self.env, size / 1024**2, digits=1)
        )

    def _lot_label(self, lot_uuid):
        lot = self.procedure_id._bid_terms()["lots"].get(lot_uuid)
        if not lot:
            return ""
        return self.env._(
            "Lot %(number)s: %(plot)s", number=lot["number"], plot=lot["name"]
        )

    def _receipt_pdf(self):
        """The receipt as PDF; nothing of it is kept on the server.

        :return bytes:
        """
        html = self.env["ir.qweb"]._render(
            "wohnkoord_odoo.bid_receipt_pdf", {"receipt": self._receipt_values()}
        )
        return self.env["ir.actions.report"]._run_wkhtmltopdf([str(html)])

    # -- mail ----------------------------------------------------------------------------

    def _mail_receipt(self, email):
        """Mail the receipt once all is saved; no message of it stays anywhere.

        :param str email: of whom submitted
        """
        if not email:
            return
        company = self.procedure_id.company_id
        message = {
            "email_from": company.email_formatted or company.partner_id.email_formatted,
            "email_to": [email],
            "subject": self.env._(
                "Receipt for bid number %(number)s", number=self.number
            ),
            "body": self._receipt_text(),
        }
        send = functools.partial(_send_receipt, self.env.registry, self.id, message)
        self.env.cr.postcommit.add(send)

    def _receipt_text(self):
        """The receipt as plain text."""
        values = self._receipt_values()
        lines = [
            self.env._("Receipt for bid number %(number)s", number=values["number"]),
            values["procedure"],
            values["office"],
            "",
            self.env._("Arrived: %(time)s", time=values["utc"]),
            self.env._("That is: %(time)s", time=values["local"]),
        ]
        if values["late"]:
            lines += [
                self.env._(
                    "LATE: the deadline was %(deadline)s. The bid is kept unopened.",
                    deadline=values["deadline"],
                )
            ]
        lines += ["", self.env._("SHA-256 of the whole bid:"), values["hash"], ""]
        for file in values["files"]:
            lines += [
                f"{file['name']} ({file['size_label']})",
                f"SHA-256: {file['sha256']}",
            ]
        lines += ["", self.env._("How to verify"), self._receipt_how_to()]
        return "\n".join(lines)

    def _receipt_how_to(self):
        return self.env._(
            "The SHA-256 of your file bid.json, which the portal offers for"
            " download, is the hash of the whole bid. The SHA-256 of each file that you"
            " sent is the one beside its name. On Linux and macOS: shasum -a 256 FILE; on"
            " Windows: certutil -hashfile FILE SHA256. After the deadline the office"
            " publishes the hashes of all bids; yours must be among them."
        )

    @api.model
    def _deliver_receipt(self, message):
        """Send at once, past the queue.

        :param dict message: what ``_mail_receipt`` made
        """
        Server = self.env["ir.mail_server"].sudo()
        Server.send_email(Server._build_email__(**message))

    @api.model
    def _canonical_bytes(self, content):
        return canonical(content)

    def _content_bytes(self):
        """The sealed content in canonical form, for the bidder; its SHA-256 is the receipt.

        :return bytes: or None where only the opening can read it
        """
        if self.content:
            return self.content.encode()
        content = (self._draft_data() or {}).get("content")
        return content.encode() if content else None


def _send_receipt(registry, bid_id, message):
    """Deliver a receipt after the commit; what goes wrong stands in the log."""
    with registry.cursor() as cr:
        bid = api.Environment(cr, SUPERUSER_ID, {})["wohnkoord.bid"].browse(bid_id)
        try:
            bid._deliver_receipt(message)
        except (MailDeliveryException, OSError, AssertionError, ValueError) as error:
            # neither address nor content goes into a log
            _logger.warning("A receipt could not be mailed: %s", type(error).__name__)
            _log_failed_mail(bid)


def _log_failed_mail(bid):
    """Note it, among all others who write to the log at this moment.

    The bid is saved: nothing here may turn the answer into an error.
    """
    cr, procedure = bid.env.cr, bid.procedure_id
    for _attempt in range(ATTEMPTS):
        try:
            procedure._take_turn()
            procedure._log("receipt_mail_failed", {"bid": bid.number}, "system")
            cr.commit()  # pylint: disable=invalid-commit
            return
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            cr.rollback()
    _logger.warning("That a receipt could not be mailed is not in the log.")
