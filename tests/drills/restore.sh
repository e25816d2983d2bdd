#!/usr/bin/env bash
# The commands of docs/operations.md, without Docker: installs the archive as a server does, loads letters, backs up,
# restores into an empty PostgreSQL server and an empty folder, and compares what both sites answer.
#
# Needs PostgreSQL's own programs (Debian: apt-get install postgresql; PGBIN names their folder) and a user who is not
# root, since PostgreSQL refuses root. Two servers are made for it in a folder of its own and taken away at the end.
#
#   make restore-drill                         # with 1,000 made-up letters
#   make restore-drill LETTERS=path/to/letters
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
code=$(cd "$here/../.." && pwd)
letters=$(realpath "${LETTERS:-$code/ingest/fictional/samples}")
port=${DRILL_PORT:-8790}
PGBIN=${PGBIN:-$(find /usr/lib/postgresql /usr/pgsql-* -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1 || true)}
[ "$(id -u)" != 0 ] || { echo "Run this as a user who is not root: PostgreSQL refuses root."; exit 2; }
[ -x "${PGBIN:-}/initdb" ] || { echo "No PostgreSQL programs found: install postgresql, or set PGBIN."; exit 2; }
PATH=$PGBIN:$PATH

work=$(mktemp -d "${TMPDIR:-/tmp}/imr-drill.XXXXXX")
site=
clean_up() {
    [ -z "$site" ] || kill "$site" 2>/dev/null || true
    for server in first second; do
        [ ! -f "$work/$server/postmaster.pid" ] || pg_ctl --pgdata="$work/$server" --mode=immediate --silent stop || true
    done
    rm -rf "$work"
}
trap clean_up EXIT
say() { printf '\n==> %s\n' "$*"; }

start_server() { # name, port: an empty PostgreSQL server with the archive's own role and database
    echo drill > "$work/password"
    initdb --pgdata="$work/$1" --username=postgres --pwfile="$work/password" --auth=scram-sha-256 >/dev/null
    pg_ctl --pgdata="$work/$1" --wait --silent --log="$work/$1.log" \
        --options="-p $2 -k $work -c listen_addresses=127.0.0.1" start
    PGPASSWORD=drill psql --quiet --host=127.0.0.1 --port="$2" --username=postgres \
        --command="CREATE ROLE imr LOGIN PASSWORD 'lettersAndDigits1'" --command="CREATE DATABASE imr OWNER imr"
    export DATABASE_URL=postgres://imr:lettersAndDigits1@127.0.0.1:$2/imr IMR_VAR=$work/var-$1
}

start_site() {
    gunicorn --config python:imr_archive.gunicorn imr_archive.wsgi 2> "$work/site.log" &
    site=$!
    for _ in $(seq 100); do
        ! curl --silent --fail "http://127.0.0.1:$PORT/readyz" >/dev/null || return 0
        kill -0 "$site" || break
        sleep 0.2
    done
    cat "$work/site.log"; curl --silent "http://127.0.0.1:$PORT/readyz"; exit 1
}

stop_site() { kill "$site"; wait "$site" || true; site=; }

ask() { # as the proxy asks on behalf of a browser
    curl --silent --show-error --header "Host: $ALLOWED_HOSTS" --header "X-Forwarded-Proto: https" \
        --header "X-Forwarded-For: 192.0.2.7" "$@"
}

keep_answers() { # folder: one file for each search
    mkdir "$1"
    local number=0 address
    while read -r address; do
        number=$((number + 1))
        ask --output "$1/$number" --write-out "$address %{http_code}\n" "http://127.0.0.1:$PORT$address" >> "$1/statuses"
    done < "$work/searches"
}

say "Install: code, packages by their hashes, settings"
mkdir "$work/app"
# shellcheck disable=SC2046 # the Dockerfile's own list, one word a path
(cd "$code" && tar --create --exclude=__pycache__ $(sed -n 's/^COPY \([^ -][^ ]*\) .*/\1/p' Dockerfile) .env.example) \
    | tar --extract --directory="$work/app"
cd "$work/app"
"${PYTHON:-python3}" -m venv "$work/venv"
PATH=$work/venv/bin:$PATH
pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.server.lock
secret=$(python -c 'import secrets; print(secrets.token_urlsafe(50))')
sed -e "s/^SECRET_KEY=$/SECRET_KEY=$secret/" .env.example > "$work/env"
set -a
# shellcheck disable=SC1091 # made just now
. "$work/env"
PORT=$port
set +a

say "Set up: an empty PostgreSQL server, its tables, Django's own check"
start_server first $((port + 1))
python manage.py check --deploy --fail-level WARNING
python manage.py migrate --noinput | tail -1

say "Load"
python manage.py ingest "$letters" || [ $? = 1 ]

say "Serve, behind plain HTTP with the header of the proxy"
start_site
first_case=$(ask "http://127.0.0.1:$PORT/decisions.json?sort=oldest" \
    | python -c 'import json, sys; print(json.load(sys.stdin)["results"][0]["url"].partition("#")[0])')
{ cat "$here/searches.txt"; for part in / .json .txt; do echo "${first_case%/}$part"; done; } > "$work/searches"
keep_answers "$work/before"
cut -d' ' -f2 "$work/before/statuses" | sort | uniq -c
ask --include --output "$work/head" "http://127.0.0.1:$PORT/"
grep -i -E "^(HTTP|strict-transport|content-security)" "$work/head"
curl --silent --output /dev/null --header "Host: $ALLOWED_HOSTS" \
    --write-out 'Without the header: %{http_code} to %{redirect_url}\n' "http://127.0.0.1:$PORT/"

say "Back up: the database, then the originals"
pg_dump --format=custom --file="$work/imr.dump" "$DATABASE_URL"
tar --create --file="$work/originals.tar" --directory="$IMR_VAR" originals
ls -l --human-readable "$work/imr.dump" "$work/originals.tar"
stop_site
pg_ctl --pgdata="$work/first" --mode=immediate --silent stop
mv "$IMR_VAR" "$work/lost"

say "Restore into an empty server and an empty folder"
start_server second $((port + 2))
pg_restore --no-owner --exit-on-error --dbname="$DATABASE_URL" "$work/imr.dump"
mkdir "$IMR_VAR"
tar --extract --file="$work/originals.tar" --directory="$IMR_VAR"
python manage.py migrate --noinput | tail -1
python manage.py reindex
start_site
keep_answers "$work/after"

say "Compare"
diff --recursive "$work/before" "$work/after"
diff --recursive --brief "$work/lost/originals" "$IMR_VAR/originals"
echo "The same: $(wc -l < "$work/searches") answers, $(find "$IMR_VAR/originals" -type f | wc -l) originals."
