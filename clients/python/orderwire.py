"""Orders from a gateway, without a gap if the connection or the gateway fails.

It connects again, and resumes after the last frame that its caller has processed:

    from orderwire import orders
    for frame in orders("ws://127.0.0.1:8080/ws", coins=["BTC"]):
        for order in frame["orders"]:
            print(order["pos"], order["event"]["status"])

"block_number" and "block_index" of an order together name its event on every node, "pos" on this one.

A frame has "orders", "cursor", "dropped", "gaps", "serverTime" and "fileTime" (docs/websocket.md); the times are None where
the gateway does not send them. It counts as processed when the caller asks for the next one; keep its cursor to resume in
another process. block_age_ms(frame) and file_age_ms(frame) say how old its newest order is. Needs the package
websocket-client (Debian: python3-websocket).
"""

import datetime
import json
import random
import re
import ssl
import struct
import time

import websocket

SILENCE_SECONDS = 15  # a frame comes every 5 s
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5
REFUSALS = (400, 401, 403)
TOKEN_EXPIRED = 4005
TEMPORARY = ("Too many replays", "Too much work", "The replay ")  # beginnings of temporary errors
BLOCK_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?", re.ASCII)


class Refused(Exception):
    """Another attempt would fail too: the gateway refuses the filter, the cursor or the token, or is not trusted."""


class _Ended(Exception):
    """The connection has ended, for a reason that may pass."""


def orders(url, cursor=None, token=None, **subscription):
    """Yields frames of the orders that match, for as long as the caller iterates.

    url: of the gateway, ws://HOST:8080/ws
    cursor: where to resume; without one, the stream begins with new orders
    token: for a gateway that requires one
    subscription: coins, users, statuses, sides (lists), minNotional (text), batchMs

    Raises Refused; everything else that goes wrong is tried again, after pauses of up to 5 s.
    """
    start = "latest" if cursor is None else {"cursor": cursor}
    pause = FIRST_PAUSE_SECONDS
    while True:
        connection = None
        try:
            connection = _connect(url, token)
            request = {**subscription, "type": "orders", "id": "orders", "from": start}
            connection.send(json.dumps({"method": "subscribe", "subscription": request}))
            while True:
                message = _next(connection)
                data = message.get("data")
                if message.get("channel") == "subscriptionResponse":
                    start = {"cursor": data["cursor"]}
                    pause = FIRST_PAUSE_SECONDS
                elif message.get("channel") == "orders":
                    frame = {name: data[name] for name in ("orders", "cursor", "dropped", "gaps")}
                    yield {**frame, "serverTime": data.get("serverTime"), "fileTime": data.get("fileTime")}
                    start = {"cursor": data["cursor"]}
                elif message.get("channel") == "error":
                    if not data.startswith(TEMPORARY):
                        raise Refused(f"{data}; {message.get('detail')}")
                    raise _Ended(data)
        except (_Ended, OSError, websocket.WebSocketException):
            pass
        finally:
            if connection is not None:
                connection.shutdown()
        time.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(LONGEST_PAUSE_SECONDS, 2 * pause)


def block_age_ms(frame, now_ms=None):
    """Milliseconds from the newest block_time of the frame's orders to now_ms: the age from the chain.

    It contains the time that the node took. None if no order has a block_time, as with plain files; negative if the clock
    of now_ms is behind the chain's.

    now_ms: epoch milliseconds, when the frame was received or processed; without it, now
    """
    times = [_epoch_ms(order.get("block_time")) for order in frame["orders"]]
    newest = max((ms for ms in times if ms is not None), default=None)
    return None if newest is None else _now_ms(now_ms) - newest


def file_age_ms(frame, now_ms=None):
    """Milliseconds from the ingestor's read of the newest of the frame's orders to now_ms: the age from the file.

    Orderwire and the network account for it. None without orders and from an older gateway; negative if the clock of now_ms
    is behind the ingestor's.

    now_ms: epoch milliseconds, when the frame was received or processed; without it, now
    """
    read = frame.get("fileTime")
    return None if read is None else _now_ms(now_ms) - read


def _now_ms(now_ms):
    return time.time_ns() // 1_000_000 if now_ms is None else now_ms


def _epoch_ms(block_time):
    """UTC without a zone, with 0, 3, 6 or 9 digits of a second's fraction, as epoch milliseconds, rounded down."""
    match = BLOCK_TIME.fullmatch(block_time) if isinstance(block_time, str) else None
    if match is None:
        return None
    try:
        second = datetime.datetime.fromisoformat(match[1] + "+00:00")
    except ValueError:
        return None
    return int(second.timestamp()) * 1000 + int((match[2] or "")[:3].ljust(3, "0"))


def _connect(url, token):
    header = [] if token is None else ["Authorization: Bearer " + token]
    try:
        return websocket.create_connection(url, timeout=SILENCE_SECONDS, header=header)
    except websocket.WebSocketBadStatusException as refusal:
        if refusal.status_code in REFUSALS:
            raise Refused(str(refusal)) from refusal
        raise
    except ssl.SSLCertVerificationError as failure:
        raise Refused(f"its certificate is not trusted: {failure.verify_message}") from failure


def _next(connection):
    code, payload = connection.recv_data()
    if code == websocket.ABNF.OPCODE_CLOSE:
        if len(payload) >= 2 and struct.unpack("!H", payload[:2])[0] == TOKEN_EXPIRED:
            raise Refused("the token is no longer valid")
        raise _Ended("closed")
    return json.loads(payload)
