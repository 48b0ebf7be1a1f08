"""Prints the tests that were skipped or failed, with their reasons, and the slowest ones: python3 tests/results.py FOLDER [COUNT].

FOLDER holds the .trx files that `dotnet test --logger trx --results-directory FOLDER` writes, one for each project.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml

NAMESPACE = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}


def seconds(duration):
    hours, minutes, rest = duration.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def main(folder, count="20"):
    results = []
    for file in sorted(pathlib.Path(folder).rglob("*.trx")):
        for result in xml.parse(file).iterfind(".//t:UnitTestResult", NAMESPACE):
            reason = result.findtext(".//t:ErrorInfo/t:Message", "", NAMESPACE)
            results.append((result.get("testName"), result.get("outcome"), seconds(result.get("duration", "0:0:0")), reason))
    if not results:
        sys.exit(f"{folder} holds no results of tests.")
    for word, outcome in (("skipped", "NotExecuted"), ("failed", "Failed")):
        for name, _, _, reason in (result for result in results if result[1] == outcome):
            print(word + ":", name + ":", re.sub(r"\s+", " ", reason)[:2000])
    print(f"The slowest of {len(results)} tests, which took {sum(result[2] for result in results):.0f} s together:")
    for name, _, time, _ in sorted(results, key=lambda result: -result[2])[: int(count)]:
        print(f"{time:7.1f} s  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
