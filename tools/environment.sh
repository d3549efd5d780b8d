#!/bin/sh
# Makes .venv with the packages of a requirements file. Quick when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
requirements=${1:-requirements.txt}

stop() {
    printf '%s\n' "$*" >&2
    exit 1
}

is_new_enough() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' 2>/dev/null
}

find_python() {
    for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if is_new_enough "$python"; then
            echo "$python"
            return
        fi
    done
    found=$(python3 --version 2>/dev/null || echo "no Python")
    stop "Praksisvej needs Python 3.11 or newer; found is $found. Install it, or name it: make PYTHON=/path/to/python3.12"
}

make_environment() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        stop "Python $version lacks ensurepip. On Debian and Ubuntu: apt-get install python3-venv (or python$version-venv)"
    fi
    echo "Making the environment .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

# Runs a command with a dot every second; shows what it said only if it failed.
with_dots() {
    log=$(mktemp)
    "$@" >"$log" 2>&1 &
    child=$!
    trap 'kill "$child" 2>/dev/null || true; rm -f "$log"; exit 130' INT TERM
    while kill -0 "$child" 2>/dev/null; do
        printf .
        sleep 1
    done
    echo
    if ! wait "$child"; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        stop "Installing failed; the reason stands above. Is there a network?"
    fi
    rm -f "$log"
    trap - INT TERM
}

is_new_enough .venv/bin/python || make_environment

stamp=.venv/installed-$(basename "$requirements")
wanted=$(cat requirements*.txt | cksum)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    printf 'Installing the packages of %s (about a minute) ' "$requirements"
    PIP_ROOT_USER_ACTION=ignore with_dots .venv/bin/python -m pip install \
        --disable-pip-version-check --no-input -r "$requirements"
    printf '%s\n' "$wanted" >"$stamp"
fi
