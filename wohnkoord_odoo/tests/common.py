# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger

TZ = "Europe/Berlin"
OFFICE_GROUPS = {
    "adviser": "wohnkoord_odoo.group_user",
    "manager": "wohnkoord_odoo.group_manager",
    "steering": "wohnkoord_odoo.group_steering",
    "accountant": "base.group_user,account.group_account_invoice",
}


class WohnkoordCase(TransactionCase):
    """An office with a user per role, an initiative and a contract to call off from.

    Users: ``adviser``, ``manager``, ``steering``, ``accountant`` (back office),
    ``consultant`` and ``colleague`` (portal, ``firm``), ``rival`` (portal,
    ``rival_firm``), ``spokesperson`` (portal, speaks for ``initiative``).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # everybody's day is the office's, which starts an hour or two before the server's
        cls.env = cls.env(
            context={**cls.env.context, "no_reset_password": True, "tz": TZ}
        )
        cls.today = fields.Date.context_today(cls.env.user)
        cls._set_up_company()
        cls._set_up_users()
        cls._set_up_initiative()
        cls._set_up_contract()

    # -- what every test finds -------------------------------------------------------

    @classmethod
    def _set_up_company(cls):
        cls.company = cls.env.ref("base.main_company")
        cls.euro = cls.env.ref("base.EUR")
        # everybody reads English, so that tests may name texts; the database is German
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.company.partner_id.lang = "en_US"
        germany = cls.env.ref("base.de")
        if cls.company.country_id != germany:
            cls.company.country_id = germany
        if cls.company.currency_id != cls.euro:
            cls.company.currency_id = cls.euro

    @classmethod
    def _set_up_users(cls):
        for name, groups in OFFICE_GROUPS.items():
            setattr(cls, name, cls._make_user(f"test_{name}", groups))
        cls.firm = cls._make_firm("Planbüro Probe GmbH")
        cls.rival_firm = cls._make_firm("Muster & Partner")
        cls.consultant = cls._make_portal_user("test_consultant", cls.firm)
        cls.colleague = cls._make_portal_user("test_colleague", cls.firm)
        cls.rival = cls._make_portal_user("test_rival", cls.rival_firm)
        cls.spokesperson = cls._make_portal_user("test_spokesperson")

    @classmethod
    def _set_up_initiative(cls):
        cls.stage_idea = cls._stage("idea")
        cls.stage_planning = cls._stage("planning")
        cls.topic = cls.env["wohnkoord.topic"].create({"name": "Probethema"})
        cls.initiative = cls._make_initiative("Wohnprojekt Probe")
        cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": cls.initiative.id,
                "partner_id": cls.spokesperson.partner_id.id,
                "role": "spokesperson",
                "date_from": cls.today - timedelta(days=365),
            }
        )
        cls.orientation = cls._make_case("orientation", state="done")
        cls.concept = cls._make_case("concept", state="done")
        cls.case = cls._make_case("specialist")

    @classmethod
    def _set_up_contract(cls):
        cls.framework = cls._make_framework()
        cls.lot = cls.framework.lot_ids
        cls.contract = cls._make_contract(cls.firm)

    # -- helpers -----------------------------------------------------------------------

    @classmethod
    def _make_user(cls, login, groups, **values):
        return new_test_user(
            cls.env,
            login,
            groups,
            **{"email": f"{login}@example.org", "tz": TZ, **values},
        )

    @classmethod
    def _make_firm(cls, name):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": "firm@example.org",
                "country_id": cls.env.ref("base.de").id,
            }
        )

    @classmethod
    def _make_portal_user(cls, login, firm=None):
        partner = cls.env["res.partner"].create(
            {
                "name": login,
                "email": f"{login}@example.org",
                "parent_id": firm.id if firm else False,
            }
        )
        return cls._make_user(login, "base.group_portal", partner_id=partner.id)

    @classmethod
    def _stage(cls, code):
        return cls.env["wohnkoord.initiative.stage"].search(
            [("code", "=", code)], limit=1
        )

    @classmethod
    def _make_initiative(cls, name, **values):
        return cls.env["wohnkoord.initiative"].create(
            {
                "name": name,
                "stage_id": cls.stage_idea.id,
                "user_id": cls.adviser.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def _make_case(cls, level="specialist", state="approved", **values):
        """A case of ``cls.initiative`` in ``state``, moved there by the actions.

        :param str state: requested, approved (an orientation stays requested),
            running or done
        """
        case = cls.env["wohnkoord.advisory"].create(
            {
                "subject": f"Probe {level}",
                "level": level,
                "initiative_id": cls.initiative.id,
                "topic_ids": [Command.set(cls.topic.ids)],
                "user_id": cls.adviser.id,
                "company_id": cls.company.id,
                **values,
            }
        )
        if state != "requested" and level != "orientation":
            case.with_user(cls.manager).action_approve()
        if state in ("running", "done"):
            case.with_user(cls.adviser).action_start()
        if state == "done":
            case.outcome = "Beraten."
            case.with_user(cls.adviser).action_done()
        return case

    @classmethod
    def _make_framework(cls, activate=True, **values):
        """A framework over a year with one lot for specialist advice."""
        framework = cls.env["wohnkoord.framework"].create(
            {
                "name": "Rahmenvereinbarung Probe",
                "company_id": cls.company.id,
                "currency_id": cls.euro.id,
                "date_start": cls.today - timedelta(days=200),
                "date_end": cls.today + timedelta(days=200),
                "max_amount": 100000.0,
                "max_hours": 1000.0,
                "lot_ids": [
                    Command.create({"name": "Fachlos Probe", "level": "specialist"})
                ],
                **values,
            }
        )
        if activate:
            framework.with_user(cls.manager).action_activate()
        return framework

    @classmethod
    def _make_contract(cls, firm, activate=True, **values):
        """A contract of ``firm`` in ``cls.lot``: 100 hours at 95 euros."""
        contract = cls.env["wohnkoord.contract"].create(
            {
                "name": "RV-Probe",
                "lot_id": cls.lot.id,
                "partner_id": firm.id,
                "hourly_rate": 95.0,
                "max_hours": 100.0,
                **values,
            }
        )
        if activate:
            contract.with_user(cls.manager).action_activate()
        return contract

    @classmethod
    def _make_call_off(cls, hours, confirm=True, **values):
        """An order of ``hours`` from ``cls.contract`` for ``cls.case``.

        :return: the call-off as the adviser sees it
        """
        call_off = (
            cls.env["wohnkoord.call.off"]
            .with_user(cls.adviser)
            .create(
                {
                    "contract_id": cls.contract.id,
                    "advisory_id": cls.case.id,
                    "hours": hours,
                    "date_start": cls.today - timedelta(days=90),
                    "date_end": cls.today + timedelta(days=90),
                    "description": "Wirtschaftlichkeit der Gruppe rechnen",
                    **values,
                }
            )
        )
        if confirm:
            call_off.action_confirm()
        return call_off

    @classmethod
    def _make_entry(cls, call_off, minutes, user=None, submit=False, **values):
        """A time entry on ``call_off``, typed by ``user`` (the consultant).

        :return: the entry as ``user`` sees it
        """
        entry = (
            cls.env["wohnkoord.time.entry"]
            .with_user(user or cls.consultant)
            .create(
                {
                    "call_off_id": call_off.id,
                    "minutes": minutes,
                    "date": cls.today - timedelta(days=1),
                    "description": "Gespräch mit der Gruppe",
                    **values,
                }
            )
        )
        if submit:
            entry.action_submit()
        return entry

    @classmethod
    def _make_approved(cls, call_off, minutes, **values):
        """A time entry that the head of the office approved."""
        entry = cls._make_entry(call_off, minutes, submit=True, **values)
        entry.with_user(cls.manager).action_approve()
        return entry

    def assertBalanced(self):
        """Every stored counter equals what is recounted from the rows below it."""
        self.assertEqual(self.env["wohnkoord.balance"]._check_balances(), [])

    @contextmanager
    def assertRefused(self, text="", exception=(UserError, IntegrityError)):
        """The block is refused with ``text`` and leaves nothing behind.

        :param exception: ``UserError`` covers its kin, as ``AccessError``; an
            ``IntegrityError`` is a CHECK of the database that was not put into words
        """
        with (
            self.assertRaisesRegex(exception, text),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            yield
            self.env.flush_all()


class TimeEntryCase(WohnkoordCase):
    """Adds an order of 10 hours; the balances are recounted after every test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._make_call_off(10)

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    def assertWorked(self, minutes):
        self.assertEqual(self.order.minutes_worked, minutes)
        self.assertEqual(self.order.hours_worked, minutes / 60)
        self.assertEqual(self.order.hours_left, (600 - minutes) / 60)
        self.assertBalanced()
