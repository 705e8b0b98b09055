# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, models
from odoo.exceptions import UserError


class BatchRefused(Exception):
    """Some row of a batch is refused; which one, the attempt row by row tells."""


class Base(models.AbstractModel):
    _inherit = "base"

    def _load_records(self, data_list, update=False):
        """Keep Odoo from naming the first row of a batch for the fault of another."""
        if not self.env.context.get("import_file"):
            return super()._load_records(data_list, update)
        if len(data_list) < 2:
            return super()._load_records(self._import_prepare(data_list), update)
        try:
            prepared = self._import_prepare(data_list)
            records = super()._load_records(prepared, update)
            self.env.flush_all()
        except UserError as error:
            raise BatchRefused from error
        return records

    @api.model
    def _convert_records(self, records, *, log=lambda message: None, savepoint):
        """Save no row in which a cell is wrong: what the database says of it misleads."""
        wrong = set()

        def noting(message):
            if message["type"] == "error":
                wrong.add(message["record"])
            log(message)

        own = self.env.context.get("import_file")
        for row in super()._convert_records(records, log=noting, savepoint=savepoint):
            if not own or row[3]["record"] not in wrong:
                yield row

    @api.model
    def _import_prepare(self, data_list):
        """Complete what a file's rows hold, before any of it is saved.

        :raise UserError: a row may not be imported
        """
        return data_list

    @api.model
    def _import_matches(self, name):
        """The records that a cell with ``name`` may mean, of the office or shared.

        :param str name: as typed
        :return: at most three records
        """
        found = self.browse()
        for operator, text in (("=", name), ("=ilike", self._like_exactly(name))):
            rows = self.name_search(text, self._import_domain(), operator, limit=3)
            found = self.browse([row[0] for row in rows])
            if found:
                break
        return found

    @api.model
    def _import_domain(self):
        if "company_id" not in self._fields:
            return []
        return [("company_id", "in", (False, self.env.company.id))]

    @api.model
    def _like_exactly(self, name):
        """``name`` for ``=ilike``: its own wildcards are letters."""
        return re.sub(r"([\\%_])", r"\\\1", name)
