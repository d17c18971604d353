"""Says of each order of a gateway where it stands, of each loss that there was one, and at the end why it is refused."""

import json
import sys

from orderwire import Refused, orders

try:
    for frame in orders(sys.argv[1], token=sys.argv[2] if len(sys.argv) > 2 else None, batchMs=5):
        for order in frame["orders"]:
            print(json.dumps({"part": order["part"], "seq": order["seq"]}), flush=True)
        if frame["dropped"] or frame["gaps"]:
            print(json.dumps({"lost": frame}), flush=True)
except Refused as refusal:
    print(json.dumps({"refused": str(refusal)}), flush=True)
