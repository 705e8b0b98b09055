# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Datetime, Domain

from .procedure import RUNNING_STATES
from .procedure_publication_plot import PLOT_FACTS

#: states in which a procedure has its result
DECIDED_STATES = ("decided", "reserved", "contracted", "done")
ENDED_STATES = ("unsuccessful", "cancelled")
#: facts of a plot that stand elsewhere on the page than in its table
_ELSEWHERE = ("name", "street", "zip", "city", "latitude", "longitude", "description")


class Procedure(models.Model):
    """What visitors find of the procedures; called with sudo, behind the one gate.

    Pages get plain values and never a record, and all of them come from the version in
    force: what is not published cannot be shown.
    """

    _inherit = "wohnkoord.procedure"

    # -- the gate ------------------------------------------------------------------------

    @api.model
    def _public_domain(self, company):
        """Procedures that everybody may read on the pages of ``company``."""
        return (
            Domain("company_id", "=", company.id)
            & Domain("state", "!=", "preparation")
            & Domain("version_id", "!=", False)
            & Domain("is_template", "=", False)
        )

    @api.model
    def _public_filter_domain(self, filters, moment):
        """What a visitor chose.

        :param dict filters: any of ``status``, ``district`` (id) and ``kind``
        :param datetime moment: from ``_clock``
        """
        domain = Domain.TRUE
        if status := filters.get("status"):
            domain &= self._public_status_domain(status, moment)
        if district := filters.get("district"):
            domain &= Domain("published_district_ids", "in", [district])
        if kind := filters.get("kind"):
            domain &= Domain("published_kinds", "like", kind)
        return domain

    @api.model
    def _public_status_domain(self, status, moment):
        is_open = Domain("state", "=", "published") & Domain(
            "published_deadline", ">=", moment
        )
        running = Domain("state", "in", RUNNING_STATES)
        return {
            "open": is_open,
            "selection": running & ~is_open,
            "decided": Domain("state", "in", DECIDED_STATES),
            "ended": Domain("state", "in", ENDED_STATES),
        }[status]

    @api.model
    def _public_running_domain(self):
        """Those that stand first in the list: without a result yet."""
        return Domain("state", "in", RUNNING_STATES)

    @api.model
    def _public_list_parts(self, moment):
        """The parts of the public list, in their order.

        :param datetime moment: UTC
        :return list: pairs of domain and order: what takes bids, the next deadline
            first; what else runs; what has ended, the last first
        """
        running = self._public_running_domain()
        takes_bids = Domain("state", "=", "published") & Domain(
            "published_deadline", ">=", moment
        )
        newest = "published_deadline desc, id desc"
        return [
            (takes_bids, "published_deadline, id"),
            (running & ~takes_bids, newest),
            (~running, newest),
        ]

    @api.model
    def _public_find(self, company, slug):
        """The procedure at an address, or an empty record."""
        return self.search(
            self._public_domain(company) & Domain("slug", "=", slug), limit=1
        )

    @api.model
    def _public_choices(self, company):
        """What the filters offer.

        :return: dict of the filter's name -> list of pairs (value as text, label)
        """
        districts = self._read_group(
            self._public_domain(company), ["published_district_ids"]
        )
        found = [(str(d.id), d.name) for (d,) in districts if d]
        return {
            "status": [
                (code, self._public_status_label(code))
                for code in ("open", "selection", "decided", "ended")
            ],
            "district": sorted(found, key=lambda pair: pair[1].casefold()),
            "kind": [
                ("land", self.env._("Land")),
                ("building", self.env._("With a building")),
            ],
        }

    # -- state in words ------------------------------------------------------------------

    def _public_status(self, moment):
        """Where the procedure stands, as visitors read it.

        :return dict: ``code`` and ``label``
        """
        self.ensure_one()
        if self.state in ENDED_STATES:
            code = "ended"
        elif self.state in DECIDED_STATES:
            code = "decided"
        elif self._is_open(moment):
            code = "open"
        else:
            code = "selection"
        label = self._public_status_label(code)
        if self.state == "cancelled":
            label = self.env._("Cancelled")
        elif self.state == "done":
            label = self.env._("Completed")
        return {"code": code, "label": label}

    @api.model
    def _public_status_label(self, code):
        return {
            "open": self.env._("Bids are possible"),
            "selection": self.env._("Concepts are being compared"),
            "decided": self.env._("Decided"),
            "ended": self.env._("Ended without an award"),
        }[code]

    # -- list ----------------------------------------------------------------------------

    def _public_url(self):
        self.ensure_one()
        return f"/procedures/{self.slug}"

    def _public_card_values(self, moment):
        """The cards of the list, in the order of the records.

        :param datetime moment: from ``_clock``
        """
        return [procedure._public_card(moment) for procedure in self]

    def _public_card(self, moment):
        content = self._published_content()
        plots = [lot["plot"] for lot in content["lots"]]
        districts = [
            plot["district_id"]["name"] for plot in plots if plot["district_id"]
        ]
        return {
            "url": self._public_url(),
            "name": content["name"],
            "status": self._public_status(moment),
            "lot_count": len(plots),
            "plots": [plot["name"] for plot in plots],
            "districts": list(dict.fromkeys(districts)),
            "deadline": self._public_moment(content["deadline"], content),
            "tenures": list(
                dict.fromkeys(
                    self._value_text(self.lot_ids, "tenure", lot["tenure"], self.tz)
                    for lot in content["lots"]
                )
            ),
        }

    def _public_moment(self, text, content):
        """A frozen moment for machines and for people, or None."""
        if not text:
            return None
        tz = content["timezone"]
        moment = Datetime.to_datetime(text)
        return {
            "iso": text.replace(" ", "T") + "Z",
            "text": self._moment_text(moment, tz),
        }

    # -- lots ----------------------------------------------------------------------------

    def _public_lots(self, content):
        """The exposé's facts of each plot on offer."""
        return [self._public_lot(lot, content) for lot in content["lots"]]

    def _public_lot(self, lot, content):
        plot = lot["plot"]
        town = " ".join(filter(None, [plot["zip"], plot["city"]]))
        has_point = float(plot["latitude"] or 0) or float(plot["longitude"] or 0)
        return {
            "number": lot["number"],
            "name": plot["name"],
            "address": ", ".join(filter(None, [plot["street"], town])),
            "text": plot.get("description") or "",
            "facts": [
                *self._public_offer(lot),
                *self._public_plot_facts(plot, content["timezone"]),
            ],
            "point": has_point and (plot["latitude"], plot["longitude"]) or None,
        }

    def _public_offer(self, lot):
        """Tenure, price and term, in words."""
        tenure = self._value_text(self.lot_ids, "tenure", lot["tenure"], self.tz)
        pairs = [
            (self._value_label(self.lot_ids, "tenure"), tenure),
            (self.env._("Price"), self._public_price(lot)),
        ]
        if lot["tenure"] == "leasehold" and lot.get("lease_years"):
            pairs.append(
                (
                    self.env._("Term"),
                    self.env._("%(years)s years", years=lot["lease_years"]),
                )
            )
        if lot["price_model"] != "fixed" and float(lot.get("price_weight") or 0):
            pairs.append(
                (
                    self.env._("Weight of the price"),
                    f"{self._decimal_text(lot['price_weight'])} %",
                )
            )
        return pairs

    def _public_price(self, lot):
        """The price as it was published, in words."""

        def amount(text):
            number = self._decimal_text(text)
            if lot["tenure"] == "leasehold":
                return self.env._("%(number)s %% ground rent a year", number=number)
            symbol = self.company_id.currency_id.symbol or ""
            return f"{number} {symbol}".strip()

        low, high = float(lot["price_min"]), float(lot["price_max"])
        if lot["price_model"] == "fixed":
            return self.env._("fixed: %(price)s", price=amount(lot["price_fixed"]))
        if low and high:
            return self.env._(
                "bid between %(low)s and %(high)s",
                low=amount(lot["price_min"]),
                high=amount(lot["price_max"]),
            )
        if low:
            return self.env._("bid, at least %(low)s", low=amount(lot["price_min"]))
        if high:
            return self.env._("bid, at most %(high)s", high=amount(lot["price_max"]))
        return self.env._("free bid")

    def _public_plot_facts(self, plot, tz):
        model = self.env["wohnkoord.plot"]
        pairs = []
        for name in (*PLOT_FACTS, "parcel_ids"):
            value = plot.get(name)
            is_number = isinstance(value, str) and not value.strip("0.")
            if name in _ELSEWHERE or not value or is_number:
                continue
            label = self._value_label(model, name)
            pairs.append((label, self._value_text(model, name, value, tz)))
        return pairs
