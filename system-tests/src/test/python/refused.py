"""Asks for what no gateway gives, and says what it says."""

import json
import sys

from orderwire import Refused, orders

try:
    next(orders(sys.argv[1], token=sys.argv[2], coins=[]))
except Refused as refusal:
    print(json.dumps({"refused": str(refusal)}), flush=True)
