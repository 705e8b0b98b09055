# shellcheck shell=bash
# Functions of the set-up; sourced by run, test, odoo and setup/*.
# Everything the project makes outside the checkout lies under $HOME_DIR.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=setup/versions.sh
. "$ROOT/setup/versions.sh"

if [ "$(id -u)" = 0 ]; then
    PLAIN_USER=wohnkoord
    HOME_DIR=${WOHNKOORD_HOME:-/var/lib/wohnkoord_odoo}
else
    PLAIN_USER=$(id -un)
    HOME_DIR=${WOHNKOORD_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/wohnkoord_odoo}
fi
CLUSTER=${WOHNKOORD_CLUSTER:-office}
SOCKET=$HOME_DIR/socket
export PYTHONDONTWRITEBYTECODE=1
export DEBIAN_FRONTEND=noninteractive
# pip, npm and apt write here, so that a fresh checkout fetches nothing again
export PIP_CACHE_DIR=$HOME_DIR/cache/pip npm_config_cache=$HOME_DIR/cache/npm

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() {
    printf '\033[31mError:\033[0m %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# -- who runs what ---------------------------------------------------------------------

# Odoo and PostgreSQL never run as root.
as_user() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && runuser -u "$PLAIN_USER" -- env HOME="$HOME_DIR" "$@")
    else
        "$@"
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "This step needs root: $*" "Run it as root, or install sudo, then try again."
    fi
}

# -- Debian packages -------------------------------------------------------------------

missing_packages() {
    local name
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed ||
            echo "$name"
    done
}

install_packages() {
    local missing
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return
    command -v apt-get >/dev/null || die "This machine has no apt-get." \
        "The set-up supports Debian 12 and 13. Elsewhere use Docker: docker compose up"
    say "Installing Debian packages:" "${missing//$'\n'/ }"
    as_root apt-get update -qq ||
        die "apt-get update failed." "Check the network and /etc/apt/sources.list."
    # shellcheck disable=SC2086
    as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
        die "Debian packages could not be installed:" "${missing//$'\n'/ }"
}

setup_packages() {
    local packages="ca-certificates debian-archive-keyring python3 python3-venv
        file fonts-dejavu-core postgresql-client"
    if python_is_new; then
        # pycairo has no wheel: barcodes need a compiler once
        packages+=" libcairo2-dev pkgconf gcc python3-dev"
    fi
    [ -n "${PGHOST:-}" ] || setup_postgres_packages
    # shellcheck disable=SC2086
    install_packages $packages
    command -v npm >/dev/null || install_packages npm
    # Debian 13 no longer has it; Odoo then offers its documents as pages, not as PDF.
    if LC_ALL=C apt-cache policy wkhtmltopdf | grep -q 'Candidate: [0-9]'; then
        install_packages wkhtmltopdf
    fi
}

# Debian starts a cluster of its own at installation; nothing of ours needs it.
setup_postgres_packages() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && return
    install_packages postgresql-common
    local note=/etc/postgresql-common/createcluster.d/wohnkoord.conf
    as_root mkdir -p "$(dirname $note)"
    echo "create_main_cluster = false" | as_root tee $note >/dev/null
    install_packages postgresql
    as_root rm -f $note
}

setup_test_packages() {
    install_packages chromium fonts-liberation git
}

