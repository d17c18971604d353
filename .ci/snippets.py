"""The code blocks of the documents, and the processes that run them. Used by languages.py."""

import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRATCH = pathlib.Path(sys.argv[1]).resolve()
CONSUMING, CLIENTS = "docs/consuming.md", "docs/clients.md"
USER = "0x31ca8395cf837de08b24da3f660e77761dfb974b"  # of the documents
NAME = "gateway.example.org"
SOON = 90  # seconds

ORDER = re.compile(r"^\d{8}/\d+@\d+ \S+ ?\S*( replay)?\s*$", re.MULTILINE)
GAP = re.compile(r"^gap ", re.MULTILINE)
KCAT_ORDER = re.compile(r' value \{"pos"')
KCAT_GAP = re.compile(r" headers ow\.gap=\{.* value NULL$", re.MULTILINE)
UPDATE = re.compile(r"^\d+ \S+ [a-zA-Z]+$", re.MULTILINE)
CCXT_ORDER = re.compile(r"^\d+ (buy|sell) [0-9.]+ [0-9.]+ [a-zA-Z]+$", re.MULTILINE)
KINDS = {ORDER: "orders", GAP: "gaps", KCAT_ORDER: "orders", KCAT_GAP: "gaps", UPDATE: "updates", CCXT_ORDER: "orders"}
BLOCK = re.compile(r"^```([^\n`]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ran = set()
running = []


def expect(condition, what):
    if not condition:
        raise SystemExit(f"languages: {what}")


def wait_for(condition, what, seconds=SOON):
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        expect(time.monotonic() < end, f"not within {seconds} s: {what}")
        time.sleep(0.1)


# The documents.


def blocks(file):
    return BLOCK.findall((ROOT / file).read_text(encoding="utf-8"))


def snippet(file, info, **replacements):
    """The text of the one block with those words behind its fence."""
    found = [text for words, text in blocks(file) if words == info]
    expect(len(found) == 1, f"{file} has {len(found)} blocks of {info}, expected 1")
    ran.add((file, info))
    text = found[0]
    for old, new in replacements.items():
        expect(OLD[old] in text, f"{file}, {info}: no {OLD[old]}")
        text = text.replace(OLD[old], new)
    return text


OLD = {"kafka": "127.0.0.1:9092", "sasl": "HOST:9092", "plain": "127.0.0.1:9094", "password": "PASSWORD", "user": USER,
       "ws": "ws://127.0.0.1:8080", "http": "http://127.0.0.1:8080", "https": "listen 443", "gateway": "127.0.0.1:8080",
       "certificate": f"/etc/ssl/{NAME}.pem", "key": f"/etc/ssl/{NAME}.key"}


def with_statement(text, statement):
    """The text with another statement in place of the one that begins with the same line."""
    lines, new = text.splitlines(), statement.splitlines()
    expect(lines.count(new[0]) == 1, f"no single statement begins with {new[0]}")
    first = lines.index(new[0])
    return "\n".join(lines[:first] + new + lines[lines.index(new[-1], first) + 1 :]) + "\n"


def check_that_all_ran():
    for file in (CONSUMING, CLIENTS):
        for info, _ in blocks(file):
            # A block without words after its fence is an excerpt of a protocol.
            expect(info.endswith(" not-run") or (file, info) in ran, f"{file}: nothing runs {info}")


# Processes.


def start(name, command, **options):
    folder = SCRATCH / "processes"
    folder.mkdir(exist_ok=True)
    with open(folder / f"{name}.out", "wb") as out, open(folder / f"{name}.log", "wb") as log:
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=out, stderr=log, **options)
    running.append(process)
    return process


def printed(name, kind="out"):
    return (SCRATCH / "processes" / f"{name}.{kind}").read_text(encoding="utf-8", errors="replace")


def stop(process):
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ready(name, process):
    def line():
        expect(process.poll() is None, f"{name} ended: {printed(name, 'log')[-2000:]}")
        return re.match(r"ready http=(\S+)/ ws=\S+ kafka=(\S+) ", printed(name))

    return wait_for(line, f"{name} is ready", 90).groups()


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def file(name, text, mode=0o600):
    path = SCRATCH / name
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def sees(name, command, *wanted, pipeline=None, environment=None):
    """Runs a snippet until its output has all that is wanted; meanwhile the pipeline sheds, if there is one."""
    began = time.monotonic()
    process = start(name, command, cwd=SCRATCH / "npm", env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})})
    turn = 0

    def complete():
        nonlocal turn
        ended = process.poll() is not None
        text = printed(name)
        missing = [each for each in wanted if not (each(text) if callable(each) else each.search(text))]
        if not missing:
            return text or True
        names = [getattr(each, "pattern", "the loss that is marked in every partition") for each in missing]
        expect(not ended, f"{name} ended without {names}: {(text + printed(name, 'log'))[-2000:]}")
        if pipeline is not None and missing == [GAP]:
            if turn % 30 == 0:
                pipeline.shed()
            turn += 1
        return None

    text = wait_for(complete, f"{name} prints all that is wanted")
    stop(process)
    found = [f"{len(each.findall(text))} {KINDS[each]}" for each in wanted if each in KINDS]
    print(f"languages: {name}: {', '.join(found or ['as documented'])}, {time.monotonic() - began:.1f} s", flush=True)
    return text
