"""The script works out the same semester as the server."""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from contacts.domain.stages import semester_on

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "sign_up.js"
ASK = """
const document = { querySelectorAll: () => [] };
%s
const asked = %s;
console.log(JSON.stringify(asked.map(([y, m, day]) => semesterOn(y, m, day))));
"""


@pytest.mark.skipif(
    not shutil.which("node") and not os.environ.get("CI"), reason="no node on this machine"
)
def test_script_and_server_work_out_the_same_semester():
    starts = [(year, month) for year in (2020, 2026) for month in range(1, 13)]
    days = [date(2026, month, day) for month in range(1, 13) for day in (1, 28)]
    asked = [(year, month, day.isoformat()) for year, month in starts for day in days]
    program = ASK % (SCRIPT.read_text(), json.dumps(asked))
    said = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    expected = [
        semester_on(date(year, month, 1), date.fromisoformat(day)) for year, month, day in asked
    ]
    assert json.loads(said.stdout) == expected