setup_home() {
    if [ "$(id -u)" = 0 ] && ! id "$PLAIN_USER" >/dev/null 2>&1; then
        useradd --system --user-group --home-dir "$HOME_DIR" --shell /usr/sbin/nologin \
            "$PLAIN_USER"
    fi
    mkdir -p "$HOME_DIR" "$HOME_DIR/cache"
    [ "$(id -u)" != 0 ] || chown "$PLAIN_USER:" "$HOME_DIR" "$HOME_DIR/cache"
    chmod 755 "$HOME_DIR"
    as_user mkdir -p "$SOCKET" "$HOME_DIR/log"
    [ ${#SOCKET} -lt 90 ] || die "The folder's path is too long for a socket: $SOCKET" \
        "Set WOHNKOORD_HOME to a shorter folder."
}

# -- Odoo ------------------------------------------------------------------------------

# The folder that holds the Python package "odoo".
odoo_folder() {
    if [ -n "${WOHNKOORD_ODOO:-}" ]; then
        echo "$WOHNKOORD_ODOO"
    else
        cat "$HOME_DIR/odoo.path" 2>/dev/null || true
    fi
}

setup_odoo() {
    local folder
    folder=$(odoo_folder)
    if [ -n "${WOHNKOORD_ODOO:-}" ]; then
        grep -q "version_info = (19, 0" "$folder/odoo/release.py" 2>/dev/null ||
            die "WOHNKOORD_ODOO names $folder, but there is no Odoo 19 in it." \
                "It must be the folder that contains the folder 'odoo' with release.py."
        return
    fi
    [ -f "$folder/odoo/release.py" ] && [ "$(cat "$HOME_DIR/odoo.pin" 2>/dev/null)" = "$ODOO_VERSION" ] ||
        fetch_odoo
    fill_left_out_library
}

# Debian leaves out one library that is not free; blurring a video's background needs it,
# nothing else. Without the file the web client's bundle reports an error on every page,
# and a tour in the back office fails for that alone.
fill_left_out_library() {
    local file
    file=$(odoo_folder)/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
    [ -e "$file" ] && return
    mkdir -p "$(dirname "$file")"
    echo "// left out of Debian's package: not free" >"$file"
    chmod -R a+rX "$(dirname "$file")"
}

apt_sid() {
    local dir=$HOME_DIR/cache/apt
    apt-get -qq -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$dir/lists" -o Dir::Cache="$dir/cache" -o APT::Sandbox::User=root "$@"
}

apt_mirror() {
    if [ -n "${WOHNKOORD_MIRROR:-}" ]; then
        echo "$WOHNKOORD_MIRROR"
    else
        # shellcheck disable=SC2016 # apt fills these in
        apt-get indextargets --format '$(REPO_URI)' | grep -v security | sort -u | head -n 1
    fi
}

fetch_odoo() {
    local dir=$HOME_DIR/cache/apt mirror version prefix=$HOME_DIR/odoo-$ODOO_VERSION deb
    mirror=$(apt_mirror)
    [ -n "$mirror" ] || die "No Debian archive found in apt's sources." "$(other_ways)"
    mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/deb"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $ODOO_SUITE main" \
        >"$dir/sources.list"
    say "Fetching Odoo 19 from Debian's archive (about 125 MB)"
    apt_sid update || die "Debian's suite $ODOO_SUITE could not be read." "$(other_ways)"
    version=$(available_odoo)
    (
        cd "$dir/deb"
        rm -f ./*.deb
        apt_sid download "$ODOO_PACKAGE=$version" $ODOO_COMPANIONS_SID
        # shellcheck disable=SC2086
        apt-get -qq download $ODOO_COMPANIONS 2>/dev/null ||
            { as_root apt-get -qq update && apt-get -qq download $ODOO_COMPANIONS; }
    ) || die "Odoo could not be downloaded." "$(other_ways)"
    say "Unpacking Odoo $version"
    rm -rf "$prefix"
    mkdir -p "$prefix"
    for deb in "$dir"/deb/*.deb; do dpkg -x "$deb" "$prefix"; done
    rm -f "$dir"/deb/*.deb
    [ -z "$(find "$prefix/usr/lib/python3/dist-packages/odoo" -xtype l -name '*webfont*')" ] ||
        die "Odoo's fonts are incomplete: fonts-font-awesome has other file names here." "$(other_ways)"
    chmod -R a+rX "$prefix"
    echo "$ODOO_VERSION" >"$HOME_DIR/odoo.pin"
    echo "$prefix/usr/lib/python3/dist-packages" >"$HOME_DIR/odoo.path"
}

# The pinned version, or with a warning another 19.0 of the same suite.
available_odoo() {
    local versions
    versions=$(apt_cache_versions)
    if grep -qxF "$ODOO_VERSION" <<<"$versions"; then
        echo "$ODOO_VERSION"
        return
    fi
    versions=$(grep -E '^19\.0' <<<"$versions" | sort -V | tail -n 1)
    [ -n "$versions" ] || die "Debian's suite $ODOO_SUITE no longer has an Odoo 19.0." "$(other_ways)"
    say "Warning: Odoo $ODOO_VERSION is gone from the archive; taking $versions, untested."
    echo "$versions"
}

apt_cache_versions() {
    local dir=$HOME_DIR/cache/apt
    apt-cache -o Dir::Etc::SourceList="$dir/sources.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$dir/lists" -o Dir::Cache="$dir/cache" \
        madison "$ODOO_PACKAGE" | awk -F' *[|] *' '{print $2}'
}

other_ways() {
    echo "Other ways: 'docker compose up' with the official images, or set WOHNKOORD_ODOO" \
        "to the folder of an Odoo 19 that you have."
}

# -- Python ----------------------------------------------------------------------------

system_python() { echo "${WOHNKOORD_PYTHON:-/usr/bin/python3}"; }

python_is_new() {
    "$(system_python)" -c 'import sys; sys.exit(sys.version_info < (3, 13))' 2>/dev/null ||
        grep -qs '^VERSION_ID="13"' /etc/os-release
}

venv_folder() {
    local key
    key=$({ "$(system_python)" -V; cat "$ROOT/setup/requirements.txt"; } 2>&1 | sha256sum)
    echo "$HOME_DIR/venv-${key:0:12}"
}

setup_python() {
    local venv python
    python=$(system_python)
    "$python" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' ||
        die "Odoo 19 needs Python 3.10 to 3.13; $python is another." \
            "Set WOHNKOORD_PYTHON to a fitting one."
    venv=$(venv_folder)
    [ -f "$venv/done" ] && return
    say "Installing Python packages (about a minute)"
    as_user rm -rf "$venv"
    as_user "$python" -m venv "$venv" || die "The Python environment could not be made in $venv."
    pip_install "$ROOT/setup/requirements.txt"
    as_user touch "$venv/done"
}

setup_test_python() {
    local mark
    setup_ocds
    mark=$(venv_folder)/test-$(sha256sum <"$ROOT/setup/requirements-test.txt" | cut -c1-12)
    [ -f "$mark" ] && return
    say "Installing the packages for lint and tests"
    pip_install "$ROOT/setup/requirements-test.txt"
    as_user touch "$mark"
}

# The open data's standard and its own checks, by which the tests measure what the addon
# publishes; without it they fail. They find it in $WOHNKOORD_OCDS.
setup_ocds() {
    local work
    WOHNKOORD_OCDS=$HOME_DIR/ocds-$({ "$(system_python)" -V; cat "$ROOT"/setup/requirements-ocds*.txt \
        "$ROOT"/setup/ocds_*.py; } 2>&1 | sha256sum | cut -c1-12)
    export WOHNKOORD_OCDS
    [ -f "$WOHNKOORD_OCDS/done" ] && return
    say "Installing the checks of open data"
    as_user rm -rf "$WOHNKOORD_OCDS"
    as_user "$(system_python)" -m venv "$WOHNKOORD_OCDS" || die "No Python environment in $WOHNKOORD_OCDS."
    pip_install "$ROOT/setup/requirements-ocds.txt" "$WOHNKOORD_OCDS" --no-deps
    work=$(as_user mktemp -d)
    as_user env PIP_CACHE_DIR="$PIP_CACHE_DIR" "$WOHNKOORD_OCDS/bin/python" -m pip download --quiet \
        --disable-pip-version-check --require-hashes --no-deps --no-binary :all: --dest "$work" \
        -r /dev/stdin <"$ROOT/setup/requirements-ocds-schema.txt" ||
        die "The schemas of the Open Contracting Data Standard could not be had." \
            "Check the network, or the package index in pip's configuration."
    as_user "$WOHNKOORD_OCDS/bin/python" - "$work" "$WOHNKOORD_OCDS" <"$ROOT/setup/ocds_standard.py"
    as_user tee "$WOHNKOORD_OCDS/check.py" <"$ROOT/setup/ocds_check.py" >/dev/null
    as_user rm -rf "$work"
    as_user touch "$WOHNKOORD_OCDS/done"
}

# The list goes through standard input: the plain user may not be able to read the checkout.
pip_install() { # list, environment (Odoo's), options
    as_user env PIP_CACHE_DIR="$PIP_CACHE_DIR" "${2:-$(venv_folder)}/bin/python" -m pip install \
        --quiet --disable-pip-version-check --use-pep517 "${@:3}" -r /dev/stdin <"$1" ||
        die "Python packages could not be installed from $1." \
            "Check the network, or the package index in pip's configuration."
}

npm_folder() { echo "$HOME_DIR/node-$(sha256sum <"$ROOT/package-lock.json" | cut -c1-12)"; }

# What package-lock.json pins, with its checksums; and Leaflet's part of it in the addon.
setup_npm() {
    local folder
    folder=$(npm_folder)
    if [ ! -f "$folder/done" ]; then
        say "Installing npm packages"
        mkdir -p "$folder"
        cp "$ROOT/package.json" "$ROOT/package-lock.json" "$folder/"
        (cd "$folder" && npm ci --silent --no-audit --no-fund) >&2 ||
            die "npm could not install the packages of package-lock.json."
        touch "$folder/done"
        chmod -R a+rX "$folder"
    fi
    copy_leaflet "$folder/node_modules/leaflet"
    AXE_PATH=$folder/node_modules/axe-core/axe.min.js
    export AXE_PATH
}

# The map's library is served by Odoo itself, from a folder that git ignores. A checkout
# that may not be written keeps the overview's list, without the map.
copy_leaflet() { # folder of the package
    local target=$ROOT/$ADDON/static/lib/leaflet
    if cmp -s "$1/dist/leaflet.js" "$target/leaflet.js"; then return; fi
    if ! mkdir -p "$target" 2>/dev/null || [ ! -w "$target" ]; then
        say "Warning: $target cannot be written; the project overview has no map."
        return
    fi
    cp "$1/LICENSE" "$1/dist/leaflet.css" "$target/"
    cp -r "$1/dist/images" "$target/"
    cp "$1/dist/leaflet.js" "$target/" # last: its presence says that all is there
    chmod -R a+rX "$ROOT/$ADDON/static/lib"
}

# -- PostgreSQL --------------------------------------------------------------------------

pg_bin() {
    local bins
    bins=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) ||
        die "PostgreSQL's programs were not found under /usr/lib/postgresql."
    echo "$bins"
}

# Name the server in the PG* variables: the user's, or our own cluster.
use_postgres() {
    if [ -n "${PGHOST:-}" ] && [ "${PGHOST:-}" != "$SOCKET" ]; then
        export PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-$(id -un)}
        [ "$PGUSER" != postgres ] || die "Odoo refuses the role 'postgres'." \
            "Set PGUSER to a role that may create databases and is no superuser."
        return
    fi
    export PGHOST=$SOCKET PGUSER=odoo PGDATABASE=postgres
    if [ "$CLUSTER" = test ]; then PGPORT=$TEST_PORT; else PGPORT=$OFFICE_PORT; fi
    export PGPORT
}

setup_postgres() {
    use_postgres
    if [ "$PGHOST" != "$SOCKET" ]; then
        psql -qAtc 'SELECT 1' postgres >/dev/null || die "The server named by PG* does not answer."
        return
    fi
    local data=$HOME_DIR/postgres-$CLUSTER bin
    bin=$(pg_bin)
    if [ ! -f "$data/PG_VERSION" ]; then
        say "Making the PostgreSQL cluster '$CLUSTER'"
        as_user "$bin/initdb" -D "$data" -U admin -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
        postgres_settings | as_user tee -a "$data/postgresql.conf" >/dev/null
    fi
    local version
    version=$(cat "$data/PG_VERSION")
    [ -x "/usr/lib/postgresql/$version/bin/pg_ctl" ] && bin=/usr/lib/postgresql/$version/bin
    if ! as_user "$bin/pg_ctl" -D "$data" status >/dev/null; then
        as_user "$bin/pg_ctl" -D "$data" -w -l "$HOME_DIR/log/postgres-$CLUSTER.log" start >/dev/null ||
            die "PostgreSQL did not start." "See $HOME_DIR/log/postgres-$CLUSTER.log"
    fi
    psql -qAt -U admin -c "SELECT 1 FROM pg_roles WHERE rolname = 'odoo'" | grep -q 1 ||
        psql -qAt -U admin -c "CREATE ROLE odoo LOGIN CREATEDB"
}

postgres_settings() {
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$SOCKET'"
    echo "unix_socket_permissions = 0700"
    echo "port = $PGPORT"
    echo "max_connections = 200"
    echo "shared_buffers = 256MB"
    if [ "$CLUSTER" = test ]; then # its data may be lost at any time
        echo "fsync = off"
        echo "full_page_writes = off"
        echo "synchronous_commit = off"
    fi
}

db_exists() { psql -qAtc "SELECT 1 FROM pg_database WHERE datname = '$1'" postgres | grep -q 1; }

db_drop() {
    psql -qAtc "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)" postgres 2>/dev/null
    as_user rm -rf "$(filestore)/$1"
}

db_clone() { # template, new name: database and filestore
    db_drop "$2"
    psql -qAtc "CREATE DATABASE \"$2\" TEMPLATE \"$1\"" postgres
    if [ -d "$(filestore)/$1" ]; then as_user cp -a "$(filestore)/$1" "$(filestore)/$2"; fi
}

db_rename() {
    psql -qAtc "ALTER DATABASE \"$1\" RENAME TO \"$2\"" postgres
    as_user rm -rf "$(filestore)/$2"
    if [ -d "$(filestore)/$1" ]; then as_user mv "$(filestore)/$1" "$(filestore)/$2"; fi
}

# -- running Odoo ------------------------------------------------------------------------

data_dir() { echo "$HOME_DIR/data-$CLUSTER"; }
filestore() { echo "$(data_dir)/filestore"; }

# A checkout that the plain user cannot read (in /root, say) is copied.
addons_folder() {
    if as_user test -r "$ROOT/$ADDON/__manifest__.py"; then
        echo "$ROOT"
        return
    fi
    local copy
    copy=$HOME_DIR/checkout-$(addon_hash)
    # a server may be running from it: a copy is never changed
    if [ -d "$copy" ]; then
        echo "$copy"
        return
    fi
    mkdir "$copy.$$"
    cp -a "$ROOT/$ADDON" "$copy.$$/"
    chown -R "$PLAIN_USER:" "$copy.$$"
    chmod -R u+rwX "$copy.$$"
    mv -T "$copy.$$" "$copy"
    echo "$copy"
}

write_config() {
    local file
    file=$HOME_DIR/$CLUSTER-$(sha256sum <<<"$ROOT" | cut -c1-8).conf
    as_user mkdir -p "$(filestore)"
    {
        echo "[options]"
        echo "addons_path = $(addons_folder)"
        echo "data_dir = $(data_dir)"
        echo "db_host = $PGHOST"
        echo "db_port = $PGPORT"
        echo "db_user = $PGUSER"
        [ -z "${PGPASSWORD:-}" ] || echo "db_password = $PGPASSWORD"
        echo "http_interface = ${WOHNKOORD_INTERFACE:-127.0.0.1}"
        echo "list_db = False"
        echo "without_demo = True"
    } | as_user tee "$file" >/dev/null
    as_user chmod 600 "$file"
    export ODOO_RC=$file
}

odoo_bin() {
    as_user env ODOO_RC="$ODOO_RC" PYTHONPATH="$(odoo_folder)" PYTHONDONTWRITEBYTECODE=1 \
        PYTHONWARNINGS=ignore::DeprecationWarning:passlib PATH="$(venv_folder)/bin:$PATH" \
        "$(venv_folder)/bin/python" "$ROOT/setup/odoo_server.py" "$@"
}

odoo_step() { # title, log name, arguments: one quiet step, its log shown when it fails
    local title=$1 log=$HOME_DIR/log/$2.log
    shift 2
    say "$title"
    if ! odoo_bin "$@" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "$title: failed." "The whole log: $log"
    fi
}

setup_all() {
    setup_packages
    setup_home
    setup_odoo
    setup_python
    setup_npm
    setup_postgres
    write_config
}

# -- databases of the office and of the tests ---------------------------------------------

hash_of() { # files or folders under the checkout
    (cd "$ROOT" && find "$@" -type f ! -name '*.pyc' -print0 | sort -z | xargs -0 sha256sum) |
        sha256sum | cut -c1-12
}

deps_hash() { hash_of setup/versions.sh setup/german_office.py setup/requirements.txt; }
addon_hash() { hash_of "$ADDON" setup/versions.sh setup/german_office.py setup/load_demo.py; }

build_deps() { # database: Odoo in German for a German company, with the dependencies
    db_drop "$1"
    odoo_step "Making an empty database" "$1-base" -d "$1" -i base --load-language=de_DE \
        --stop-after-init --no-http
    odoo_shell "Making the company German" "$1-german" "$1" <"$ROOT/setup/german_office.py"
    odoo_step "Installing contacts, calendar, portal and accounting (a minute)" "$1-deps" \
        -d "$1" -i "$ADDON_DEPENDS" --stop-after-init --no-http
}

odoo_shell() { # title, log name, database; the script comes on standard input
    local log=$HOME_DIR/log/$2.log
    say "$1"
    if ! odoo_bin shell -d "$3" --no-http --log-level=warn >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "$1: failed." "The whole log: $log"
    fi
    if grep -qE '^(Traceback|[A-Za-z.]*Error:)' "$log"; then
        tail -n 30 "$log" >&2
        die "$1: failed." "The whole log: $log"
    fi
}

install_addon() { # database
    odoo_step "Installing $ADDON" "$1-addon" -d "$1" -i "$ADDON" --stop-after-init --no-http
    odoo_shell "Loading the demo data" "$1-demo" "$1" <"$ROOT/setup/load_demo.py"
}

export_pot() { # database with the addon and without demo data, file
    as_user touch "$2"
    odoo_step "Reading the texts" i18n i18n export -d "$1" "$ADDON" -l pot -o "$2"
}

# A template, built once for each state of the sources and kept with its filestore.
template() { # kind (deps, addon), prints its name
    local name
    name=tpl_$1_$("$1_hash")
    (
        flock 9
        if ! db_exists "$name"; then
            drop_old_templates "$1"
            if [ "$1" = deps ]; then
                build_deps "new_$name"
            else
                db_clone "$(template deps)" "new_$name"
                install_addon "new_$name"
            fi
            db_rename "new_$name" "$name"
        fi
    ) 9>"$HOME_DIR/lock-$1" >&2
    echo "$name"
}

drop_old_templates() { # keeps the four youngest of a kind
    local old
    psql -qAtc "SELECT datname FROM pg_database WHERE datname LIKE 'tpl\\_$1\\_%'
        ORDER BY oid DESC OFFSET 4" postgres | while read -r old; do db_drop "$old"; done
}
