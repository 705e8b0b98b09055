# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Procedure(models.Model):
    """Steps of a procedure of which all parties are told in the same transaction."""

    _inherit = "wohnkoord.procedure"

    def _on_amended(self, amendment):
        result = super()._on_amended(amendment)
        self._tell_amendment(amendment)
        self._remind_of_questions()
        return result

    def _on_cancelled(self):
        result = super()._on_cancelled()
        self._tell_cancellation()
        return result

    def _tell_amendment(self, amendment):
        """Tell all parties what changed, and whether bids must be confirmed again.

        :param amendment: a record with ``version_id``, or the new version itself
        """
        office = self._in_party_words()
        version = office.version_id
        lines = [
            office.env._(
                "The documents have changed; version %(number)s counts now.",
                number=version.number,
            )
        ]
        if version.reason:
            lines.append(office.env._("The reason: %(text)s", text=version.reason))
        if changes := version.diff:
            lines += [office.env._("What changed:"), changes]
        lines.append(
            office.env._(
                "Bids are possible until %(date)s.",
                date=office._date_label(office.published_deadline),
            )
        )
        if version.is_material:
            lines.append(
                office.env._(
                    "The change is material: a bid that was handed in before has to be"
                    " confirmed or handed in again."
                )
            )
        subject = office.env._(
            "Change of the documents (version %(number)s)", number=version.number
        )
        self._tell_parties("amendment", subject, "\n\n".join(lines))

    def _tell_cancellation(self):
        """Tell all parties that there will be no award, and why."""
        office = self._in_party_words()
        self._tell_parties(
            "cancellation",
            office.env._("The procedure is cancelled"),
            office.env._(
                "The procedure is cancelled. The reason:\n%(reason)s",
                reason=self.end_reason or "",
            ),
        )
