# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal

from babel.numbers import format_decimal

from odoo import models
from odoo.fields import Datetime
from odoo.tools.misc import babel_locale_parse, format_date, format_time

from ..tools.procedure_dates import local
from ..tools.procedure_diff import compare

#: area of a change -> model of the row
MODELS = {
    "procedure": "wohnkoord.procedure",
    "deadline": "wohnkoord.procedure",
    "date": "wohnkoord.procedure.date",
    "lot": "wohnkoord.procedure.lot",
    "plot": "wohnkoord.plot",
    "criterion": "wohnkoord.criterion",
    "requirement": "wohnkoord.requirement",
    "document": "wohnkoord.procedure.document",
}
#: key of the content -> field
ALIASES = {"timezone": "tz"}


class Procedure(models.Model):
    """Frozen values and their changes in words, in the reader's language."""

    _inherit = "wohnkoord.procedure"

    def _describe_changes(self, old, new):
        """What differs between two contents, one sentence per change.

        :param dict old: content of a version
        :param dict new: content of the next one, or of what is prepared
        """
        tz = new.get("timezone") or self.tz
        return [self._describe_change(change, tz) for change in compare(old, new)]

    def _describe_change(self, change, tz):
        subject = self._change_subject(change)
        kind = change["kind"]
        if change["area"] == "scale":
            return self._describe_step(subject, change)
        if kind == "added":
            return self.env._("%(what)s: new", what=subject)
        if kind == "removed":
            return self.env._("%(what)s: removed", what=subject)
        if kind == "order":
            return self.env._("%(what)s: other order", what=subject)
        if kind == "replaced":
            return self.env._(
                "%(what)s: file replaced, version %(old)s → %(new)s",
                what=subject,
                old=change["old"]["number"],
                new=change["new"]["number"],
            )
        return self._describe_value(subject, change, tz)

    def _describe_value(self, subject, change, tz):
        name = MODELS[change["area"]]
        model = self.env[name if name in self.env else "wohnkoord.procedure"]
        name = ALIASES.get(change["field"], change["field"])
        if change["area"] == "criterion" and name == "parent":
            return self.env._("%(what)s: belongs to another group", what=subject)
        values = {
            "label": self._value_label(model, name),
            "old": self._value_text(model, name, change["old"], tz),
            "new": self._value_text(model, name, change["new"], tz),
        }
        if subject:
            return self.env._(
                "%(what)s: %(label)s: %(old)s → %(new)s", what=subject, **values
            )
        return self.env._("%(label)s: %(old)s → %(new)s", **values)

    def _describe_step(self, subject, change):
        step = change["new"] or change["old"]
        if not step:
            return self.env._("%(what)s: other scale", what=subject)
        values = {
            "what": subject,
            "points": self._decimal_text(step["points"]),
            "text": step.get("name") or "",
        }
        if change["kind"] == "added":
            return self.env._(
                "%(what)s: scale: new: %(points)s points: %(text)s", **values
            )
        if change["kind"] == "removed":
            return self.env._(
                "%(what)s: scale: removed: %(points)s points: %(text)s", **values
            )
        return self.env._(
            "%(what)s: scale: %(points)s points: %(old)s → %(text)s",
            old=change["old"].get("name") or "",
            **values,
        )

    def _change_subject(self, change):
        """The row that changed, in words; empty for the procedure itself."""
        label = change["label"]
        if change["kind"] == "order":
            return {
                "date": self.env._("Dates"),
                "lot": self.env._("Plots on offer"),
                "criterion": self.env._("Criteria"),
                "requirement": self.env._("Minimum requirements"),
                "document": self.env._("Documents"),
                "scale": self.env._("Criterion %(name)s", name=label),
            }[change["area"]]
        return {
            "date": self.env._("Date %(name)s", name=label),
            "lot": self.env._("Lot %(name)s", name=label),
            "plot": self.env._("Lot %(name)s", name=label),
            "criterion": self.env._("Criterion %(name)s", name=label),
            "scale": self.env._("Criterion %(name)s", name=label),
            "requirement": self.env._("Requirement %(name)s", name=label),
            "document": self.env._("Document %(name)s", name=label),
        }.get(change["area"], "")

    # -- values --------------------------------------------------------------------------

    def _value_label(self, model, name):
        """What people call a field, in the reader's language."""
        field = model._fields.get(name)
        return field._description_string(self.env) if field else name

    def _value_text(self, model, name, value, tz):
        """A frozen value as people read it.

        :param str tz: zone of moments
        """
        field = model._fields.get(name)
        kind = field.type if field else ""
        if kind == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if value is None or value in ("", []):
            return self.env._("nothing")
        if kind == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(value, value)
        if kind in ("float", "monetary"):
            return self._decimal_text(value)
        if kind == "date":
            return format_date(self.env, value)
        if kind == "datetime":
            return self._moment_text(Datetime.to_datetime(value), tz)
        if isinstance(value, dict):
            return str(value.get("name", ""))
        if isinstance(value, list):
            return ", ".join(
                str(item.get("name", "") if isinstance(item, dict) else item)
                for item in value
            )
        return str(value)

    def _decimal_text(self, text):
        """A frozen decimal as people write it: "2.50" -> "2,5"."""
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_decimal(Decimal(text), format="#,##0.########", locale=locale)

    def _moment_text(self, moment, tz=None, day_format="full"):
        """Day, time of day and zone: ``Freitag, 6. März 2026, 12:00 Uhr (MEZ)``.

        :param datetime moment: UTC, naive
        """
        return self.env._(
            "%(day)s, %(time)s (%(zone)s)",
            day=format_date(
                self.env, local(moment, tz or self.tz).date(), date_format=day_format
            ),
            **self._time_texts(moment, tz or self.tz),
        )

    def _time_texts(self, moment, tz):
        """Time of day and name of the zone, which tells summer from winter time."""
        there = local(moment, tz)
        zone = there.tzname()
        german = {"CET": "MEZ", "CEST": "MESZ", "UTC": "UTC"}
        if (self.env.lang or "").startswith("de"):
            zone = german.get(zone, zone)
        pattern = "HH:mm:ss" if there.second else "HH:mm"
        time = format_time(self.env, there.time(), time_format=pattern)
        return {"time": time, "zone": zone}
