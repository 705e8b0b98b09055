# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.canonical import canonical, digest
from ..tools.freezing import freeze

#: shape of the frozen content
SCHEMA = 1
#: what bidders rely on of the procedure's own values, as far as the model knows it
FACTS = (
    "reference",
    "aim",
    "description",
    "weight_model",
    "advice_rule",
    "seal_mode",
    "amendment_days",
    "question_rule",
    "max_file_mb",
    "max_files",
    "resolution_body",
    "resolution_number",
    "resolution_date",
    "jury_name",
    "scoring_mode",
    "is_anonymous",
    "quorum",
    "tie_break",
    "standstill_days",
    "reservation_months",
)
#: kinds of dates that are frozen as the two deadlines
DEADLINES = ("questions", "deadline")
#: what only publication sets
PUBLISHED_FIELDS = ("date_published", "published_district_ids", "published_kinds")


class Procedure(models.Model):
    """Publication: what was prepared becomes a version that nobody can change."""

    _inherit = "wohnkoord.procedure"

    date_published = fields.Datetime(
        "Published on", readonly=True, copy=False, index=True
    )
    # what the public list is filtered by, as of the version in force
    published_district_ids = fields.Many2many(
        "wohnkoord.district",
        "wohnkoord_procedure_published_district_rel",
        string="Published Districts",
        readonly=True,
        copy=False,
    )
    published_kinds = fields.Char(
        readonly=True, copy=False, help="Of the plots, by commas."
    )

    @api.model
    def _refuse_guarded(self, vals):
        refused = [name for name in PUBLISHED_FIELDS if name in vals]
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise UserError(
                self.env._(
                    "These values are kept by the system and cannot be set: %(fields)s.",
                    fields=", ".join(labels[name]["string"] for name in refused),
                )
            )
        return super()._refuse_guarded(vals)

    @api.model
    def _guard_new_vals(self, vals):
        # a default_... key gives a procedure nothing that publication gives
        return {**super()._guard_new_vals(vals), **dict.fromkeys(PUBLISHED_FIELDS)}

    def action_publish(self):
        """Freeze and publish the procedure.

        :raise UserError: not in preparation, or something is missing
        """
        for procedure in self:
            procedure.check_access("write")
            procedure.lock_for_update(allow_referencing=True)
            if procedure.state != "preparation":
                raise UserError(self.env._("The procedure is published already."))
            procedure._check_step("publish")
            procedure._check_dates(procedure._now())
            procedure._prepare_seal()
            version = procedure._freeze()
            procedure._write_guarded(
                {"state": "published", "date_published": version.date}
            )
            procedure._log(
                "published", {"version": version.number, "sha256": version.hash}
            )

    def _check_dates(self, moment):
        """The deadlines that are to be published must make sense.

        :param datetime moment: from ``_now``
        """
        self.ensure_one()
        if not self.date_deadline:
            raise UserError(self.env._("Please set until when bids may come."))
        if self.date_deadline <= moment:
            raise UserError(self.env._("The deadline for bids must be in the future."))
        if self.date_questions_until and self.date_questions_until > self.date_deadline:
            raise UserError(
                self.env._("Questions must end before the deadline for bids.")
            )

    # -- freezing ------------------------------------------------------------------------

    def _freeze(self, reason="", is_material=False):
        """Make the next version from what is prepared now.

        :return: the version
        """
        self.ensure_one()
        self.document_ids._publish_files()
        content = self._frozen_values()
        # sudo: nobody may write versions
        version_sudo = self.env["wohnkoord.procedure.version"].sudo()
        version_sudo = version_sudo.create(
            {
                "procedure_id": self.id,
                "number": len(self.version_ids) + 1,
                "date": self._now().replace(microsecond=0),
                "date_questions_until": self.date_questions_until,
                "date_deadline": self.date_deadline,
                "content": canonical(content).decode(),
                "hash": digest(content),
                "reason": reason,
                "is_material": is_material,
            }
        )
        self._write_guarded(
            {"version_id": version_sudo.id, **self._published_search_values()}
        )
        return version_sudo

    def _frozen_values(self, **dates):
        """All that publication freezes, in values that have a canonical form.

        :param dates: ``date_deadline`` and ``date_questions_until`` that an amendment
            brings, instead of the procedure's own
        :return dict: decimals are texts, moments are UTC
        """
        self.ensure_one()
        # in the office's language, whoever publishes; sudo: the same for everybody
        lang = self.company_id.partner_id.lang or self.env.lang
        own_sudo = self.sudo().with_context(lang=lang, bin_size=False)
        deadline = dates.get("date_deadline") or self.date_deadline
        questions = dates.get("date_questions_until") or self.date_questions_until
        lots = own_sudo.lot_ids.sorted(lambda lot: (lot.sequence, lot.number, lot.id))
        roots = own_sudo.criterion_ids.filtered(lambda c: not c.parent_id)
        requirements = own_sudo.requirement_ids
        return {
            "schema": SCHEMA,
            "procedure": self.uuid,
            "name": self.name,
            "timezone": self.tz,
            "deadline": fields.Datetime.to_string(deadline) or None,
            "questions_until": fields.Datetime.to_string(questions) or None,
            "facts": freeze(own_sudo, self._frozen_fact_names()),
            "resolution_file": own_sudo._frozen_resolution(),
            "dates": own_sudo._frozen_dates(),
            "lots": [lot._frozen_row() for lot in lots],
            "criteria": [
                root._frozen_row()
                for root in roots.sorted(lambda c: (c.sequence, c.id))
            ],
            "requirements": [
                row._frozen_row()
                for row in requirements.sorted(lambda r: (r.sequence, r.id))
            ],
            "documents": own_sudo.document_ids._frozen_rows(),
        }

    @api.model
    def _frozen_fact_names(self):
        """The procedure's own values that are published; the areas add theirs."""
        return [name for name in FACTS if name in self._fields]

    def _frozen_resolution(self):
        """Name and hash of the council's resolution, so that it cannot be exchanged."""
        content = "resolution_file" in self._fields and self.resolution_file
        if not content:
            return None
        return {
            "file_name": self.resolution_file_name or None,
            "sha256": digest(base64.b64decode(content)),
        }

    def _public_dates(self):
        """The dates of the timeline that everybody reads, besides the two deadlines."""
        if "date_ids" not in self._fields:
            return []
        return self.date_ids.filtered(
            lambda date: date.is_public and date.kind not in DEADLINES
        ).sorted(lambda date: (date.date, date.id))

    def _frozen_dates(self):
        """What a version says of the timeline; a date is known by its occasion."""
        rows, seen = [], {}
        for date in self._public_dates():
            key = f"{date.kind} {date.name}"
            seen[key] = seen.get(key, 0) + 1
            names = ("kind", "name", "date", "date_end", "place")
            rows.append({"uuid": f"{key} {seen[key]}", **freeze(date, names)})
        return rows

    def _published_search_values(self):
        """What the public list is filtered by."""
        plots = self.sudo().lot_ids.plot_id
        kinds = {plot._public_kind() for plot in plots}
        return {
            "published_district_ids": [Command.set(plots.district_id.ids)],
            "published_kinds": ",".join(sorted(kinds)) or False,
        }

    # -- what was published --------------------------------------------------------------

    def _published_content(self):
        """The frozen values of the version in force.

        :return dict: empty before the publication
        """
        self.ensure_one()
        return self.version_id._content() if self.version_id else {}

    def _last_material_version(self):
        """The last version that changed what bids rest on; the first one if none did.

        A bid on an older version has to be confirmed again.
        """
        self.ensure_one()
        # sudo: also asked for parties, who read no versions
        versions = self.sudo().version_ids.sorted("number")
        return versions.filtered("is_material")[-1:] or versions[:1]

    def _was_published(self, key, uuid):
        """Whether a version holds a row of this identity.

        :param str key: of the content, e.g. ``lots``
        """
        self.ensure_one()
        return any(
            row["uuid"] == uuid
            for version in self.version_ids
            for row in version._content().get(key, ())
        )

    # -- hooks ---------------------------------------------------------------------------

    def _published_questions(self):
        """Questions and answers that everybody may read.

        :return: list of dicts: ``number``, ``text``, ``answer``, ``date`` (UTC)
        """
        return []

    def _published_hashes(self):
        """The list of hashes that is published after the deadline, or None.

        :return dict: ``root``, ``count``, ``date`` (UTC) and ``entries``: dicts with
            ``number`` and ``hash``
        """
        return None
