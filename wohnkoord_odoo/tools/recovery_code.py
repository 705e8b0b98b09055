# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Secrets as a person copies them from paper: groups of letters with a check each.

Crockford's base 32, which knows no I, L, O and U; every group of four ends with one of
his check characters. The check counts the place of letter and group, so that it names
the group in which a letter is wrong, swapped or standing in another group's place.
"""

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = DIGITS + "*~$=U"
GROUP = 4
_READ_AS = str.maketrans("OIL", "011")


class WrongGroups(ValueError):
    """What was typed is no secret of a sheet.

    :ivar list numbers: the wrong groups, counted from 1; empty: their count is wrong
    """

    def __init__(self, numbers):
        super().__init__(numbers)
        self.numbers = numbers


def write_groups(secret):
    """The groups that stand for a secret.

    :param bytes secret: e.g. 32 bytes make 13 groups
    :return list: texts of four letters and a check character
    """
    count = -(-len(secret) * 8 // 5)
    count += -count % GROUP
    number = int.from_bytes(secret, "big")
    letters = ""
    for _position in range(count):
        number, digit = divmod(number, 32)
        letters = DIGITS[digit] + letters
    groups = [letters[at : at + GROUP] for at in range(0, count, GROUP)]
    return [group + _check(group, place) for place, group in enumerate(groups)]


def read_groups(text, length):
    """The secret that ``write_groups`` wrote.

    Blanks, hyphens, small letters and O, I, L for 0, 1, 1 do not matter.

    :param int length: bytes of the secret
    :raise WrongGroups: too few or many letters, or groups whose check fails
    """
    typed = "".join(text.replace("-", "").split()).upper()
    size = GROUP + 1
    groups = [typed[at : at + size] for at in range(0, len(typed), size)]
    expected = len(write_groups(bytes(length)))
    if len(typed) != expected * size:
        raise WrongGroups([])
    letters = [group[:GROUP].translate(_READ_AS) for group in groups]
    wrong = [
        place + 1
        for place, (group, body) in enumerate(zip(groups, letters, strict=True))
        if not set(body) <= set(DIGITS)
        or group[GROUP].translate(_READ_AS) != _check(body, place)
    ]
    number = 0
    for letter in "".join(letters):
        number = number * 32 + max(DIGITS.find(letter), 0)
    if wrong or number >> length * 8:
        raise WrongGroups(wrong or [1])
    return number.to_bytes(length, "big")


def _check(group, place):
    weighted = sum(
        (position + 1) * DIGITS.index(letter) for position, letter in enumerate(group)
    )
    return CHECKS[(weighted + 7 * place) % len(CHECKS)]
