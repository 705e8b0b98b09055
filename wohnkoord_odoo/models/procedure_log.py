# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.procedure_log import FORMAT, SCHEMA, verify

#: Acts that everybody may know of: the hash of the newest one is public, and with it all
#: entries before. The very last hash would tell at which moment a bid arrived.
ANCHORS = ("published", "amended", "anchored", "closed", "opened")
#: entries that are read at a time
BATCH = 500


class Procedure(models.Model):
    """What the log of a procedure says, whether it is whole, and the way out of Odoo."""

    _inherit = "wohnkoord.procedure"

    log_count = fields.Integer(
        "Entries in the Log",
        compute="_compute_log_count",
        groups="wohnkoord_odoo.group_user",
    )

    def _compute_log_count(self):
        self._count_rows({"log_count": "wohnkoord.procedure.event"})

    # -- buttons -------------------------------------------------------------------------

    def action_open_log(self):
        """The log of this procedure."""
        self.ensure_one()
        self.env["wohnkoord.procedure.event"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log"),
            "res_model": "wohnkoord.procedure.event",
            "view_mode": "list,form",
            "domain": [("procedure_id", "=", self.id)],
        }

    def action_verify_log(self):
        """Recompute the whole chain and say what is wrong, and where."""
        self.ensure_one()
        self._check_log_access()
        begun = self.state != "preparation" or self.log_count
        problems = self._verify_log() if begun else []
        if not begun:
            kind, title = "info", self.env._("There is no log yet")
            message = self.env._("The log begins with the publication.")
        elif not problems:
            kind, title = "success", self.env._("The log is whole")
            message = self.env._(
                "%(count)s entries, complete, in order and unchanged; the published"
                " versions and the bids' hashes are those that the log names.",
                count=self.log_count,
            )
        else:
            kind, title = "danger", self.env._("The log is damaged")
            message = "\n".join(self._log_problem_text(*found) for found in problems)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": title,
                "message": message,
                "sticky": bool(problems),
            },
        }

    def action_export_log(self):
        """Download the log with everything that it takes to check it elsewhere."""
        self.ensure_one()
        self._check_log_access()
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/procedures/{self.id}/log.zip",
            "target": "download",
        }

    def _check_log_access(self):
        """The office reads the log; who may not is refused here as well."""
        self.check_access("read")
        self.env["wohnkoord.procedure.event"].check_access("read")
        if self._is_closed_to(self.env.user):
            raise AccessError(
                self.env._(
                    "The log tells of all bids. It is closed to whoever has a conflict of"
                    " interest, or has a seat in the jury and has not declared yet."
                )
            )

    # -- checking ------------------------------------------------------------------------

    def _verify_log(self):
        """What is wrong with the log, by the very verifier that is exported with it.

        :return list: (code, where); empty if all is well
        """
        self.ensure_one()
        return verify(
            {
                **self._log_export_head(),
                "entries": self._log_entries(),
                "versions": self._log_versions(),
            }
        )

    @api.model
    def _log_problem_text(self, code, where):
        """What a problem is, in the user's language."""
        if code in ("number", "previous", "changed", "date", "content"):
            return self.env._(
                "Entry %(number)s was changed, or an entry before it is missing.",
                number=where,
            )
        if code in ("last", "empty"):
            return self.env._("Entries at the end of the log are missing.")
        if code.startswith("version"):
            return self.env._(
                "Version %(number)s is not the one that the log names.", number=where
            )
        if code.startswith("bids"):
            return self.env._(
                "The list of the bids' hashes is not the one that was fixed at the"
                " deadline."
            )
        return self.env._(
            'The document "%(name)s" is not the one that the log names.', name=where
        )

    # -- the export ----------------------------------------------------------------------

    def _log_export_head(self):
        """The export but for its long parts, the entries and the versions."""
        self.ensure_one()
        closing_sudo = self._closing_sudo()
        bids = None
        if closing_sudo:
            data = json.loads(closing_sudo.content)
            bids = {"root": data["root"], "entries": data["bids"]}
        return {
            "format": FORMAT,
            "schema": SCHEMA,
            "procedure": {"uuid": self.uuid, "name": self.name},
            "exported": fields.Datetime.to_string(fields.Datetime.now()),
            "last": self._log_last_sudo().hash or "",
            "bids": bids,
            "frozen": self._log_frozen(),
        }

    def _log_frozen(self):
        """Documents that the log names by hash, such as the opening's protocol.

        Other parts add theirs.

        :return list: dicts of ``name``, ``content`` (text) and ``hash`` (its SHA-256)
        """
        return []

    def _log_entries(self):
        """The entries from the first to the last, as they are exported; a generator."""
        self.ensure_one()
        events = self.env["wohnkoord.procedure.event"]
        number = 0
        while rows := events.search_read(
            [("procedure_id", "=", self.id), ("number", ">", number)],
            ["number", "date", "kind", "actor", "content", "previous_hash", "hash"],
            order="number",
            limit=BATCH,
        ):
            for row in rows:
                number = row["number"]
                yield {
                    "number": number,
                    "date": fields.Datetime.to_string(row["date"]),
                    "kind": row["kind"],
                    "actor": row["actor"],
                    "content": row["content"],
                    "previous_hash": row["previous_hash"] or "",
                    "hash": row["hash"],
                }

    def _log_versions(self):
        """The published versions, as they are exported; a generator."""
        self.ensure_one()
        for version in self.version_ids.sorted("number"):
            yield {
                "number": version.number,
                "date": fields.Datetime.to_string(version.date),
                "content": version.content,
                "hash": version.hash,
            }

    def _log_json(self):
        """The whole export as JSON, in pieces, so that it never stands in memory."""
        head = json.dumps(self._log_export_head(), ensure_ascii=False, indent=1)
        yield head.removesuffix("\n}")
        for name, rows in (
            ("entries", self._log_entries()),
            ("versions", self._log_versions()),
        ):
            yield f',\n "{name}": ['
            before = "\n  "
            for row in rows:
                yield before + json.dumps(row, ensure_ascii=False)
                before = ",\n  "
            yield "\n ]"
        yield "\n}\n"

    # -- the hash that is public ---------------------------------------------------------

    def _log_last_sudo(self, kinds=None):
        # sudo: read for a hash and a date
        events_sudo = self.env["wohnkoord.procedure.event"].sudo()
        domain = [("procedure_id", "=", self.id)]
        if kinds:
            domain.append(("kind", "in", kinds))
        return events_sudo.search(domain, order="number desc", limit=1)

    def _log_head(self):
        """The hash that stands on the public page: nobody can rewrite what is before it.

        It is that of the newest act that everybody may know of; once a day there is one.

        :return: dict of ``date`` (UTC) and ``hash``, or None
        """
        self.ensure_one()
        last_sudo = self._log_last_sudo(ANCHORS)
        if not last_sudo:
            return None
        return {"date": last_sudo.date, "hash": last_sudo.hash}

    @api.model
    def _cron_anchor_log(self):
        """Once a day an entry of its own, so that the public hash says nothing of acts.

        Without it, a new hash would tell that something has happened.
        """
        cron = self.env["ir.cron"]
        procedures = self.search(self._running_domain(), order="id")
        for left, procedure in zip(
            range(len(procedures) - 1, -1, -1), procedures, strict=True
        ):
            procedure._log("anchored", actor="system")
            if not cron._commit_progress(1, remaining=left):
                break
