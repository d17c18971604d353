"""A plain watcher: follows the newest hour file, parses its lines in a thread pool, sends them to all clients.

    watcher.py DATA     prints the port, and works until it is ended
"""

import base64
import hashlib
import json
import os
import queue
import socket
import struct
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

POLL_SECONDS = 0.01
CHUNK_BYTES = 1 << 18
WORKERS = 4
CHUNKS_UNDER_WAY = 64
WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

clients = []
lock = threading.Lock()


def newest(folder):
    """The latest hour file, FOLDER/…/DAY/HOUR."""
    files = [os.path.join(day, hour) for day, _, hours in os.walk(folder) for hour in hours if hour.isdigit()]
    return max(files, key=lambda file: (os.path.dirname(file), int(os.path.basename(file))), default=None)


def tail(folder, parsed, pool):
    path, file, rest, at_end = None, None, b"", True
    while True:
        chunk = file.read(CHUNK_BYTES) if file else b""
        if chunk:
            at_end = False
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            if lines:
                parsed.put(pool.submit(parse, lines))
            continue
        latest = newest(folder)
        if latest and latest != path and at_end:
            path, file, rest, at_end = latest, open(latest, "rb", buffering=0), b"", False
            continue
        # Once more before the next file, which exists only after this one is complete.
        at_end = latest != path
        if not at_end:
            time.sleep(POLL_SECONDS)


def parse(lines):
    orders = [json.loads(line) for line in lines]
    return json.dumps({"channel": "orders", "data": orders}, separators=(",", ":")).encode()


def text_frame(payload):
    if len(payload) < 126:
        return struct.pack("!BB", 0x81, len(payload)) + payload
    if len(payload) < 1 << 16:
        return struct.pack("!BBH", 0x81, 126, len(payload)) + payload
    return struct.pack("!BBQ", 0x81, 127, len(payload)) + payload


def broadcast(parsed):
    while True:
        frame = text_frame(parsed.get().result())
        with lock:
            for client in list(clients):
                try:
                    client.sendall(frame)
                except OSError:
                    clients.remove(client)


def serve(listener):
    while True:
        client, _ = listener.accept()
        head = b""
        while b"\r\n\r\n" not in head:
            received = client.recv(4096)
            if not received:
                break
            head += received
        if b"\r\n\r\n" not in head:
            client.close()
            continue
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:] if ": " in line)
        accept = base64.b64encode(hashlib.sha1((headers["Sec-WebSocket-Key"] + WEBSOCKET).encode()).digest())
        with lock:
            client.sendall(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + text_frame(b'{"channel":"ready"}')
            )
            clients.append(client)


def main():
    parsed = queue.Queue(CHUNKS_UNDER_WAY)
    pool = ThreadPoolExecutor(WORKERS)
    listener = socket.create_server(("127.0.0.1", 0))
    for work in (lambda: serve(listener), lambda: broadcast(parsed)):
        threading.Thread(target=work, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    tail(sys.argv[1], parsed, pool)


main()
