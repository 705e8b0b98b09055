# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import file_path

from .procedure_case_file_part import CHUNK_BYTES, CasePart
from .procedure_opening_act import OPENED_STATES

#: name in the case file -> file of the addon
ENCLOSED = {
    "case_file.py": "tools/case_file.py",
    "procedure_log.py": "tools/procedure_log.py",
}
LOG_GUIDES = {
    "README.txt": "data/procedure_log_readme.txt",
    "LIESMICH.txt": "data/procedure_log_liesmich.txt",
}


class Procedure(models.Model):
    """The case file: everything that a procedure left behind, for council, court, archive."""

    _inherit = "wohnkoord.procedure"

    def action_export_case_file(self):
        """Ask what the case file is for, then hand it out."""
        self.ensure_one()
        self._check_case_file_access()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export the Case File"),
            "res_model": "wohnkoord.case.file.export",
            "view_mode": "form",
            "target": "new",
            "context": {"default_procedure_id": self.id},
        }

    def _check_case_file_access(self):
        """The head of the office alone, and only without a conflict on any bid.

        :raise AccessError: somebody else
        :raise UserError: a template, or nothing is published yet
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not user.has_group("wohnkoord_odoo.group_manager"):
            raise AccessError(
                self.env._("The case file is handed out by the head of the office.")
            )
        # sudo: of bids that the user may not see it matters that there are any
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        if self._blocked_initiatives(user) or bids_sudo.search_count(
            [("procedure_id", "=", self.id), ("blocked_user_ids", "in", user.ids)],
            limit=1,
        ):
            raise AccessError(
                self.env._(
                    "You have a conflict of interest, or have not declared yet that you"
                    " have none: somebody else handles this case file."
                )
            )
        if self.state == "preparation":
            raise UserError(self.env._("There is a case file from the publication on."))

    # -- its parts -----------------------------------------------------------------------

    def _case_file_parts(self):
        """The whole case file, part by part; the user's own rights hold.

        Others add parts with ``yield from super()``.

        :return: generator of CasePart
        """
        self.ensure_one()
        for section, model, path in self._case_file_models():
            folder = self._case_folder(section)
            if model.has_access("read"):
                yield from self._case_table(folder, model, [(path, "=", self.id)])
        yield from self._case_version_parts()
        yield from self._case_opening_parts()
        yield from self._case_bid_parts(self._case_opened_bids())
        yield from self._case_document_parts(self._case_documents())
        yield from self._case_log_parts()
        yield from self._case_tool_parts()

    def _case_opened_bids(self):
        return self.env["wohnkoord.bid"].search(
            [("procedure_id", "=", self.id), ("state", "in", OPENED_STATES)],
            order="number, id",
        )

    def _case_version_parts(self):
        folder = self._case_folder("publication")
        for version in self.version_ids.sorted("number"):
            yield CasePart(
                f"{folder}/version-{version.number:02d}.json",
                "frozen",
                version.display_name,
                None,
                lambda version=version: [version.content.encode()],
            )

    def _case_opening_parts(self):
        folder = self._case_folder("opening")
        title = self.env._("Protocol of the Opening")
        for opening in self.opening_ids:
            page = self._case_page(
                "case_file_page",
                {"title": title, "body": opening.page, "page_lang": self._case_lang()},
            )
            yield CasePart(
                f"{folder}/protocol.json",
                "frozen",
                title,
                None,
                lambda opening=opening: [opening.content.encode()],
            )
            yield CasePart(
                f"{folder}/protocol.html", "page", title, None, lambda page=page: [page]
            )
            if pdf := self._case_pdf(page):
                yield CasePart(
                    f"{folder}/protocol.pdf", "page", title, None, lambda pdf=pdf: [pdf]
                )

    def _case_bid_folder(self, bid):
        return f"{self._case_folder('bids')}/{bid.number or bid.id:03d}"

    def _case_bid_parts(self, bids):
        """The opened bids as they were sealed, and as pages."""
        for bid in bids.filtered("content"):
            folder = self._case_bid_folder(bid)
            yield CasePart(
                f"{folder}/bid.json",
                "bid",
                bid.display_name,
                bid.number,
                lambda bid=bid: [bid.content.encode()],
            )
            yield CasePart(
                f"{folder}/bid.html",
                "page",
                bid.display_name,
                bid.number,
                lambda bid=bid: [self._case_bid_page(bid)],
            )
            bid.invalidate_recordset(["content"])

    def _case_bid_page(self, bid):
        try:
            values = {
                "bid": bid._readable_values(bid.content.encode()),
                "lang": self._case_lang(),
            }
            return self._case_page("bid_readable", values)
        except (KeyError, TypeError, ValueError, AttributeError):
            # a bid on paper, or an odd one: what can be read of it
            return self._case_page(
                "case_file_page",
                {
                    "title": bid.display_name,
                    "body": bid.page,
                    "page_lang": self._case_lang(),
                },
            )

    def _case_document_parts(self, documents):
        """Files of any model, as they are.

        :param documents: as of ``_case_documents``
        """
        for document in documents:
            number = document["bid"].number or None
            if document["model"] == "wohnkoord.bid.document":
                folder = f"{self._case_bid_folder(document['bid'])}/documents"
            else:
                model = document["model"].removeprefix("wohnkoord.").replace(".", "-")
                folder = f"{self._case_folder(document['section'])}/{model}"
            name = self._case_file_name(document["name"], document["id"])
            if document["field"] not in ("file", "cipher"):
                name = f"{document['field'].replace('_', '-')}-{name}"
            yield CasePart(
                f"{folder}/{name}",
                "document",
                document["name"],
                number,
                document["produce"],
            )

    def _case_log_parts(self):
        folder = self._case_folder("log")
        yield CasePart(
            f"{folder}/export.json",
            "log",
            self.env._("Log"),
            None,
            lambda: (piece.encode() for piece in self._log_json()),
        )
        for name, path in LOG_GUIDES.items():
            yield self._case_tool(f"{folder}/{name}", path)

    def _case_tool_parts(self):
        for name, path in ENCLOSED.items():
            yield self._case_tool(name, path)

    def _case_tool(self, name, path):
        def produce():
            with open(file_path(f"wohnkoord_odoo/{path}"), "rb") as file:
                while piece := file.read(CHUNK_BYTES):
                    yield piece

        return CasePart(name, "tool", self.env._("How to check it"), None, produce)

    def _case_lang(self):
        return (self.env.lang or "en_US").split("_")[0]

    def _case_head(self, **facts):
        """What the manifest says before its parts."""
        return {
            "procedure": {
                "uuid": self.uuid,
                "name": self.name,
                "reference": self.reference or "",
                "state": self.state,
            },
            "office": self.company_id.name,
            "log": self._log_last_sudo().hash or "",
            **json.loads(json.dumps(facts)),
        }
