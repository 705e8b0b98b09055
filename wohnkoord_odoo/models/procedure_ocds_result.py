# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.freezing import decimal_text

#: of an award, in the standard's words; decided: see ``_ocds_award_status``
AWARD_STATUS = {"reserved": "active", "contracted": "active", "lapsed": "cancelled"}
#: bids that were opened and are neither taken back nor late
COUNTED_STATES = ("opened", "admitted", "excluded")


class Procedure(models.Model):
    """Bids, awards and contracts as open data: numbers after the opening, and names of
    groups, never of persons, after the decision."""

    _inherit = "wohnkoord.procedure"

    # -- who -----------------------------------------------------------------------------

    def _ocds_parties(self, act):
        office = {**self._ocds_buyer(), "roles": ["buyer", "procuringEntity"]}
        winners = self._ocds_won_bids(act).registration_id
        parties = [office]
        for party in self._ocds_named_bids(act).registration_id.sorted("number"):
            roles = ["tenderer", "supplier"] if party in winners else ["tenderer"]
            parties.append({**self._ocds_party(party), "roles": roles})
        return parties

    def _ocds_party(self, party):
        """A group by its number in the procedure, and its name."""
        return {
            "id": f"party-{party.number}",
            "name": party.initiative_id.name,
        }

    def _ocds_decided_awards(self, act):
        """Awards that everybody knows of; none before the opening, whatever there is."""
        if not act["is_opened"]:
            return self.award_ids.browse()
        return self.award_ids.filtered(lambda a: a.state != "draft").sorted("id")

    def _ocds_won_bids(self, act):
        return self._ocds_decided_awards(act).bid_id

    def _ocds_named_bids(self, act):
        """Bids whose group is named: of the winners, or of all by setting."""
        won = self._ocds_won_bids(act)
        if won and self.company_id.wohnkoord_ocds_bidders == "all":
            won |= self.bid_ids.filtered(lambda bid: bid.state == "admitted")
        return won.sorted("number")

    # -- bids ----------------------------------------------------------------------------

    def _ocds_counted_bids(self):
        return self.bid_ids.filtered(
            lambda bid: bid.state in COUNTED_STATES and bid.excluded_from != "late"
        )

    def _ocds_bids(self, act):
        """How many bids there were, and those that are named."""
        if not act["is_opened"]:
            return {}
        counted = self._ocds_counted_bids()
        figures = {"bids": len(counted), "bidders": len(counted.initiative_id)}
        if self.state != "opened" and "opened" not in counted.mapped("state"):
            states = counted.mapped("state")
            figures |= {
                "validBids": states.count("admitted"),
                "disqualifiedBids": states.count("excluded"),
            }
        date = self._ocds_date(act["moment"])
        known = {
            row["id"]: row
            for row in act["before"].get("bids", {}).get("statistics", ())
        }
        statistics = []
        for measure, value in figures.items():
            row = {"id": measure, "measure": measure, "value": value, "date": date}
            # the date is that of the figure, not of each release
            if known.get(measure, {}).get("value") == value:
                row["date"] = known[measure]["date"]
            statistics.append(row)
        return {
            "statistics": statistics,
            "details": [self._ocds_bid(bid) for bid in self._ocds_named_bids(act)],
        }

    def _ocds_bid(self, bid):
        return {
            "id": f"bid-{bid.number}",
            "date": self._ocds_date(bid.date_submitted),
            "status": "valid",
            "tenderers": [self._ocds_party(bid.registration_id)],
        }

    # -- awards --------------------------------------------------------------------------

    def _ocds_awards(self, act):
        return [
            self._ocds_award(award, act) for award in self._ocds_decided_awards(act)
        ]

    def _ocds_award(self, award, act):
        resolution = [award.resolution_body, award.resolution_number]
        row = {
            "id": f"award-{award.id}",
            "title": award.procedure_lot_id.display_name,
            "description": ", ".join(filter(None, resolution)),
            "status": self._ocds_award_status(award, act),
            "date": self._ocds_date(award.date_decided)
            or self._ocds_day(award.resolution_date),
            "relatedLots": [award.procedure_lot_id.uuid],
        }
        if award.bid_id:
            row |= {
                "suppliers": [self._ocds_party(award.bid_id.registration_id)],
                "relatedBid": f"bid-{award.bid_id.number}",
            }
            if award.procedure_lot_id.tenure == "sale" and award.bid_id.price:
                row["value"] = self._ocds_money(decimal_text(award.bid_id.price))
        return row

    def _ocds_award_status(self, award, act):
        if award.state in AWARD_STATUS:
            return AWARD_STATUS[award.state]
        if not award.bid_id:
            return "unsuccessful"
        until = award.standstill_until
        return "pending" if until and act["moment"] < until else "active"

    # -- reservations and contracts ------------------------------------------------------

    def _ocds_contracts(self, act):
        """One per award: the reservation, which the sale or leasehold follows."""
        rows = []
        contracts = {
            c.award_id: c for c in self.contract_ids if c.state in ("signed", "ended")
        }
        reservations = {r.award_id: r for r in self.reservation_ids}
        for award in self._ocds_decided_awards(act):
            contract, reservation = contracts.get(award), reservations.get(award)
            if contract:
                own = self._ocds_contract(contract)
            elif reservation:
                own = self._ocds_reservation(reservation)
            else:
                continue
            key = f"contract-{award.id}"
            rows.append(
                {
                    "id": key,
                    "awardID": f"award-{award.id}",
                    **own,
                    "amendments": self._ocds_extensions(key, reservation, act),
                    "milestones": self._ocds_contract_milestones(award, act),
                }
            )
        return rows

    def _ocds_reservation(self, reservation):
        is_lapsed = reservation.state == "lapsed"
        return {
            "title": self.env._("Reservation of the plot"),
            "status": "cancelled" if is_lapsed else "pending",
            "period": {
                "startDate": self._ocds_day(reservation.date_start),
                "endDate": self._ocds_day(reservation.date_end),
            },
        }

    def _ocds_contract(self, contract):
        is_sale = contract.tenure == "sale"
        amount = contract.price if is_sale else contract.ground_rent
        titles = {"sale": self.env._("Sale"), "leasehold": self.env._("Leasehold")}
        period = {
            "startDate": self._ocds_day(
                contract.date_signed if is_sale else contract.date_start
            ),
            # a sale has none, whatever end its reservation had
            "endDate": None if is_sale else self._ocds_day(contract.date_end),
        }
        return {
            "title": titles[contract.tenure],
            "description": ""
            if is_sale or not amount
            else self.env._("The value is the ground rent of one year."),
            "status": "terminated" if contract.state == "ended" else "active",
            "dateSigned": self._ocds_day(contract.date_signed),
            "period": period,
            "value": self._ocds_money(decimal_text(amount)) if amount else None,
        }

    def _ocds_extensions(self, key, reservation, act):
        """Each longer reservation; what earlier releases said of it is kept."""
        before = [c for c in act["before"].get("contracts", ()) if c["id"] == key]
        known = before[0].get("amendments", []) if before else []
        record = act["record"]
        is_now = act["kind"] == "reservation_extended" and record == reservation
        if not is_now or not reservation:
            return known
        return [
            *known,
            {
                "id": f"extension-{len(known) + 1}",
                "date": self._ocds_date(act["moment"]),
                "description": self.env._(
                    "Reserved until %(date)s", date=reservation.date_end
                ),
                "amendsReleaseID": act["previous_id"],
                "releaseID": act["id"],
            },
        ]

    def _ocds_contract_milestones(self, award, act):
        """What the winner promised, unless it was dropped; known from the signing on.

        Others add their milestones by ``super``, and say by ``_ocds_status`` of a
        commitment whether it was met.

        :return: list of dicts: ``id``, ``title``, ``description``, ``type``, ``status``
        """
        if award.state != "contracted":
            return []
        return [
            {
                "id": f"commitment-{commitment.id}",
                "title": self._ocds_label(commitment, "kind"),
                "description": commitment.text
                or self._decimal_text(decimal_text(commitment.value)),
                "type": "delivery",
                **commitment._ocds_status(),
            }
            for commitment in award.bid_id.commitment_ids
            if commitment.duty_state != "dropped"
        ]

    def _ocds_label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _ocds_day(self, day):
        return self._ocds_date(day and f"{day:%Y-%m-%d}")

    # -- what is not said ----------------------------------------------------------------

    def _ocds_withheld(self, act):
        """What there is and is not published, why, and until when if that is known."""
        content = self._published_content()
        decided = self._ocds_decided_awards(act)
        rows = [
            {
                "id": "bids",
                "field": "bids",
                "name": self.env._("Number of bids"),
                "rationale": self.env._("All bids are sealed until they are opened."),
                "availabilityDate": self._ocds_date(content["deadline"]),
            }
        ]
        names = {
            "id": "bidders",
            "field": "bids/details",
            "name": self.env._("Bidders"),
            "rationale": self.env._(
                "Groups are named after the decision; who did not win is not named."
            ),
        }
        if self.company_id.wohnkoord_ocds_bidders == "all":
            names["rationale"] = self.env._("Groups are named after the decision.")
            if decided:
                names["availabilityDate"] = min(
                    date
                    for date in (
                        self._ocds_date(a.date_decided or act["moment"])
                        for a in decided
                    )
                )
        return [
            *rows,
            names,
            {
                "id": "concepts",
                "field": "bids/details/documents",
                "name": self.env._("Concepts"),
                "rationale": self.env._(
                    "Concepts are the groups' own work and are not published."
                ),
            },
        ]
