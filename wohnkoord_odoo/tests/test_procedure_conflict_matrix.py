# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from psycopg2 import Error

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .procedure_jury_common import JuryCase

MARK = "Giraffengeheimnis"
REFUSED = (AccessError, MissingError, UserError, ValueError, Error)
STATES = ("opened", "jury", "recommended", "decided", "reserved")
ROOTS = ("wohnkoord.bid", "wohnkoord.procedure", "wohnkoord.registration")
PUBLISHED = "what is published, or prepares it, before any bid is opened"
SEALS = "keys and files of the sealing: readable with the two officers' words only"
#: models around bids that need no rule on conflicts, and why
OPEN_TO_ALL = {
    "wohnkoord.case.file.export": "the own download; the making refuses who is blocked",
    "wohnkoord.conflict": "declarations name bidders, which all seats must know",
    "wohnkoord.criterion": PUBLISHED,
    "wohnkoord.criterion.step": PUBLISHED,
    "wohnkoord.juror": "who sits in the jury is known to everybody in the office",
    "wohnkoord.jury.attendance": "who comes, nothing on bids",
    "wohnkoord.jury.session": "date, place and quorum, nothing on single bids",
    "wohnkoord.ocds.release": "public data",
    "wohnkoord.procedure": "own texts; what is about bids stands behind NO_ACCESS",
    "wohnkoord.procedure.amendment": PUBLISHED,
    "wohnkoord.procedure.counter": "figures of the public page",
    "wohnkoord.procedure.date": PUBLISHED,
    "wohnkoord.procedure.delivery": "whom a notice to all parties reached",
    "wohnkoord.procedure.document": PUBLISHED,
    "wohnkoord.procedure.file": PUBLISHED,
    "wohnkoord.procedure.lot": PUBLISHED,
    "wohnkoord.procedure.notice": "the same words to all parties",
    "wohnkoord.procedure.officer.key": SEALS,
    "wohnkoord.procedure.seal": SEALS,
    "wohnkoord.procedure.seal.pair": SEALS,
    "wohnkoord.procedure.version": PUBLISHED,
    "wohnkoord.question": "asked before the deadline, answered to everybody",
    "wohnkoord.registration": "that a group takes part; the office invites it",
    "wohnkoord.requirement": PUBLISHED,
    "wohnkoord.score.exception": "which seat does not count and why, not which bid",
}


