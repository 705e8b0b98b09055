# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import os

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.canonical import canonical, digest
from .procedure_bid_form import DECLARATIONS


class Bid(models.Model):
    """What a bidder does with a bid: submit, replace, withdraw, confirm it.

    The moment of arrival decides; it is taken once by the page's controller.
    """

    _inherit = "wohnkoord.bid"

    # -- submission ----------------------------------------------------------------------

    def _review(self, registration):
        """The bid as it would be sealed now.

        :return tuple: content (dict; None if something is missing), parsed values,
            dict of problems (field, or ``documents``, to a message)
        """
        self.ensure_one()
        data = self._draft_data()
        terms = self.procedure_id._bid_terms()
        lot = terms["lots"].get(data["lot"])
        if not lot:
            problem = self.env._("This plot is not on offer any more.")
            return None, {}, {"lot": problem}
        parsed, problems = self._form_reader()._read(
            data["values"], lot, len(terms["lots"])
        )
        files = self.document_ids._file_facts()
        problems.update(self._document_problems(terms, files))
        problems.update(self._priority_problems(registration, data, parsed))
        content = None
        if not problems:
            content = self._sealed_content(registration, terms, data, parsed, files)
        return content, parsed, problems

    def _form_reader(self):
        return self.env["wohnkoord.bid.form"].with_company(self.company_id)

    def _sealed_content(self, registration, terms, data, parsed, files):
        """All that is sealed, in values that have a canonical form."""
        initiative = registration.initiative_id
        return {
            "schema": 1,
            "procedure": self.procedure_id.uuid,
            "bid": self.uuid,
            "version": terms["version"],
            "lot": data["lot"],
            "party": registration.number,
            "initiative": initiative.id,
            "name": initiative.name,
            **parsed,
            "declarations": [data["values"][f"declaration_{d}"] for d in DECLARATIONS],
            "files": files,
            "salt": data["salt"],
        }

    def _document_problems(self, terms, files):
        missing = self._missing_documents(terms, files, is_curable=False)
        if not missing:
            return {}
        return {
            "documents": self.env._(
                "These documents are missing: %(names)s.", names=", ".join(missing)
            )
        }

    @api.model
    def _missing_documents(self, terms, files, is_curable):
        """Names of the documents that are asked for and are not there.

        :param bool is_curable: those that may, or may not, be handed in later
        """
        kinds = {file["kind"] for file in files}
        return [
            document["name"]
            for document in terms["documents"]
            if document["kind"] not in kinds and document["is_curable"] == is_curable
        ]

    def _priority_problems(self, registration, data, parsed):
        """Each of a bidder's bids has a priority of its own."""
        live = self._of_registration(registration)._live()
        for bid, facts in zip(live, live._facts_list(), strict=True):
            if facts["lot"] == data["lot"] or facts["priority"] != parsed["priority"]:
                continue
            return {
                "priority": self.env._(
                    "Your bid number %(number)s has this priority already. Please choose"
                    " another one.",
                    number=bid.number,
                )
            }
        return {}

    def _submit(self, registration, arrival, revision):
        """Seal the draft and hand it in; late ones are kept apart, unopened.

        :param datetime arrival: when the request's body was there (UTC)
        :param str revision: of the draft that was looked at
        :raise UserError: incomplete, changed since, or no bids are taken any more
        """
        self._check_draft()
        procedure = self.procedure_id
        data = self._draft_data()
        if str(data["revision"]) != revision:
            raise UserError(
                self.env._(
                    "The draft was changed in another window since you looked at it."
                    " Please check it once more."
                )
            )
        # first of all: it lets parallel submissions of a procedure happen one by one
        number = self.env["wohnkoord.procedure.counter"]._next(procedure, "bid")
        content, _parsed, problems = self._review(registration)
        if problems:
            raise UserError(
                self.env._(
                    "The bid is not complete: %(problems)s",
                    problems=" ".join(problems.values()),
                )
            )
        moment = procedure._now(arrival)
        in_time = procedure._is_open(moment)
        replaced = self._replaced(registration) if in_time else self.browse()
        replaced._write_guarded({"state": "withdrawn", "replaced_by_id": self.id})
        replaced.flush_recordset()
        self._seal(content, data)
        self._write_guarded(
            {
                "state": "submitted" if in_time else "late",
                "number": number,
                "date_submitted": procedure._bid_time(moment),
                "version_id": procedure.version_id.id,
            }
        )
        self.flush_recordset()  # the plot's slot is free for the next draft
        self._log_submission(moment, replaced)
        return self

    def _replaced(self, registration):
        """The bid on the same plot that this one takes the place of."""
        return self._of_registration(registration).filtered(
            lambda bid: bid.state == "submitted" and bid.slot_key == self.slot_key
        )

    def _seal(self, content, data):
        """Encrypt the whole bid for the opening, and what the bidder itself may read."""
        plain = canonical(content)
        wrapped, cipher = self.procedure_id._seal_content(plain, f"bid {self.uuid}")
        facts = {"lot": content["lot"], "priority": content["priority"]}
        self._write_guarded(
            {
                "wrapped_key": base64.b64encode(wrapped),
                "cipher": base64.b64encode(cipher),
                "receipt_hash": digest(plain),
                "facts_cipher": self._encrypted_facts(facts),
            }
        )
        if not self.procedure_id._bid_stays_readable():
            # from now on nobody but two officers can read it, not even the server
            self._write_guarded({"draft_cipher": False})
        else:
            self._write_draft({**data, "content": plain.decode()})

    def _log_submission(self, moment, replaced):
        self.procedure_id._log(
            "bid_submitted",
            {
                "bid": self.number,
                "receipt": self.receipt_hash,
                "arrived": moment.isoformat(timespec="milliseconds") + "Z",
                "late": self.state == "late",
                "replaces": replaced.number or None,
            },
            "bidder",
        )

    # -- replacement, withdrawal, confirmation -------------------------------------------

    def _start_replacement(self, registration, arrival):
        """A draft that takes this bid's place once it is submitted.

        The files are taken over sealed; what was typed only where the bidder can still
        read it.

        :raise UserError: not in time, or not submitted
        """
        self._check_changeable(arrival)
        facts = self._facts()
        draft = self._start_draft(registration, facts["lot"])
        data = draft._draft_data()
        values = {**data["values"], "priority": str(facts["priority"])}
        values.update((self._draft_data() or {}).get("values", {}))
        # declared anew for what is submitted now
        values.update({f"declaration_{name}": "" for name in DECLARATIONS})
        self.document_ids._take_over(draft)
        draft._write_draft({**data, "values": values, "salt": os.urandom(16).hex()})
        return draft

    def _withdraw(self, arrival):
        """Take a bid back; its number, time and hash stay.

        :raise UserError: not in time, or not submitted
        """
        self._check_changeable(arrival)
        self._write_guarded({"state": "withdrawn"})
        self.flush_recordset()
        self.procedure_id._log("bid_withdrawn", {"bid": self.number}, "bidder")

    def _confirm(self, arrival):
        """Keep a bid as it is after a material change of the procedure.

        :raise UserError: not in time, or not submitted
        """
        self._check_changeable(arrival)
        version = self.procedure_id.version_id
        self._write_guarded({"confirmed_version_id": version.id})
        self.procedure_id._log(
            "bid_confirmed",
            {"bid": self.number, "version": version.number},
            "bidder",
        )

    def _check_changeable(self, arrival):
        self.ensure_one()
        if self.state != "submitted":
            raise UserError(
                self.env._("Only a bid that is submitted in time can be changed.")
            )
        procedure = self.procedure_id
        if not procedure._is_open(procedure._now(arrival)):
            raise UserError(
                self.env._(
                    "The deadline has passed. Bids can be neither replaced nor withdrawn"
                    " nor confirmed any more."
                )
            )

    # -- bids on paper or by mail --------------------------------------------------------

    def _register_envelope(self, procedure, channel, arrival, envelope, files):
        """Seal a bid that did not come through the portal; the officer is the user.

        :param str channel: ``paper`` or ``mail``
        :param datetime arrival: the stamp of arrival (UTC)
        :param dict envelope: ``sender`` and ``note``
        :param files: list of pairs of name and content
        :return: the bid
        :raise UserError: no bids are taken, or the stamp lies in the future
        """
        procedure._check_takes_bids()
        now = procedure._now()
        if arrival > now:
            raise UserError(self.env._("The stamp of arrival lies in the future."))
        bot = procedure._bot()
        in_time = bool(bot.published_deadline and arrival <= bot.published_deadline)
        number = self.env["wohnkoord.procedure.counter"]._next(procedure, "bid")
        bid = self.with_user(bot.env.user)._create_guarded(
            [{"procedure_id": bot.id, "channel": channel}]
        )
        for name, content in files:
            bid.document_ids._upload_envelope(bid, name, content)
        content = {
            "schema": 1,
            "procedure": bot.uuid,
            "bid": bid.uuid,
            "version": bot.version_id.number,
            "envelope": envelope,
            "files": bid.document_ids._file_facts(),
            "salt": os.urandom(16).hex(),
        }
        plain = canonical(content)
        wrapped, cipher = bot._seal_content(plain, f"bid {bid.uuid}")
        bid._write_guarded(
            {
                "state": "submitted" if in_time else "late",
                "number": number,
                "date_submitted": arrival,
                "version_id": bot.version_id.id,
                "receipt_hash": digest(plain),
                "wrapped_key": base64.b64encode(wrapped),
                "cipher": base64.b64encode(cipher),
            }
        )
        procedure._log(
            "bid_registered",
            {
                "bid": number,
                "receipt": bid.receipt_hash,
                "channel": channel,
                "arrived": arrival.isoformat() + "Z",
                "late": not in_time,
            },
        )
        return bid
