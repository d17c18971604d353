"""Reports the times and the ages of each frame: of a gateway, or of one that sends the messages of a file.

Usage: times.py URL [FILE NOW_MS]
"""

import json
import sys

import orderwire
import websocket


class Recorded:
    def __init__(self, file):
        with open(file, encoding="utf-8") as lines:
            self.messages = lines.read().encode().splitlines()

    def send(self, text):
        pass

    def recv_data(self):
        if not self.messages:
            sys.exit()
        return websocket.ABNF.OPCODE_TEXT, self.messages.pop(0)

    def shutdown(self):
        pass


now_ms = None
if len(sys.argv) > 2:
    recorded, now_ms = Recorded(sys.argv[2]), int(sys.argv[3])
    websocket.create_connection = lambda *arguments, **options: recorded
for frame in orderwire.orders(sys.argv[1], batchMs=5):
    times = {
        "orders": len(frame["orders"]),
        "serverTime": frame["serverTime"],
        "fileTime": frame["fileTime"],
        "blockAgeMs": orderwire.block_age_ms(frame, now_ms),
        "fileAgeMs": orderwire.file_age_ms(frame, now_ms),
    }
    print(json.dumps(times), flush=True)