class ConflictMatrixCase(JuryCase):
    """``MARK`` in everything that is kept on one bid; two persons with a conflict.

    ``adviser`` declared one without having a seat, ``manager`` has a seat.

    The log of acts and the protocol of the opening tell of all bids at once: they are
    closed to whoever is blocked on any of them, in every state. What is public of the
    opening and of the decision (number of bids, award, price) stands on the public page
    and in the public data, which are nobody's secret.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._plant()
        cls._declare_all(**{cls.manager.login: cls.initiative})
        cls.env["wohnkoord.conflict"]._declare(
            cls.env["wohnkoord.juror"],
            cls.adviser,
            cls.initiative,
            "relative",
            procedure=cls.procedure,
        )
        cls.blocked = cls.adviser | cls.manager
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _row(cls, model, **values):
        row = cls.env[model].sudo()
        make = getattr(row, "_create_guarded", None) or row.create
        row = make([values])
        cls.planted[model] = cls.env[model].browse(row.id)
        return row

    @classmethod
    def _plant(cls):
        cls.planted = {"wohnkoord.bid": cls.env["wohnkoord.bid"].browse(cls.bid.id)}
        bid, lot, procedure = cls.bid, cls.bid.procedure_lot_id, cls.procedure
        content = json.loads(bid.content) | {"statement": MARK}
        bid._write_guarded({"content": json.dumps(content), "exclusion_note": MARK})
        now, key = cls.deadline, {"criterion_key": "k", "criterion_name": MARK}
        cls._row(
            "wohnkoord.bid.document", bid_id=bid.id, name=f"{MARK}.pdf", kind="other"
        )
        cls._row(
            "wohnkoord.commitment", bid_id=bid.id, kind="energy_standard", text=MARK
        )
        check = cls._row(
            "wohnkoord.bid.check",
            bid_id=bid.id,
            requirement_key="k",
            name=MARK,
            note=MARK,
            kind="other",
        )
        cure = cls._row(
            "wohnkoord.cure.request",
            procedure_id=procedure.id,
            text=MARK,
            number=1,
            date_deadline=now,
        )
        line = cls._row(
            "wohnkoord.cure.line",
            request_id=cure.id,
            check_id=check.id,
            bid_id=bid.id,
            text=MARK,
        )
        cls._row(
            "wohnkoord.cure.document",
            line_id=line.id,
            name=f"{MARK}.pdf",
            date=now,
            file=b"eA==",
        )
        seat = {"juror_id": cls.second_seat.id, "user_id": cls.second_juror.id}
        seat |= {"is_given": True, "points": 5, "is_revealed": True}
        score = cls._row("wohnkoord.score", bid_id=bid.id, reason=MARK, **key, **seat)
        cls._row(
            "wohnkoord.score.change",
            score_id=score.id,
            bid_id=bid.id,
            procedure_id=procedure.id,
            company_id=procedure.company_id.id,
            criterion_name=MARK,
            revision=1,
            user_id=cls.second_juror.id,
            date=now,
            reason=MARK,
        )
        ranking = cls._row(
            "wohnkoord.ranking",
            procedure_id=procedure.id,
            procedure_lot_id=lot.id,
            number=1,
            date=now,
            content=MARK,
            hash=MARK,
        )
        cls._row("wohnkoord.ranking.line", ranking_id=ranking.id, bid_id=bid.id)
        award = cls._row(
            "wohnkoord.award",
            procedure_id=procedure.id,
            procedure_lot_id=lot.id,
            bid_id=bid.id,
            resolution_body=MARK,
        )
        cls._row(
            "wohnkoord.reservation",
            award_id=award.id,
            date_start=now.date(),
            date_end=now.date(),
        )
        cls._row("wohnkoord.procedure.contract", award_id=award.id, tenure="leasehold")
        cls._row(
            "wohnkoord.procedure.opening",
            procedure_id=procedure.id,
            company_id=procedure.company_id.id,
            date=now,
            first_officer_id=cls.manager.id,
            second_officer_id=cls.adviser.id,
            bid_count=3,
            content=json.dumps({"bids": [MARK]}),
            root_hash="0",
            hash="0" * 64,
        )
        procedure._log("probe", {"word": MARK})
        event = procedure.env["wohnkoord.procedure.event"].sudo()
        event = event.search([("kind", "=", "probe")])
        cls.planted["wohnkoord.procedure.event"] = event.sudo(False)

    def _text(self, path, records, user):
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint(flush=False):
                return repr(path(records.with_user(user)))
        except REFUSED as error:
            return f"{type(error).__name__} {error}"

    def _to(self, state):
        self._to_state(state)
        self.env.flush_all()
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureConflictMatrix(ConflictMatrixCase):
    """Every way to read x who is blocked x state: nothing of the bid is seen."""

    def _paths(self):
        here = self.procedure.id
        return {
            "read": lambda r: r.read(),
            "name": lambda r: r.display_name,
            "export": lambda r: r.export_data(list(r.fields_get())),
            "web_read": lambda r: r.web_read(dict.fromkeys(r.fields_get(), {})),
            "sheet": lambda r: [
                r.env["ir.actions.report"]._render_qweb_html(report.report_name, r.ids)
                for report in r.env["ir.actions.report"]
                .sudo()
                .search([("model", "=", r._name)])
            ],
            "overview": lambda r: r.env["ir.actions.report"]._render_qweb_html(
                "wohnkoord_odoo.procedure_check_overview", [here]
            ),
        }

    def _many(self):
        """Ways to rows that nobody named: none of the planted ones is among them."""
        return {
            "search": lambda r: r.search([("id", "in", self.ids)]).ids,
            "search_read": lambda r: r.search_read([("id", "in", self.ids)]),
            "count": lambda r: r.search_count([("id", "in", self.ids)]) or [],
            "groups": lambda r: r.formatted_read_group(
                [("id", "in", self.ids), ("company_id", "!=", False)],
                ["company_id"],
                ["__count"],
            ),
            "names": lambda r: r.name_search("", [("id", "in", self.ids)]),
        }

    def test_all_paths(self):
        for state in STATES:
            self._to(state)
            for user in self.blocked:
                for model, row in self.planted.items():
                    self.ids = row.ids
                    for name, path in self._paths().items():
                        with self.subTest(
                            state=state, user=user.login, model=model, path=name
                        ):
                            self.assertNotIn(MARK, self._text(path, row, user))
                    for name, path in self._many().items():
                        with self.subTest(
                            state=state, user=user.login, model=model, path=name
                        ):
                            text = self._text(path, row.browse(), user)
                            self.assertIn(text.split()[0], ("[]", "AccessError"))

    def test_who_is_free_reads_the_same(self):
        """The probe does find the word where it may."""
        free = self._make_user("test_free", "wohnkoord_odoo.group_manager")
        self.env.flush_all()
        for model, row in self.planted.items():
            self.ids = row.ids
            with self.subTest(model=model):
                self.assertIn(
                    str(row.id), self._text(self._many()["search"], row, free)
                )
        for model in ("wohnkoord.bid", "wohnkoord.procedure.event", "wohnkoord.score"):
            text = self._text(lambda r: r.read(), self.planted[model], free)
            self.assertIn(MARK, text, model)

    def test_relations(self):
        """Over the procedure, the bidder, the party and the seat."""
        owners = (
            self.procedure,
            self.initiative,
            self.party,
            self.bid.procedure_lot_id,
            self.head_seat,
        )
        for user in self.blocked:
            for owner in owners:
                seen = self.env[owner._name].browse(owner.id).with_user(user)
                for name, field in seen._fields.items():
                    if field.type not in ("one2many", "many2many"):
                        continue
                    model = field.comodel_name
                    if model not in self.planted:
                        continue
                    with self.subTest(user=user.login, owner=owner._name, field=name):
                        text = self._text(lambda r, n=name: r.read([n]), seen, user)
                        rows = self._text(lambda r, n=name: r[n].ids, seen, user)
                        if rows[0] == "[":
                            self.assertNotIn(self.planted[model].id, json.loads(rows))
                        self.assertNotIn(MARK, text)
                text = self._text(lambda r: r.read(), seen, user)
                self.assertNotIn(MARK, text, owner._name)

    def test_chatter_and_activities(self):
        for user in self.blocked:
            for model in ("mail.message", "mail.activity", "ir.attachment"):
                with self.subTest(user=user.login, model=model):
                    text = self._text(
                        lambda r: r.search_read([]), self.env[model], user
                    )
                    self.assertNotIn(MARK, text)

    def test_acts_are_refused(self):
        check = self.planted["wohnkoord.bid.check"]
        line = self.planted["wohnkoord.cure.line"]
        reason = self._reason().id
        acts = {
            "admit": (self.bid, lambda r: r.action_admit()),
            "exclude": (self.bid, lambda r: r.action_exclude(reason, "x")),
            "propose": (self.bid, lambda r: r.action_propose_exclusion(reason, "x")),
            "reopen": (self.bid, lambda r: r.action_reopen("x")),
            "accept": (self.bid, lambda r: r.action_accept_met()),
            "accept one": (check, lambda r: r.action_accept_met()),
            "met": (check, lambda r: r.action_met()),
            "not met": (check, lambda r: r.action_not_met("x")),
            "decide": (check, lambda r: r.action_decide_met("x")),
            "cure": (check, lambda r: r.action_decide_cure("x")),
            "send": (line.sudo().request_id.sudo(False), lambda r: r.action_send()),
            "refresh": (
                line.sudo().request_id.sudo(False),
                lambda r: r.action_refresh(),
            ),
            "write": (self.bid, lambda r: r.write({"exclusion_note": "x"})),
        }
        for user in self.blocked:
            for name, (records, act) in acts.items():
                seen = self.env[records._name].browse(records.id).with_user(user)
                with (
                    self.subTest(user=user.login, act=name),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    act(seen)
        self.env.invalidate_all()
        self.assertEqual(self.bid.state, "admitted")

    def test_the_log_is_not_exported(self):
        for user in self.blocked:
            seen = self.env["wohnkoord.procedure"].browse(self.procedure.id)
            for name in ("action_export_log", "action_verify_log"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(seen.with_user(user), name)()

    # -- every model ---------------------------------------------------------------------

    def _models_around_bids(self):
        """All stored models that lead to a bid or a procedure, over any number of steps."""
        names = set(ROOTS)
        while True:
            found = {
                name
                for name, model in self.env.registry.items()
                if name.startswith("wohnkoord.")
                and not (model._abstract or model._transient)
                and any(
                    field.type == "many2one"
                    and field.store
                    and field.comodel_name in names
                    for field in model._fields.values()
                )
            }
            if found <= names:
                return names
            names |= found

    def test_every_model_is_decided(self):
        """A new model around bids gets a rule, or a reason why it needs none."""
        rules = self.env["ir.rule"].sudo()
        rules = rules.search(
            [("groups", "=", False), ("domain_force", "like", "blocked_user_ids")]
        )
        closed = set(rules.model_id.mapped("model"))
        around = self._models_around_bids()
        self.assertGreater(len(around), 30)
        self.assertFalse(around - closed - set(OPEN_TO_ALL), "decide on these models")
        self.assertFalse(closed & set(OPEN_TO_ALL), "have a rule")
        for name in around - closed:
            bids = [
                field.name
                for field in self.env[name]._fields.values()
                if field.type == "many2one" and field.comodel_name == "wohnkoord.bid"
            ]
            self.assertFalse(bids, f"{name}: a bid's own row needs a rule")


@tagged("post_install", "-at_install")
class TestProcedureConflictDownloads(ConflictMatrixCase, HttpCase):
    """Files that leave by an address."""

    def test_downloads(self):
        document = self.planted["wohnkoord.bid.document"].id
        opening = self.planted["wohnkoord.procedure.opening"].id
        paths = (
            f"/wohnkoord/bid-documents/{document}",
            f"/wohnkoord/openings/{opening}/protocol.json",
            f"/wohnkoord/procedures/{self.procedure.id}/log.zip",
            f"/report/html/wohnkoord_odoo.bid_check_sheet/{self.bid.id}",
            f"/report/html/wohnkoord_odoo.procedure_opening_document/{opening}",
            f"/report/html/wohnkoord_odoo.procedure_check_overview/{self.procedure.id}",
        )
        for user in self.blocked:
            self.authenticate(user.login, user.login)
            for path in paths:
                with self.subTest(user=user.login, path=path), mute_logger("odoo.http"):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertNotIn(MARK, response.text)
                    if path.startswith("/wohnkoord/"):
                        self.assertEqual(response.status_code, 404)

    def test_jury_pages(self):
        self._to("jury")
        conflict = self.env["wohnkoord.conflict"].sudo()
        conflict._declare(self.seat, self.juror, self.initiative, "own")
        self.env.flush_all()
        self.authenticate(self.juror.login, self.juror.login)
        seat = f"/my/jury/{self.seat.id}"
        for path in ("/my/jury", seat, f"{seat}/bids/{self.bid.id}"):
            response = self.url_open(path, allow_redirects=False)
            self.assertNotIn(MARK, response.text)
            self.assertNotIn("Server Error", response.text)
        self.assertNotEqual(response.status_code, 200)
