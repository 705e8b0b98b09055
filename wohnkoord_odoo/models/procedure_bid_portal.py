# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, models

from ..tools.canonical import digest
from ..tools.decimals import german_decimal
from .procedure_bid_form import GROUP_COUNTS
from .procedure_commitment import COMMITMENT_KINDS


class Bid(models.Model):
    """What the bidder's pages show: plain values, whoever asks for them.

    The pages find a bid by its party; see ``_of_registration``.
    """

    _inherit = "wohnkoord.bid"

    @api.model
    def _portal_list(self, registration, may_act):
        """A party's bids.

        :param bool may_act: False shows numbers and times only
        :return: list of dicts, drafts first, then by number
        """
        bids = self._of_registration(registration)
        if not may_act:
            bids = bids.filtered(lambda bid: bid.state != "draft")
        terms = registration.procedure_id._bot()._bid_terms()
        facts = bids._facts_list() if may_act else [None] * len(bids)
        return [
            bid._portal_row(terms, known)
            for bid, known in zip(bids, facts, strict=True)
        ]

    def _portal_row(self, terms, facts=None):
        """One line of the list; without ``facts`` number and time only."""
        row = {
            "uuid": self.uuid,
            "state": self.state,
            "state_label": self._portal_state_label(),
            "number": self.number,
            "arrived": self.date_submitted and self._local_time(self.date_submitted),
            "hash": self.receipt_hash,
            "replaced_by": self.replaced_by_id.number,
            "to_confirm": self.state == "submitted" and not self.is_confirmed,
            "lot": "",
            "priority": 0,
        }
        if facts:
            lot = terms["lots"].get(facts["lot"])
            row["lot_uuid"] = facts["lot"]
            row["lot"] = lot and self._lot_label_of(lot) or ""
            row["priority"] = facts["priority"]
        if facts and self.state == "draft":
            row["saved"] = self._saved_label()
        return row

    def _portal_state_label(self):
        if self.state == "withdrawn" and self.replaced_by_id:
            return self.env._("Replaced")
        return self._state_label(self.state)

    def _saved_label(self):
        saved = (self._draft_data() or {}).get("saved")
        field = self._fields["date_submitted"]
        return saved and self._local_time(field.to_datetime(saved))

    @api.model
    def _lot_label_of(self, lot):
        return self.env._(
            "Lot %(number)s: %(plot)s", number=lot["number"], plot=lot["name"]
        )

    @api.model
    def _portal_section(self, registration):
        """A party's bids on its page of the procedure.

        :return: dict: ``bids`` (rows with the ``path`` of those that may be looked at),
            ``to_confirm``, ``may_bid``, and the frame's values
        """
        frame = self._portal_frame(registration)
        may_act = registration.initiative_id._portal_rights()["may_act"]
        bids = self._portal_list(registration, may_act)
        for row in bids:
            row["path"] = may_act and f"{frame['path']}/{row['uuid']}"
        takes_part = not registration.date_withdrawn
        return {
            **frame,
            "bids": bids,
            "to_confirm": frame["is_open"] and any(row["to_confirm"] for row in bids),
            "may_bid": may_act and takes_part and frame["takes_bids"],
        }

    @api.model
    def _portal_frame(self, registration):
        """What every page of bids needs of the procedure.

        :return: dict of plain values
        """
        procedure = registration.procedure_id._bot()
        now = procedure._now()
        deadline = procedure.published_deadline
        return {
            "registration": registration.id,
            "name": procedure.name,
            "group": registration.initiative_id.name,
            "deadline": procedure._date_label(deadline),
            "is_open": procedure._is_open(now),
            "takes_bids": procedure.state in ("published", "closed"),
            "stays_readable": procedure._bid_stays_readable(),
            "path": f"/my/procedures/{registration.id}/bids",
        }

    def _portal_lots(self, registration):
        """The plots on offer, each with the party's draft and bid on it, if any.

        :return: list of dicts in the order of their numbers
        """
        terms = registration.procedure_id._bot()._bid_terms()
        rows = self._portal_list(registration, True)
        lots = []
        for lot in sorted(terms["lots"].values(), key=lambda lot: lot["number"]):
            own = [row for row in rows if row["lot_uuid"] == lot["uuid"]]
            lots.append(
                {
                    "uuid": lot["uuid"],
                    "label": self._lot_label_of(lot),
                    "price": self._price_hint(lot),
                    "draft": next((r for r in own if r["state"] == "draft"), None),
                    "bid": next(
                        (r for r in own if r["state"] not in ("draft", "withdrawn")),
                        None,
                    ),
                }
            )
        return lots

    @api.model
    def _price_hint(self, lot):
        """What the price may be, in words."""
        unit = self._price_unit(lot)
        low, high = german_decimal(lot["price_min"]), german_decimal(lot["price_max"])
        if lot["price_model"] == "fixed":
            price = german_decimal(lot["price_fixed"])
            return self.env._("Fixed: %(price)s %(unit)s", price=price, unit=unit)
        if lot["price_model"] == "corridor":
            return self.env._(
                "From %(low)s to %(high)s %(unit)s", low=low, high=high, unit=unit
            )
        if lot["price_min"]:
            return self.env._("At least %(low)s %(unit)s", low=low, unit=unit)
        return self.env._("Free, in %(unit)s", unit=unit)

    @api.model
    def _price_unit(self, lot):
        if lot["tenure"] == "leasehold":
            return self.env._("% ground rent a year")
        return self.env._("€ purchase price")

    # -- one bid -------------------------------------------------------------------------

    def _portal_form(self, registration):
        """The form of a draft.

        :return: dict: ``values``, ``revision``, ``problems`` and the choices
        """
        data = self._draft_data()
        terms = self.procedure_id._bid_terms()
        lot = terms["lots"].get(data["lot"])
        _content, _parsed, problems = self._review(registration)
        Form = self._form_reader()
        files = self._portal_files()
        return {
            "uuid": self.uuid,
            "path": f"/my/procedures/{registration.id}/bids/{self.uuid}",
            "values": data["values"],
            "revision": str(data["revision"]),
            "saved": self._saved_label(),
            "problems": problems,
            "lot": lot and self._lot_label_of(lot) or "",
            "price_model": lot and lot["price_model"],
            "price_hint": lot and self._price_hint(lot),
            "priorities": [(n, str(n)) for n in range(1, len(terms["lots"]) + 1)],
            "legal_forms": [(form.id, form.name) for form in Form._legal_forms()],
            "counts": [
                (name, label)
                for name, label in zip(GROUP_COUNTS, self._group_labels(), strict=True)
            ],
            "commitments": self._portal_commitments(),
            "declarations": list(Form._declaration_texts().items()),
            "requirements": terms["requirements"],
            "documents": terms["documents"],
            "kinds": self.env["wohnkoord.bid.document"]._kinds(),
            "files": files,
            "later": self._missing_documents(terms, files, is_curable=True),
            "max_files": terms["max_files"],
            "max_file_mb": terms["max_file_mb"],
            "replaces": self._replaced(registration).number,
        }

    def _group_labels(self):
        return (self.env._("Households"), self.env._("Adults"), self.env._("Children"))

    @api.model
    def _portal_commitments(self):
        kinds = self.env["wohnkoord.commitment"]._fields["kind"]
        labels = dict(kinds._description_selection(self.env))
        return [(f"commitment_{kind}", labels[kind]) for kind, _l in COMMITMENT_KINDS]

    def _portal_files(self):
        labels = dict(self.env["wohnkoord.bid.document"]._kinds())
        return [
            {
                **facts,
                "kind_label": labels.get(facts["kind"], ""),
                "size_label": self._size_label(facts["size"]),
            }
            for facts in self.document_ids._file_facts()
        ]

    def _portal_summary(self, parsed):
        """A bid's values as pairs of label and text, to look over.

        :param dict parsed: from ``_review`` or a sealed content
        """
        group = parsed["group"]
        labels = dict(zip(GROUP_COUNTS, self._group_labels(), strict=True))
        price = parsed["price"]
        rows = [
            (self.env._("Priority"), str(parsed["priority"] or "")),
            (self.env._("Price"), german_decimal(price) if price else ""),
            (self.env._("Legal form"), group["legal_form"]),
            *((labels[name], str(group[name])) for name in GROUP_COUNTS),
            (
                self.env._("Share of the group that is complete (%)"),
                self._figure(group["complete_share"]),
            ),
        ]
        commitments = dict(self._portal_commitments())
        for kind, commitment in parsed["commitments"].items():
            text = commitment["text"] or self._figure(commitment["value"])
            rows.append((commitments[f"commitment_{kind}"], text))
        rows.append((self.env._("What your group wants"), parsed["statement"]))
        return [row for row in rows if row[1]]

    def _readable_values(self, content):
        """A whole bid for people to read, from its canonical form.

        :param bytes content: as it is, or would be, sealed
        :return: dict of plain values
        """
        values = json.loads(content)
        kinds = dict(self.env["wohnkoord.bid.document"]._kinds())
        return {
            "procedure": self.procedure_id.name,
            "version": values["version"],
            "group": values["name"],
            "lot": self._lot_label(values["lot"]),
            "number": self.number,
            "arrived": self.date_submitted and self._local_time(self.date_submitted),
            "hash": digest(content),
            "rows": self._portal_summary(values),
            "declarations": values["declarations"],
            "files": [
                {
                    **file,
                    "kind_label": kinds.get(file["kind"], ""),
                    "size_label": self._size_label(file["size"]),
                }
                for file in values["files"]
            ],
        }

    @api.model
    def _figure(self, value):
        return german_decimal(value).removesuffix(",00") if value else ""

    def _portal_status(self, registration):
        """A submitted bid as its bidder sees it.

        :return: dict of plain values
        """
        procedure = self.procedure_id
        in_time = procedure._is_open(procedure._now())
        terms = procedure._bid_terms()
        return {
            **self._portal_row(terms, self._facts()),
            "path": f"/my/procedures/{registration.id}/bids/{self.uuid}",
            "files": self._portal_files(),
            "may_change": in_time and self.state == "submitted",
            "has_content": bool(self._content_bytes()),
            "deadline": self._local_time(procedure.published_deadline),
        }
