# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import api, fields, models

from .network_project_content import DISTRICT_DECIMALS


class ProjectDraft(models.Model):
    """How a draft becomes the released page, and what would change by it."""

    _inherit = "wohnkoord.project.draft"

    def _release(self):
        """Copy the draft to the released page and put it online; called with sudo."""
        self.ensure_one()
        page = self._page()
        vals = {**self._released_vals(), "date_released": fields.Datetime.now()}
        if page:
            page.write(vals)
        else:
            page = page.create({**vals, "initiative_id": self.initiative_id.id})
        self._release_pictures(page)
        self.initiative_id._set_published(True)

    def _page(self):
        return self.env["wohnkoord.project.page"].search(
            [("initiative_id", "=", self.initiative_id.id)]
        )

    def _released_vals(self):
        """The content as the page shows it: of the place no more than was agreed to."""
        vals = {name: self[name] for name in self._content_fields()}
        vals["contact_id"] = self.contact_id.id
        vals["latitude"], vals["longitude"] = self._released_point()
        return vals

    def _released_point(self):
        """Latitude and longitude for the public; (0, 0) is no point.

        An exact place never leaves the draft when only the district is to be shown.
        """
        if self.precision == "exact":
            return self.latitude, self.longitude
        district = self.initiative_id.district_ids.filtered(
            lambda d: d.latitude or d.longitude
        )[:1]
        point = district or self
        return (
            round(point.latitude, DISTRICT_DECIMALS),
            round(point.longitude, DISTRICT_DECIMALS),
        )

    def _release_pictures(self, page):
        """Make the page's pictures those of the draft; equal ones keep their address."""
        left = page.picture_ids
        for draft in self.picture_ids:
            vals = self._picture_vals(draft)
            known = left.filtered(lambda p, digest=draft.digest: p.digest == digest)[:1]
            left -= known
            if known:
                known.write(vals)
            else:
                page.picture_ids.create(
                    {
                        **vals,
                        "page_id": page.id,
                        "image": draft.image,
                        "image_small": draft.image_small,
                        "digest": draft.digest,
                    }
                )
        left.unlink()

    def _picture_vals(self, picture):
        return {
            name: picture[name] for name in ("sequence", "alt", "caption", "credit")
        }

    # -- what the office looks at ------------------------------------------------------

    @api.depends("revision", "state")
    def _compute_changes(self):
        for draft in self:
            rows = draft._changed_rows()
            draft.changes = draft._changes_table(rows) if rows else False

    def _changed_rows(self):
        """What a release would change.

        :return: list of (label, text on the page, text in the draft)
        """
        page = self._page()
        labels = self.fields_get(attributes=["string", "selection"])
        shown = {name: self._shown(page, name, labels) for name in self._diff_fields()}
        rows = [
            (labels[name]["string"], before, self._shown(self, name, labels))
            for name, before in shown.items()
        ]
        rows.append(
            (
                self.env._("Pictures"),
                self._shown_pictures(page.picture_ids),
                self._shown_pictures(self.picture_ids),
            )
        )
        return [row for row in rows if row[1] != row[2]]

    def _diff_fields(self):
        return self._content_fields()

    def _shown(self, record, name, labels):
        """A value as text, for people."""
        if not record:
            return ""
        value = record[name]
        kind = self._fields[name].type
        if kind == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if kind == "selection":
            return dict(labels[name]["selection"]).get(value, "")
        if kind == "many2one":
            return value.name or ""
        if name in ("latitude", "longitude"):
            if record == self:
                value = self._released_point()[name == "longitude"]
            return str(round(value, 6)) if value else ""
        return str(value or "")

    def _shown_pictures(self, pictures):
        return "\n".join(
            " / ".join(filter(None, (p.alt, p.caption, p.credit))) for p in pictures
        )

    def _changes_table(self, rows):
        head = Markup("<tr><th></th><th>%s</th><th>%s</th></tr>") % (
            self.env._("Public now"),
            self.env._("In the draft"),
        )
        row = Markup('<tr><th>%s</th><td class="%s">%s</td><td class="%s">%s</td></tr>')
        style = "text-break o_wohnkoord_prewrap"
        body = Markup().join(
            row % (label, style, before, style, after) for label, before, after in rows
        )
        return Markup('<table class="table table-sm">%s%s</table>') % (head, body)
