// Reports the times and the ages of each frame: of a gateway, or of one that sends the messages of a file.
// Usage: times.mjs URL [FILE NOW_MS]
import { readFileSync } from "node:fs";
import { blockAgeMs, fileAgeMs, orders } from "./orderwire.mjs";

const [, , url, file, now] = process.argv;

class Recorded {
  constructor() {
    setImmediate(() => {
      this.onopen();
      for (const line of readFileSync(file, "utf8").trim().split("\n")) this.onmessage({ data: line });
    });
  }
  send() {}
  close() {}
}

const nowMs = now === undefined ? undefined : Number(now);
for await (const frame of orders(url, { batchMs: 5 }, file === undefined ? {} : { WebSocket: Recorded })) {
  const { serverTime, fileTime } = frame;
  const times = { orders: frame.orders.length, serverTime, fileTime };
  console.log(JSON.stringify({ ...times, blockAgeMs: blockAgeMs(frame, nowMs), fileAgeMs: fileAgeMs(frame, nowMs) }));
}
