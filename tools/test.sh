#!/bin/sh
# Runs the tests: `all`, or `fast` without the slow ones, the browser and the second database.
set -u
cd "$(dirname "$0")/.."
failed=0

# ical.js reads our invites as phones and webmail do
if command -v npm >/dev/null 2>&1 && [ ! -d tests/js/node_modules ]; then
    npm ci --prefix tests/js --ignore-scripts --no-audit --no-fund --loglevel=error || failed=1
fi

if [ "$1" = fast ]; then
    .venv/bin/pytest -q -m "not slow and not browser" || failed=1
else
    # side by side: two processors, and neither database waits for the other
    mkdir -p var/test
    TEST_DATABASE=sqlite .venv/bin/pytest -q -m "not browser" $TESTS_ON_BOTH >var/test/sqlite.txt 2>&1 &
    on_sqlite=$!
    echo "On PostgreSQL (and on SQLite meanwhile):"
    .venv/bin/pytest -q || failed=1
    wait $on_sqlite || failed=1
    echo "On SQLite:"
    cat var/test/sqlite.txt
fi
.venv/bin/python -m config.test_postgres
exit $failed
