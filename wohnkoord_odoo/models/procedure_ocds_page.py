# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Procedure(models.Model):
    """What a procedure's page shows of its open data, and where it leads to them."""

    _inherit = "wohnkoord.procedure"

    def _public_values(self, moment):
        values = super()._public_values(moment)
        last = self.ocds_release_ids.sorted("number")[-1:]
        compiled = last._compiled() if last else {}
        return {
            **values,
            "results": self._ocds_results(compiled),
            "open_data": self._ocds_links(compiled),
        }

    def _ocds_results(self, last):
        """Who got which plot, as far as the open data says so.

        :param dict last: the newest release, compiled; empty without one
        :return list: dicts of ``plot``, ``group`` (empty where nobody got it) and ``state``
        """
        contracts = {row["awardID"]: row for row in last.get("contracts", ())}
        return [
            {
                "plot": award["title"],
                "group": ", ".join(row["name"] for row in award.get("suppliers", ())),
                "state": self._ocds_result_text(award, contracts.get(award["id"], {})),
            }
            for award in last.get("awards", ())
        ]

    def _ocds_result_text(self, award, contract):
        status = award["status"]
        if status == "active" and contract.get("status") == "active":
            return self.env._("The contract is signed.")
        if status == "active" and contract.get("status") == "terminated":
            return self.env._("The contract has ended.")
        if status == "active" and contract:
            return self.env._("The plot is reserved for this group.")
        return {
            "pending": self.env._("Decided; objections are still possible."),
            "active": self.env._("Decided."),
            "cancelled": self.env._("The reservation has lapsed."),
            "unsuccessful": self.env._("Nobody gets this plot."),
        }[status]

    def _ocds_links(self, last):
        """Addresses and labels of what can be downloaded; nothing without a release.

        :param dict last: the newest release, compiled; empty without one
        """
        if not last:
            return []
        tables = [
            ("lots", self.env._("Plots (CSV)"), True),
            ("criteria", self.env._("Criteria (CSV)"), True),
            ("bids", self.env._("Number of bids (CSV)"), last.get("bids")),
            ("awards", self.env._("Decisions (CSV)"), last.get("awards")),
            ("contracts", self.env._("Contracts (CSV)"), last.get("contracts")),
        ]
        url = self._public_url()
        return [
            {
                "url": f"{url}/ocds.json",
                "label": self.env._("The whole procedure (JSON, OCDS 1.1)"),
            },
            *(
                {"url": f"{url}/{name}.csv", "label": label}
                for name, label, has_rows in tables
                if has_rows
            ),
        ]
