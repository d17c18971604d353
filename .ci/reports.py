"""Sums the reports of all lanes, names flaky and skipped tests, and ends with how many tests passed.

Usage: reports.py FOLDER, with a folder of Surefire's TEST-*.xml for each lane. Exit code 1 if a test failed or none ran.
A test is flaky if it failed and then passed when it was repeated with the same seed.
"""

import collections
import pathlib
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
lanes = collections.Counter()
reasons = collections.Counter()
flaky = []
for report in sorted(pathlib.Path(sys.argv[1]).glob("*/*.xml")):
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')} ({report.parent.name})"
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            print("failed:", name)
        elif case.find("skipped") is not None:
            skipped += 1
            reason = case.find("skipped").get("message") or case.find("skipped").text or ""
            # Without the name of the exception, which Surefire puts first, and without its stack.
            reasons[reason.strip().split("\n")[0].split("Exception: ")[-1] or "no reason given"] += 1
        else:
            passed += 1
            lanes[report.parent.name] += 1
            if case.find("flakyFailure") is not None or case.find("flakyError") is not None:
                flaky.append(name)
for lane in sorted(folder.name for folder in pathlib.Path(sys.argv[1]).iterdir()):
    print(f"{lane}: {lanes[lane]} passed")
    if not lanes[lane]:
        print("CI failed: no test passed in the lane", lane, file=sys.stderr)
        sys.exit(1)
for reason, count in sorted(reasons.items()):
    print(f"skipped {count}: {reason}")
for name in flaky:
    print("flaky:", name)
if failed or not passed:
    print("CI failed:", f"{failed} tests failed" if failed else "no test ran", file=sys.stderr)
    sys.exit(1)
print(f"{passed} passed, {failed} failed, {skipped} skipped")
