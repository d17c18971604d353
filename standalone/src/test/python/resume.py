"""Says of each order of a gateway where it stands, and of each loss that there was one."""

import json
import sys

from orderwire import orders

for frame in orders(sys.argv[1], batchMs=5):
    for order in frame["orders"]:
        print(json.dumps({"part": order["part"], "seq": order["seq"]}), flush=True)
    if frame["dropped"] or frame["gaps"]:
        print(json.dumps({"lost": frame}), flush=True)
