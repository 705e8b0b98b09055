# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from decimal import Decimal

from odoo import api, models

from ..tools.decimals import german_decimal, read_decimal
from .procedure_commitment import COMMITMENT_KINDS

GROUP_COUNTS = ("household_count", "adult_count", "child_count")
#: commitments of another kind than a figure with decimals
COUNTED = ("dwellings", "accessible_dwellings", "rent_bound_years")
SHARES = ("subsidised_share", "self_use_share")
WORDS = ("energy_standard",)
DECLARATIONS = ("requirements", "accuracy")
MOST_COUNT, MOST_PRICE = 100000, Decimal("9999999999.99")
STATEMENT_LENGTH, WORD_LENGTH = 10000, 200


class BidForm(models.AbstractModel):
    """Reads what a bidder typed: the values of a bid, and what is missing or wrong.

    Nothing here is stored. Problems are a dict of the form's field to a message; a draft
    with problems may be saved, but not submitted.
    """

    _name = "wohnkoord.bid.form"
    _description = "Form of a Bid"

    @api.model
    def _field_names(self):
        """Every field of the form; others are not kept."""
        return (
            "priority",
            "price",
            "legal_form_id",
            *GROUP_COUNTS,
            "complete_share",
            *(f"commitment_{kind}" for kind, _label in COMMITMENT_KINDS),
            "statement",
            *(f"declaration_{name}" for name in DECLARATIONS),
        )

    @api.model
    def _declaration_texts(self):
        """What a bidder declares, word for word."""
        return {
            "requirements": self.env._(
                "We know the minimum requirements of the procedure and keep to them."
            ),
            "accuracy": self.env._(
                "Everything in this bid is true, and we mean what we promise in it."
            ),
        }

    @api.model
    def _read(self, values, lot, lot_count):
        """Parse the form.

        :param dict values: field -> text as typed
        :param dict lot: terms of the plot, from ``_bid_terms``
        :param int lot_count: plots on offer; as many priorities there are
        :return tuple: dict of parsed values, dict of problems
        """
        problems = {}
        parsed = {
            "priority": self._read_priority(values, lot_count, problems),
            "price": self._read_price(values, lot, problems),
            "group": self._read_group_data(values, problems),
            "commitments": self._read_commitments(values, problems),
            "statement": self._read_statement(values, problems),
        }
        for name in DECLARATIONS:
            if not values.get(f"declaration_{name}"):
                problems[f"declaration_{name}"] = self.env._(
                    "Please tick this declaration."
                )
        return parsed, problems

    def _read_priority(self, values, lot_count, problems):
        text = values.get("priority", "")
        if text.isdecimal() and len(text) < 6 and 1 <= int(text) <= lot_count:
            return int(text)
        problems["priority"] = self.env._("Please choose a priority.")
        return 0

    # -- price ---------------------------------------------------------------------------

    def _read_price(self, values, lot, problems):
        """The price as text; a fixed one is not typed."""
        if lot["price_model"] == "fixed":
            return str(lot["price_fixed"])
        text = values.get("price", "")
        price = read_decimal(text)
        if not text:
            problems["price"] = self.env._("Please enter a price.")
        elif price is None or price > MOST_PRICE:
            problems["price"] = self.env._(
                "Please enter the price as a number, like 2,50 or 350.000,00."
            )
        elif error := self._price_error(price, lot):
            problems["price"] = error
        return None if price is None else str(price)

    def _price_error(self, price, lot):
        low, high = lot["price_min"], lot["price_max"]
        if low and price < low:
            return self.env._(
                "The price must be at least %(bound)s.", bound=german_decimal(low)
            )
        if lot["price_model"] == "corridor" and price > high:
            return self.env._(
                "The price must be at most %(bound)s.", bound=german_decimal(high)
            )
        if not price:
            return self.env._("The price must be more than zero.")
        return None

    # -- group ---------------------------------------------------------------------------

    def _read_group_data(self, values, problems):
        counts = {
            name: self._read_count(values, name, problems) for name in GROUP_COUNTS
        }
        if not counts["household_count"] and "household_count" not in problems:
            problems["household_count"] = self.env._(
                "Please enter how many households the group has."
            )
        share = self._read_share(values, "complete_share", problems)
        form = self._read_legal_form(values, problems)
        return {
            "legal_form_id": form.id or None,
            "legal_form": form.name or "",
            **{name: count or 0 for name, count in counts.items()},
            "complete_share": share,
        }

    def _read_legal_form(self, values, problems):
        text = values.get("legal_form_id", "")
        number = int(text) if text.isdecimal() and len(text) < 10 else 0
        form = self._legal_forms().filtered(lambda form: form.id == number)
        # sealed in one language, whoever reads the page
        form = form.with_context(lang=self.env.company.partner_id.lang)
        if not form:
            problems["legal_form_id"] = self.env._("Please choose the legal form.")
        return form

    @api.model
    def _legal_forms(self):
        """Those of the office."""
        forms = self.env["wohnkoord.legal.form"]
        return forms.search(forms._check_company_domain(self.env.company))

    # -- commitments ---------------------------------------------------------------------

    def _read_commitments(self, values, problems):
        commitments = {}
        for kind, _label in COMMITMENT_KINDS:
            name = f"commitment_{kind}"
            if kind in WORDS:
                text, value = values.get(name, "")[:WORD_LENGTH], None
            else:
                text, value = "", self._read_figure(values, kind, name, problems)
            if text or value is not None:
                commitments[kind] = {"value": value, "text": text}
        self._check_commitments(commitments, problems)
        return commitments

    def _read_figure(self, values, kind, name, problems):
        if kind in COUNTED:
            count = self._read_count(values, name, problems)
            return None if count is None else f"{count}.00"
        if kind in SHARES:
            return self._read_share(values, name, problems)
        text = values.get(name, "")
        value = read_decimal(text)
        if text and (value is None or value > MOST_COUNT):
            problems[name] = self.env._("Please enter a number, like 12 or 12,50.")
            return None
        return None if value is None else str(value)

    def _check_commitments(self, commitments, problems):
        figure = {
            kind: Decimal(commitment["value"])
            for kind, commitment in commitments.items()
            if commitment["value"] is not None
        }
        if figure.get("accessible_dwellings", 0) > figure.get("dwellings", 0):
            problems.setdefault(
                "commitment_accessible_dwellings",
                self.env._("There cannot be more accessible dwellings than dwellings."),
            )
        if "rent_bound" in figure and not figure.get("rent_bound_years"):
            problems.setdefault(
                "commitment_rent_bound_years",
                self.env._("Please enter for how many years the rent bound holds."),
            )
        if figure.get("rent_bound_years") and "rent_bound" not in figure:
            problems.setdefault(
                "commitment_rent_bound",
                self.env._(
                    "Please enter the highest rent that you bind yourselves to."
                ),
            )

    # -- parts ---------------------------------------------------------------------------

    def _read_count(self, values, name, problems):
        text = values.get(name, "")
        if not text:
            return None
        if text.isdecimal() and text.isascii() and int(text[:9]) <= MOST_COUNT:
            return int(text[:9])
        problems[name] = self.env._("Please enter a whole number, like 12.")
        return None

    def _read_share(self, values, name, problems):
        text = values.get(name, "")
        share = read_decimal(text.rstrip("% "))
        if text and (share is None or share > 100):
            problems[name] = self.env._("Please enter a number from 0 to 100.")
            return None
        return None if share is None else str(share)

    def _read_statement(self, values, problems):
        text = values.get("statement", "")
        if len(text) > STATEMENT_LENGTH:
            problems["statement"] = self.env._(
                "Please write at most %(length)s characters.", length=STATEMENT_LENGTH
            )
        return text
