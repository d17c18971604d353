"""Reads all orders by the package websocket-client through everything that happens, and keeps accounts.

Usage: ws-accounts.py URL FILE

Connects again whenever the connection breaks, and resumes behind the last cursor. Ends on SIGTERM, and then writes to FILE
what it got of each partition, what it was told as missing, and what it experienced. Fails if a sequence neither came nor
was told as missing, came twice, or came out of order.
"""
import json
import signal
import sys
import time

import websocket

url, report = sys.argv[1:]
running = True
last = {}  # sequence, by partition
orders = dropped = missing = 0
gaps = []
broken = []
events = []
cursor = None
heard = None  # when the last order came
longest = 0.0


def stop(*_):
    global running
    running = False


signal.signal(signal.SIGTERM, stop)


def note(text):
    events.append(f"{time.strftime('%H:%M:%S')} {text}")


def in_gaps(partition, seq):
    return any(gap["partition"] in (None, partition) and gap["fromSeq"] <= seq <= gap["toSeq"] for gap in gaps
               if gap["fromSeq"] is not None)


def take(data):
    global orders, dropped, missing, cursor, heard, longest
    cursor = data["cursor"]
    gaps.extend(data["gaps"])
    told = data["dropped"]
    dropped += told
    if data["orders"]:
        now = time.monotonic()
        if heard is not None and now - heard > longest:
            longest = now - heard
        heard = now
    for order in data["orders"]:
        orders += 1
        partition, seq = order["part"], order["seq"]
        before = last.get(partition)
        if before is not None and seq <= before:
            broken.append(f"partition {partition}: {seq} after {before}")
        elif before is not None:
            for left_out in range(before + 1, seq):
                missing += 1
                if not in_gaps(partition, left_out):
                    told -= 1
                    if told < 0:
                        broken.append(f"partition {partition}: {left_out} did not come, and nothing says so")
        last[partition] = seq


def follow():
    socket = websocket.create_connection(url, timeout=15)
    try:
        socket.settimeout(2)
        subscription = {"type": "orders", "id": "ci"}
        if cursor is not None:
            subscription["from"] = {"cursor": cursor}
        socket.send(json.dumps({"method": "subscribe", "subscription": subscription}))
        note("connected" if cursor is None else "connected again, behind the cursor")
        silent = time.monotonic()
        while running:
            try:
                text = socket.recv()
            except websocket.WebSocketTimeoutException:
                # A frame comes every 5 s at least.
                if time.monotonic() - silent > 15:
                    raise ConnectionError("silent for 15 s")
                continue
            silent = time.monotonic()
            if not text:
                raise ConnectionError("closed")
            message = json.loads(text)
            if message["channel"] == "error":
                broken.append(text[:300])
                stop()
            elif message["channel"] == "subscriptionResponse":
                globals()["cursor"] = message["data"]["cursor"]
                print("subscribed", flush=True)
            elif message["channel"] == "orders":
                take(message["data"])
    finally:
        socket.close()


while running:
    try:
        follow()
    except (OSError, websocket.WebSocketException) as lost:
        if running:
            note(f"lost: {lost!r}"[:120])
            time.sleep(0.1)

summary = {"orders": orders, "dropped": dropped, "missing": missing, "gaps": len(gaps), "last": last,
           "longest": round(longest, 2), "events": events, "broken": broken[:20]}
with open(report, "w") as out:
    json.dump(summary, out, indent=1)
if broken:
    sys.exit("\n".join(broken[:20]))
