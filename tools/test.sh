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
    # two lanes for two processors, each with databases of its own
    mkdir -p var/test
    (
        bad=0
        TEST_NAME=browser .venv/bin/pytest -q -m browser >var/test/browser.txt 2>&1 || bad=1
        TEST_DATABASE=sqlite .venv/bin/pytest -q -m "not browser" $TESTS_ON_BOTH \
            >var/test/sqlite.txt 2>&1 || bad=1
        exit $bad
    ) &
    lane=$!
    echo "On PostgreSQL (in the browser and on SQLite meanwhile):"
    .venv/bin/pytest -q -m "not browser" || failed=1
    wait $lane || failed=1
    echo "In the browser:"
    cat var/test/browser.txt
    echo "On SQLite:"
    cat var/test/sqlite.txt
fi
.venv/bin/python -m config.test_postgres
exit $failed
