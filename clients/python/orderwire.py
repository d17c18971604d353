"""Orders from a gateway, without a gap if the connection or the gateway fails.

It connects again, and resumes after the last frame that its caller has processed:

    from orderwire import orders
    for frame in orders("ws://127.0.0.1:8080/ws", coins=["BTC"]):
        for order in frame["orders"]:
            print(order["pos"], order["event"]["status"])

"block_number" and "block_index" of an order together name its event on every node, "pos" on this one.

A frame has "orders", "cursor", "dropped" and "gaps" (docs/websocket.md). It counts as processed when the caller asks for
the next one; keep its cursor to resume in another process. Needs the package websocket-client (Debian: python3-websocket).
"""

import json
import random
import struct
import time

import websocket

SILENCE_SECONDS = 15  # a frame comes every 5 s
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5
REFUSALS = (400, 401, 403)
TOKEN_EXPIRED = 4005


class Refused(Exception):
    """The gateway refuses the filter, the cursor or the token, and says why."""


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
                data = message["data"]
                if message["channel"] == "subscriptionResponse":
                    start = {"cursor": data["cursor"]}
                    pause = FIRST_PAUSE_SECONDS
                elif message["channel"] == "orders":
                    yield {name: data[name] for name in ("orders", "cursor", "dropped", "gaps")}
                    start = {"cursor": data["cursor"]}
                elif message["channel"] == "error":
                    if not data.startswith(("Too many replays", "The replay ")):
                        raise Refused(f"{data}; {message['detail']}")
                    raise _Ended(data)
        except (_Ended, OSError, websocket.WebSocketException):
            pass
        finally:
            if connection is not None:
                connection.shutdown()
        time.sleep(pause * random.uniform(0.5, 1.5))
        pause = min(LONGEST_PAUSE_SECONDS, 2 * pause)


def _connect(url, token):
    header = [] if token is None else ["Authorization: Bearer " + token]
    try:
        return websocket.create_connection(url, timeout=SILENCE_SECONDS, header=header)
    except websocket.WebSocketBadStatusException as refusal:
        if refusal.status_code in REFUSALS:
            raise Refused(str(refusal)) from refusal
        raise


def _next(connection):
    code, payload = connection.recv_data()
    if code == websocket.ABNF.OPCODE_CLOSE:
        if len(payload) >= 2 and struct.unpack("!H", payload[:2])[0] == TOKEN_EXPIRED:
            raise Refused("the token holds no more")
        raise _Ended("closed")
    return json.loads(payload)
