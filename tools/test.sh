#!/bin/sh
# Runs checks and tests: `all`, or `fast` without the slow ones, the browser and the second database.
set -u
cd "$(dirname "$0")/.."
failed=0

# ical.js reads our invites as phones and webmail do; html-validate reads our pages by the standard
if command -v npm >/dev/null 2>&1 &&
    [ ! tests/js/node_modules/.package-lock.json -nt tests/js/package-lock.json ]; then
    npm ci --prefix tests/js --ignore-scripts --no-audit --no-fund --loglevel=error || failed=1
fi

ENGINE="tests/events tests/mail tests/contacts tests/office"

part() {
    case $1 in
        checks) make --no-print-directory check && echo "all checks passed" ;;
        engine) TEST_NAME=engine .venv/bin/pytest -q -m "not browser" $ENGINE ;;
        desk) TEST_NAME=desk .venv/bin/pytest -q -m "not browser" tests/desk ;;
        money) TEST_NAME=money .venv/bin/pytest -q -m "not browser" tests/payments ;;
        site) TEST_NAME=site .venv/bin/pytest -q -m "not browser" $(ignored tests/desk tests/payments $ENGINE) ;;
        browser) TEST_NAME=browser .venv/bin/pytest -q -m browser ;;
        sqlite) TEST_DATABASE=sqlite .venv/bin/pytest -q -m "not browser" $TESTS_ON_BOTH ;;
    esac
}

ignored() { printf -- '--ignore=%s ' "$@"; }

case $1 in
    fast)
        make --no-print-directory check || failed=1
        .venv/bin/pytest -q -m "not slow and not browser" || failed=1
        ;;
    all)
        # Parts with databases of their own, one more at a time than there are processors, since a
        # browser waits a lot. The longest come first and the shortest last, so that all end
        # together; beside SQLite and the checks, the first one makes the template of all databases.
        mkdir -p var/test
        printf '%s\n' browser sqlite checks desk site engine money |
            xargs -P "$(($(nproc) + 1))" -n 1 sh "$0" || failed=1
        ;;
    *)
        echo "tests: $1 begun"
        part "$1" >"var/test/$1.txt" 2>&1 || failed=1
        echo "tests: $1 $([ $failed = 0 ] && echo green || echo RED), $(tail -n 1 "var/test/$1.txt")"
        [ $failed = 0 ] || cat "var/test/$1.txt"
        exit $failed
        ;;
esac
.venv/bin/python -m config.test_postgres
exit $failed
