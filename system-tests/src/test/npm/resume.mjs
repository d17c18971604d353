// Says of each order of a gateway where it stands, of each loss that there was one, and at the end why it is refused.
import { orders } from "./orderwire.mjs";

try {
  for await (const frame of orders(process.argv[2], { batchMs: 5 }, { token: process.argv[3] })) {
    for (const order of frame.orders) {
      console.log(JSON.stringify({ part: order.part, seq: order.seq }));
    }
    if (frame.dropped > 0 || frame.gaps.length > 0) {
      console.log(JSON.stringify({ lost: frame }));
    }
  }
} catch (refusal) {
  console.log(JSON.stringify({ refused: refusal.message }));
}
