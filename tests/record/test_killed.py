"""A process killed at any instant loses nothing that it had acknowledged."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from onrecord.model.progress import silent
from onrecord.record.case import Case, open_case
from onrecord.record.ledger import catch_up_mirror
from onrecord.record.models import Capture
from onrecord.record.run import run
from onrecord.record.verify import verify_case

N_KILLS = 6
FILES = 12

SCRIPT = """
import sys
from pathlib import Path
from onrecord.record.case import open_case
from onrecord.record.intake import add
from onrecord.record.run import run
case = open_case(Path(sys.argv[1]))
print("ready", flush=True)
add(case, [Path(sys.argv[2])], by="tester", progress=lambda s, n, w: print(n, flush=True))
run(case, progress=lambda s, n, w: print(n, flush=True))
"""


def _killed_after(case: Case, folder: Path, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(case.root), str(folder)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()  # the imports are done
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_case_killed_again_and_again_holds_and_ends_the_same(case: Case, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(FILES):
        words = f"On 7 May 2021 at least {number + 2} people were killed in Orlan, residents said."
        (folder / f"{number:02}.txt").write_text(words)
    chance = random.Random(1)
    for _ in range(N_KILLS):
        _killed_after(case, folder, chance.uniform(0, 2.0))
        opened = open_case(case.root)
        catch_up_mirror(opened.mirror)
        assert verify_case(opened, progress=silent).holds
    run(open_case(case.root))
    digest = run(open_case(case.root)).digest
    assert Capture.objects.count() <= FILES
    assert run(open_case(case.root), fresh=True).digest == digest
