// Says of each order of a gateway where it stands, and of each loss that there was one.
import { orders } from "./orderwire.mjs";

for await (const frame of orders(process.argv[2], { batchMs: 5 })) {
  for (const order of frame.orders) {
    console.log(JSON.stringify({ part: order.part, seq: order.seq }));
  }
  if (frame.dropped > 0 || frame.gaps.length > 0) {
    console.log(JSON.stringify({ lost: frame }));
  }
}
