# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import time
from datetime import timedelta

from psycopg2 import Error

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import mute_logger

from .procedure_bid_common import SECRET_FILE, SECRET_PDF, SECRET_WORD, BidCase

#: what stands in the bids and nowhere else
SECRETS = {
    "statement": SECRET_WORD,
    "file": "Finanzierungsgeheimnis",
    "content": "Kronjuwelengeheimnis",
    "commitment": "Passivhausgeheimnis",
    "price": "314159.27",
    "price as typed": "314159,27",
    "sender": "Umschlagabsender",
    "note": "Umschlagbemerkung",
}
STATES = ("draft", "submitted", "replaced", "withdrawn", "late", "paper")
#: how the office reads the state of each; nobody else reads any
ROW_STATES = {
    "submitted": "submitted",
    "replaced": "withdrawn",
    "withdrawn": "withdrawn",
    "late": "late",
    "paper": "submitted",
}
REFUSED = (AccessError, MissingError, UserError, ValueError, Error)


class MatrixCase(BidCase):
    """One bid per state of ``STATES`` with ``SECRETS`` in it, by the ways of real use.

    ``matrix`` maps the state to the bid, ``replacement`` takes the place of the replaced
    one. ``roles`` maps every role to a user, ``office`` names those of the office.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._began = time.time() - 2
        cls.first_message = cls._newest("mail.message")
        cls.first_mail = cls._newest("mail.mail")
        cls._make_bids()
        cls.intake = cls._make_intake()  # a dialog that is still open
        cls.env.flush_all()
        cls.env.invalidate_all()
        cls.roles = {
            "adviser": cls.adviser,
            "head": cls.manager,
            "administrator": cls.env.ref("base.user_admin"),
            "steering": cls.steering,
            "accountant": cls.accountant,
            "other bidder": cls.rival_spokesperson,
            "bidder": cls.spokesperson,
            "consultant": cls.consultant,
            "public": cls.env.ref("base.public_user"),
        }
        office = "wohnkoord_odoo.group_user"
        cls.office = sorted(
            n for n, user in cls.roles.items() if user.has_group(office)
        )

    def setUp(self):
        super().setUp()
        self._started = self._began  # the files of the whole class

    @classmethod
    def _newest(cls, model):
        return cls.env[model].sudo().search([], order="id desc", limit=1).id or 0

    @classmethod
    def _make_bids(cls):
        words = {"commitment_energy_standard": SECRETS["commitment"]}
        draft = cls._draft(cls.fixed, **words)
        submitted = cls._submitted(
            cls.free, price=SECRETS["price as typed"], priority="2", **words
        )
        replaced = cls._submitted(cls.corridor, price="3", priority="3", **words)
        cls.replacement = replaced._start_replacement(cls.party, cls.procedure._clock())
        values = cls._values(price="3,5", priority="3", **words)
        cls.replacement._save_draft(values, cls._revision(cls.replacement))
        cls._submit(cls.replacement)
        rival = {"party": cls.rival_party, **words}
        withdrawn = cls._submitted(cls.fixed, **rival)
        withdrawn._withdraw(cls.procedure._clock())
        paper = cls._make_intake()
        paper.action_register()
        paper = cls.env["wohnkoord.bid"].search([("channel", "=", "paper")])
        late = cls._draft(cls.corridor, price="3", **rival)
        with cls._at(cls.deadline + timedelta(seconds=1)):
            cls._submit(late, party=cls.rival_party)
        bids = (draft, submitted, replaced, withdrawn, late, paper)
        # as nobody in particular: each test looks through somebody's eyes
        cls.matrix = {
            state: cls.env["wohnkoord.bid"].browse(bid.id)
            for state, bid in zip(STATES, bids, strict=True)
        }

    @classmethod
    def _make_intake(cls):
        file = {"name": SECRET_FILE, "file": base64.b64encode(SECRET_PDF)}
        return (
            cls.env["wohnkoord.bid.intake"]
            .with_user(cls.adviser)
            .create(
                {
                    "procedure_id": cls.procedure.id,
                    "date_arrival": cls.procedure._clock().replace(microsecond=0),
                    "sender": SECRETS["sender"],
                    "note": SECRETS["note"],
                    "file_ids": [(0, 0, file)],
                }
            )
        )

    def _walk(self):
        for state, bid in self.matrix.items():
            for role, user in self.roles.items():
                yield state, bid, role, user

    def _text(self, records, user, path):
        """What a user gets to read: the result, or the words of the refusal."""
        try:
            # without a flush, which would empty the cache each time
            with mute_logger("odoo.sql_db"), self.cr.savepoint(flush=False):
                text = repr(path(records.with_user(user)))
        except REFUSED as error:
            text = f"{type(error).__name__} {error}"
        return text

    def assertSealed(self, text, keys=True):
        """No secret stands in a text, nor what ties bids to a bidder."""
        for name, word in SECRETS.items():
            self.assertNotIn(word, text, name)
        if not keys:
            return
        for bid in self.matrix.values():
            for key in filter(None, (bid.sudo().bidder_key, bid.sudo().slot_key)):
                self.assertNotIn(key, text)
