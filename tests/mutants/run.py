#!/usr/bin/env python3
"""Puts faults into a copy of the project, one at a time, and prints those that no test notices.

    python3 tests/mutants/run.py [WORD...] [--skip COUNT] [--take COUNT] [--timeout SECONDS] [--copy FOLDER]

Without words all faults of mutants.json are tried; with words, those in whose file or description one of them occurs.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1", DOTNET_NOLOGO="1", MSBUILDDISABLENODEREUSE="1")
SLOW = "Metamers.Tests.Studies.KilledStudyTests"  # minutes of killed processes; what they check of a single process, others check in seconds

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def build(copy, project):
    command = ["dotnet", "build", project, "-v", "q", "-nologo", "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false"]
    done = subprocess.run(command, cwd=copy, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def test(copy, tests, timeout):
    """The number of failures up to the first, by xunit's own runner, and what it printed; None if it took too long or ran no test.

    The tests are those of all folders (A|B.C), or of all classes (DTests|E.FTests): the runner takes what is in both.
    """
    command = [f"{copy}/tests/Metamers.Tests/bin/Debug/net10.0/Metamers.Tests"]
    for name in tests.split("|"):
        command += ["-class", f"Metamers.Tests.{name}"] if name.endswith("Tests") else ["-namespace", f"Metamers.Tests.{name}*"]
    command += ["-class-", SLOW, "-stopOnFail", "-noColor", "-parallel", "none"]
    process = subprocess.Popen(
        command, cwd=copy, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    alarm = threading.Timer(timeout, process.kill)
    alarm.start()
    output = ""
    try:
        for line in process.stdout:
            output += line
            summary = re.search(r"Total: (\d+), Errors: (\d+), Failed: (\d+)", line)
            if summary:
                return int(summary[2]) + int(summary[3]) if int(summary[1]) > 0 else None, output
        return (None if not alarm.is_alive() else 1), output  # it was stopped, or ended without a summary
    finally:
        alarm.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)  # it may wait for threads that never end
        process.wait()


def clone(copy):
    names = subprocess.check_output(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT).decode().split("\0")
    for name in filter(None, names):
        source, target = ROOT / name, copy / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--skip", type=int, default=0, help="leave out that many of the first")
    parser.add_argument("--take", type=int, help="try that many of the rest")
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for the tests of a folder")
    parser.add_argument("--copy", help="an empty folder for the copy; it is kept")
    parser.add_argument("--check", action="store_true", help="only look whether every fault's text is still there")
    arguments = parser.parse_args()

    mutants = json.loads((HERE / "mutants.json").read_text(encoding="utf-8"))
    if arguments.words:
        mutants = [m for m in mutants if any(word in m["file"] or word in m["what"] for word in arguments.words)]
    mutants = mutants[arguments.skip :][: arguments.take]
    if not mutants:
        sys.exit("No fault has one of these words.")
    stale, fresh = [], []
    for mutant in mutants:
        file = ROOT / mutant["file"]
        found = file.read_text(encoding="utf-8").count(mutant["old"]) if file.is_file() else 0
        (fresh if found == 1 else stale).append(mutant)
    for mutant in stale:
        print(f"stale     {mutant['file']}: {mutant['what']}")
    if arguments.check:
        print(f"{len(fresh)} faults can be made, {len(stale)} are stale.")
        sys.exit(1 if stale else 0)

    copy = pathlib.Path(arguments.copy or tempfile.mkdtemp(prefix="mutants-"))
    copy.mkdir(parents=True, exist_ok=True)
    survivors, broken = [], []
    try:
        clone(copy)
        code, output = build(copy, "tests/Metamers.Tests")
        if code != 0:
            sys.exit(f"The project does not build:\n{output[-3000:]}")
        passing, failing = set(), set()
        for mutant in fresh:
            tests = mutant["tests"]
            if tests not in passing | failing:
                build(copy, "lib/Metamers")  # without the fault before
                code, output = test(copy, tests, arguments.timeout)
                (passing if code == 0 else failing).add(tests)
                if code != 0:
                    print(f"unusable  the tests of {tests} fail without a fault:\n{output[-1500:]}", flush=True)
            if tests in failing:
                broken.append(mutant)
                continue
            file, start = copy / mutant["file"], time.monotonic()
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(mutant["old"], mutant["new"]), encoding="utf-8")
            code, output = build(copy, "lib/Metamers")  # the tests' folder links to what this gives
            if code != 0:
                state = "no build"
                broken.append(mutant)
            else:
                code, _ = test(copy, mutant["tests"], arguments.timeout)
                state = "SURVIVES" if code == 0 else "killed" if code is not None else "too slow"
                if code == 0:
                    survivors.append(mutant)
            file.write_text(text, encoding="utf-8")
            took = time.monotonic() - start
            print(f"{state:9} {mutant['file']}: {mutant['what']} ({took:.0f} s)", flush=True)
    finally:
        if not arguments.copy:
            shutil.rmtree(copy, ignore_errors=True)
    print(f"{len(fresh)} faults, {len(survivors)} survive, {len(broken)} could not be tried, {len(stale)} are stale.")
    for mutant in survivors:
        print(f"survives: {mutant['file']}: {mutant['what']}\n- {mutant['old']}\n+ {mutant['new']}")
    sys.exit(1 if survivors or broken or stale else 0)


if __name__ == "__main__":
    main()
