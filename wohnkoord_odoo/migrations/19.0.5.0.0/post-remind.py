# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What is used already is not told again, and appointments name where cases came from."""

#: table -> column of the step, used, maximum (both in SQL)
STEPS = (
    ("wohnkoord_call_off", "limit_step_hours", "minutes_worked", "hours * 60"),
    ("wohnkoord_contract", "limit_step_hours", "minutes_called_off", "max_hours * 60"),
    (
        "wohnkoord_framework_lot",
        "limit_step_hours",
        "minutes_called_off",
        "max_hours * 60",
    ),
    ("wohnkoord_framework", "limit_step_hours", "minutes_called_off", "max_hours * 60"),
    (
        "wohnkoord_framework_lot",
        "limit_step_amount",
        "amount_called_off",
        "max_amount",
    ),
    ("wohnkoord_framework", "limit_step_amount", "amount_called_off", "max_amount"),
)


def migrate(cr, version):
    for table, step, used, maximum in STEPS:
        cr.execute(
            f"""
            UPDATE {table} t SET {step} =
                (({used}) * 100 >= ({maximum}) * c.wohnkoord_limit_first)::int
                + (({used}) * 100 >= ({maximum}) * c.wohnkoord_limit_second)::int
            FROM res_company c
            WHERE c.id = t.company_id AND COALESCE({maximum}, 0) > 0
            """
        )
    # whoever booked on the public page was nobody of the office
    cr.execute(
        """
        UPDATE wohnkoord_advisory a SET origin = 'booking'
        FROM wohnkoord_booking b JOIN res_users u ON u.id = b.create_uid
        WHERE b.advisory_id = a.id AND b.has_own_case AND u.share
          AND a.origin = 'office'
        """
    )
