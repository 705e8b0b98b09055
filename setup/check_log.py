"""Fail on warnings and errors in an Odoo log that nobody expects.

Usage: check_log.py [--server] FILE
"""

import re
import sys

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) (\S+) (\S+): (.*)"
)
#: known, and not ours; each with its reason
EXPECTED = (
    r"selfie_segmentation",  # not free: left out of Debian's package
    r"DeprecationWarning: 'werkzeug",  # Odoo's own use of the older Werkzeug
    r"wkhtmltopdf",  # Debian's build has no patched Qt
    r"--without-demo|without_demo",  # a matter of wording between 19.0 versions
    r"Missing widget: 'res_partner_many2one'",  # core's own view
)
#: the outside tests attack the server, which logs what it refuses
EXPECTED_SERVER = (
    r"^\S+ \S+ \d+ WARNING \S+ odoo\.http: ",  # what a refused user reads
    r"Couldn't bind the websocket",  # a prefork server's HTTP port has none
    r"endpoints are deprecated in Odoo 19",  # scripts from outside still use them
    r"The method '\S+' does not exist",  # an attack calls what it hopes for
    r"bad query",  # a constraint stopped an attack
    r"could not serialize access|duplicate key value|violates check constraint",
    r"SERIALIZATION_FAILURE|UNIQUE_VIOLATION|maximum number of tries",
    r"Access Denied|access_rules|access_rights|Login failed|CSRF",
    r"[Ww]orker .* (unregister|timeout|exit)|Killed",  # one test kills a worker
    r"Invalid CSRF|No CSRF validation token",
)


def records(path):
    """The log's records, each with the lines of its traceback."""
    record = []
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            if record and re.match(r"\d{4}-\d\d-\d\d ", line):
                yield "".join(record)
                record = []
            record.append(line)
    if record:
        yield "".join(record)


def unexpected(path, server):
    patterns = re.compile("|".join(EXPECTED + (EXPECTED_SERVER if server else ())))
    for record in records(path):
        if LINE.match(record) and not patterns.search(record):
            yield record.rstrip()


def main(arguments):
    lines = list(unexpected(arguments[-1], "--server" in arguments))
    for line in lines[:40]:
        print(line[:3000], file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
