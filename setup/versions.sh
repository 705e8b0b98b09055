# shellcheck shell=bash disable=SC2034
# Everything that is pinned, in one place. Python packages: requirements*.txt here;
# npm packages: package-lock.json in the project's folder.

# Debian's package of Odoo 19 (suite sid); unpacked, never installed.
ODOO_PACKAGE=odoo-19
ODOO_VERSION=19.0.0+dfsg-1
ODOO_SUITE=sid
# The package links to fonts and JavaScript libraries: these from the machine's own
# release (their newer versions have other file names), and one that is only in sid.
ODOO_COMPANIONS="libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome
    fonts-roboto-unhinted fonts-inconsolata fonts-ocr-b"
ODOO_COMPANIONS_SID=fonts-montserrat

# What the addon depends on, installed once into the template of dependencies.
ADDON=wohnkoord_odoo
ADDON_DEPENDS=portal,contacts,calendar,resource,mass_mailing,event,account,l10n_de

OFFICE_PORT=54190
TEST_PORT=54191
