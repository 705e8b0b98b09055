# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

MINUTES_PER_DAY = 24 * 60


class ContractBalance(models.AbstractModel):
    """The only place that changes the counters of hours and money.

    Each booking is one conditional ``UPDATE`` that adds to a counter and states its own
    cap in the ``WHERE``. A row that does not come back is a booking that is refused; a row
    that somebody else changed meanwhile makes PostgreSQL refuse the transaction
    (REPEATABLE READ) and Odoo try it again. Summing rows after taking a lock does *not*
    hold a cap here: the snapshot is older than the lock. The ``CHECK`` constraints of the
    tables stand behind all of it.

    Rows are always touched in the order call-off, contract, lot, framework.
    """

    _name = "wohnkoord.balance"
    _description = "Balances of Hours and Money"

    # -- called off: contract, lot, framework ------------------------------------------

    @api.model
    def _book_called_off(self, deltas):
        """Add to what is called off on contract, lot and framework.

        :param dict deltas: call-off -> (minutes, net amount), both may be negative
        :raise UserError: a maximum would be exceeded (a reached maximum ends the use of
            a framework, CJEU C-23/20), the level is not active or its term does not hold
        """
        deltas = {c: d for c, d in deltas.items() if d[0] or d[1]}
        if not deltas:
            return
        call_offs = self.env["wohnkoord.call.off"].union(*deltas)
        call_offs.flush_recordset()
        for level in ("contract_id", "lot_id", "framework_id"):
            self._book_level(level, deltas)

    @api.model
    def _book_level(self, level, deltas):
        rows = {}
        for call_off, (minutes, amount) in deltas.items():
            row = rows.setdefault(
                call_off[level], [0, 0.0, call_off.date_start, call_off.date_end]
            )
            row[0] += minutes
            row[1] += amount
            row[2] = min(row[2], call_off.date_start)
            row[3] = max(row[3], call_off.date_end)
        records = self.env[
            self.env["wohnkoord.call.off"]._fields[level].comodel_name
        ].union(*rows)
        records.flush_recordset()
        done = {
            row_id
            for (row_id,) in self.env.execute_query(
                self._level_update(records, rows, fields.Date.context_today(self))
            )
        }
        for record in records:
            if record.id not in done:
                raise UserError(record._explain_refusal(*rows[record]))
        counters = [f for f in records._counter_fields if f in records._fields]
        records.invalidate_recordset(counters, flush=False)
        records.modified(counters)

    @api.model
    def _level_update(self, records, rows, today):
        """Build the one statement that books ``rows`` on the table of ``records``."""
        sets = SQL(
            "minutes_called_off = t.minutes_called_off + v.minutes,"
            " hours_called_off = (t.minutes_called_off + v.minutes) / 60.0::float8"
        )
        caps = SQL(
            "(COALESCE(t.max_hours, 0) = 0"
            " OR t.minutes_called_off + v.minutes <= round(t.max_hours * 60))"
        )
        if "amount_called_off" in records._fields:
            sets = SQL(
                "%s, amount_called_off = t.amount_called_off + v.amount",
                sets,
            )
            caps = SQL(
                "%s AND (COALESCE(t.max_amount, 0) = 0"
                " OR t.amount_called_off + v.amount <= t.max_amount)",
                caps,
            )
        if "state" in records._fields:  # a lot has neither state nor term of its own
            caps = SQL(
                "%(caps)s AND t.state = 'active'"
                " AND t.date_start <= v.date_start AND t.date_end >= v.date_end"
                " AND %(today)s BETWEEN t.date_start AND t.date_end",
                caps=caps,
                today=today,
            )
        values = SQL(", ").join(
            SQL(
                "(%s, %s, %s::numeric, %s::date, %s::date)",
                record.id,
                minutes,
                round(amount, 6),
                date_start,
                date_end,
            )
            for record, (minutes, amount, date_start, date_end) in rows.items()
        )
        return SQL(
            "UPDATE %(table)s t SET %(sets)s"
            " FROM (VALUES %(values)s)"
            " AS v(id, minutes, amount, date_start, date_end)"
            " WHERE t.id = v.id"
            " AND ((v.minutes <= 0 AND v.amount <= 0) OR (%(caps)s))"
            " RETURNING t.id",
            table=SQL.identifier(records._table),
            sets=sets,
            values=values,
            caps=caps,
        )

    # -- worked, approved, billed: the call-off's own row ---------------------------------

    @api.model
    def _book_entries(self, worked=None, approved=None, billed=None):
        """Add minutes to the call-offs' own counters.

        :param dict worked: call-off -> minutes of entries created, changed or taken back
        :param dict approved: call-off -> minutes approved
        :param dict billed: call-off -> minutes on bills
        :raise UserError: the call-off is not open, or more than ordered
        """
        rows = defaultdict(lambda: [0, 0, 0])
        for position, deltas in enumerate((worked, approved, billed)):
            for call_off, minutes in (deltas or {}).items():
                rows[call_off][position] += minutes
        rows = {call_off: row for call_off, row in rows.items() if any(row)}
        if not rows:
            return
        call_offs = self.env["wohnkoord.call.off"].union(*rows)
        call_offs.flush_recordset()
        values = SQL(", ").join(
            SQL("(%s, %s, %s, %s)", call_off.id, *row) for call_off, row in rows.items()
        )
        done = {
            row_id
            for (row_id,) in self.env.execute_query(
                SQL(
                    "UPDATE wohnkoord_call_off t SET"
                    " minutes_worked = t.minutes_worked + v.worked,"
                    " hours_worked = (t.minutes_worked + v.worked) / 60.0::float8,"
                    " minutes_approved = t.minutes_approved + v.approved,"
                    " hours_approved = (t.minutes_approved + v.approved) / 60.0::float8,"
                    " minutes_billed = t.minutes_billed + v.billed,"
                    " hours_billed = (t.minutes_billed + v.billed) / 60.0::float8"
                    " FROM (VALUES %s) AS v(id, worked, approved, billed)"
                    " WHERE t.id = v.id"
                    " AND (v.worked <= 0 OR t.state = 'confirmed')"
                    " AND (v.worked <= 0"
                    "      OR t.minutes_worked + v.worked <= round(t.hours * 60))"
                    " RETURNING t.id",
                    values,
                )
            )
        }
        for call_off, (minutes, _approved, _billed) in rows.items():
            if call_off.id not in done:
                raise UserError(call_off._explain_refusal(minutes))
        counters = list(call_offs._counter_fields)
        call_offs.invalidate_recordset(counters, flush=False)
        call_offs.modified(counters)

    # -- a person's day ---------------------------------------------------------------------

    @api.model
    def _book_person_days(self, deltas):
        """Add minutes to the days of persons; nobody works more than 24 hours a day.

        :param dict deltas: (partner, date) -> minutes
        :raise UserError: the day would have more than 24 hours
        """
        self.env["wohnkoord.person.day"].flush_model()
        more = {key: minutes for key, minutes in deltas.items() if minutes > 0}
        less = {key: minutes for key, minutes in deltas.items() if minutes < 0}
        for (partner, date), minutes in sorted(
            more.items(), key=lambda item: (item[0][0].id, item[0][1])
        ):
            if minutes > MINUTES_PER_DAY or not self.env.execute_query(
                SQL(
                    "INSERT INTO wohnkoord_person_day AS d (partner_id, date, minutes)"
                    " VALUES (%(partner)s, %(date)s, %(minutes)s)"
                    " ON CONFLICT (partner_id, date) DO UPDATE"
                    " SET minutes = d.minutes + EXCLUDED.minutes"
                    " WHERE d.minutes + EXCLUDED.minutes <= %(day)s RETURNING id",
                    partner=partner.id,
                    date=date,
                    minutes=minutes,
                    day=MINUTES_PER_DAY,
                )
            ):
                raise UserError(
                    self.env._(
                        "%(person)s would have more than 24 hours on %(date)s.",
                        person=partner.sudo().name,
                        date=fields.Date.to_string(date),
                    )
                )
        if less:
            self.env.cr.execute(
                SQL(
                    "UPDATE wohnkoord_person_day d SET minutes = d.minutes + v.minutes"
                    " FROM (VALUES %s) AS v(partner_id, date, minutes)"
                    " WHERE d.partner_id = v.partner_id AND d.date = v.date",
                    SQL(", ").join(
                        SQL("(%s, %s::date, %s)", partner.id, date, minutes)
                        for (partner, date), minutes in less.items()
                    ),
                )
            )
        self.env["wohnkoord.person.day"].invalidate_model(flush=False)

    # -- proof ----------------------------------------------------------------------------

    @api.model
    def _check_balances(self):
        """Recount every counter from the rows below it.

        :return: list of dicts ``model``, ``id``, ``counter``, ``stored``, ``counted``;
            empty when nothing drifted
        """
        self.env.flush_all()
        drift = []
        for model, counter, query in self._recounts():
            for row_id, stored, counted in self.env.execute_query(query):
                drift.append(
                    {
                        "model": model,
                        "id": row_id,
                        "counter": counter,
                        "stored": stored,
                        "counted": counted,
                    }
                )
        return drift

    @api.model
    def _recounts(self):
        """Yield model, counter and the query for the rows whose counter is wrong."""
        for level in ("contract", "lot", "framework"):
            model = {"lot": "wohnkoord.framework.lot"}.get(level, f"wohnkoord.{level}")
            for counter, source in (
                ("minutes_called_off", "minutes_committed"),
                ("amount_called_off", "amount_committed"),
            ):
                if counter in self.env[model]._fields:
                    yield (
                        model,
                        counter,
                        self._recount_called_off(
                            self.env[model]._table, level, counter, source
                        ),
                    )
        for counter, states in (
            ("minutes_worked", ("draft", "submitted", "approved", "billed")),
            ("minutes_approved", ("approved", "billed")),
            ("minutes_billed", ("billed",)),
        ):
            yield (
                "wohnkoord.call.off",
                counter,
                SQL(
                    "SELECT c.id, c.%(counter)s, COALESCE(e.minutes, 0)"
                    " FROM wohnkoord_call_off c LEFT JOIN ("
                    "   SELECT call_off_id, SUM(minutes) AS minutes"
                    "     FROM wohnkoord_time_entry WHERE state IN %(states)s"
                    "    GROUP BY call_off_id) e ON e.call_off_id = c.id"
                    " WHERE c.%(counter)s != COALESCE(e.minutes, 0)",
                    counter=SQL.identifier(counter),
                    states=states,
                ),
            )
        yield (
            "wohnkoord.person.day",
            "minutes",
            SQL(
                "SELECT d.id, COALESCE(d.minutes, 0), COALESCE(e.minutes, 0)"
                " FROM wohnkoord_person_day d FULL JOIN ("
                "   SELECT partner_id, date, SUM(minutes) AS minutes"
                "     FROM wohnkoord_time_entry WHERE state != 'refused'"
                "    GROUP BY partner_id, date) e"
                "   ON e.partner_id = d.partner_id AND e.date = d.date"
                " WHERE COALESCE(d.minutes, 0) != COALESCE(e.minutes, 0)"
            ),
        )

    @api.model
    def _recount_called_off(self, table, level, counter, source):
        return SQL(
            "SELECT t.id, t.%(counter)s, COALESCE(c.total, 0)"
            " FROM %(table)s t LEFT JOIN ("
            "   SELECT %(parent)s AS parent, SUM(%(source)s) AS total"
            "     FROM wohnkoord_call_off GROUP BY 1) c ON c.parent = t.id"
            " WHERE t.%(counter)s != COALESCE(c.total, 0)",
            counter=SQL.identifier(counter),
            table=SQL.identifier(table),
            parent=SQL.identifier(f"{level}_id"),
            source=SQL.identifier(source),
        )

    @api.model
    def _cron_check_balances(self):
        """Recount every night; drift is an error in the log, one line each."""
        for row in self._check_balances():
            _logger.error(
                "Balance drifted: %(model)s %(id)s %(counter)s"
                " is %(stored)s, counted %(counted)s",
                row,
            )
