// Orders from a gateway, without a gap if the connection or the gateway fails: it connects again, and resumes after the
// last frame that its caller has processed.
//
//   import { orders } from "orderwire"; // npm install ./clients/javascript, or "./orderwire.mjs" where it was copied
//   for await (const frame of orders("ws://127.0.0.1:8080/ws", { coins: ["BTC"] })) {
//     for (const order of frame.orders) console.log(order.pos, order.event.status);
//   }
//
// `block_number` and `block_index` of an order together name its event on every node, `pos` on this one.
//
// A frame has `orders`, `cursor`, `dropped`, `gaps`, `serverTime` and `fileTime` (docs/websocket.md); the times are
// null where the gateway does not send them. It counts as processed when the caller asks for the next one; keep
// `frame.cursor` to resume in another process. `blockAgeMs(frame)` and `fileAgeMs(frame)` say how old its newest order
// is. Needs a browser, Node 22 or newer, or the package ws: if npm installed this folder as a link, as it does without
// --install-links, pass that package's class as `WebSocket`.

const SILENCE_MS = 15_000; // a frame comes every 5 s
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const MOST_WAITING = 1_000; // frames; if the caller is slower, the client reconnects and resumes by the cursor
const TEMPORARY = /^(Too many replays|Too much work|The replay )/; // beginnings of temporary errors
const BLOCK_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?$/;

/**
 * Frames of the orders that match a filter, for as long as the caller iterates.
 *
 * @param url of the gateway, ws://HOST:8080/ws
 * @param filter members of a subscription to orders: coins, users, statuses, sides, minNotional, batchMs
 * @param options cursor: where to resume, otherwise new orders; token: for a gateway that requires one;
 *     WebSocket: a class to use instead of the global one
 * @throws Error when the gateway refuses the filter, the cursor or the token, or its certificate is not trusted
 */
export async function* orders(url, filter = {}, options = {}) {
  const Socket = options.WebSocket ?? globalThis.WebSocket ?? (await import("ws")).default;
  let from = options.cursor === undefined ? "latest" : { cursor: options.cursor };
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const connection = new Connection(new Socket(url, protocols(options.token)));
    connection.say({ method: "subscribe", subscription: { ...filter, type: "orders", id: "orders", from } });
    try {
      for (let message = await connection.next(); message !== null; message = await connection.next()) {
        if (message.channel === "subscriptionResponse") {
          from = { cursor: message.data.cursor };
          pauseMs = FIRST_PAUSE_MS;
        } else if (message.channel === "orders") {
          const { orders, cursor, dropped, gaps, serverTime = null, fileTime = null } = message.data;
          yield { orders, cursor, dropped, gaps, serverTime, fileTime };
          from = { cursor };
        } else if (message.channel === "error") {
          if (!TEMPORARY.test(message.data)) {
            throw new Error(`${message.data}; ${message.detail}`);
          }
          break;
        }
      }
      if (connection.refusal !== null) {
        throw new Error(connection.refusal);
      }
    } finally {
      connection.close();
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}

/**
 * Milliseconds from the newest `block_time` of the frame's orders to `now`: the age from the chain, which contains the time
 * that the node took. null if no order has one, as with plain files; negative if the clock of `now` is behind the chain's.
 *
 * @param now epoch milliseconds, when the frame was received or processed
 */
export function blockAgeMs(frame, now = Date.now()) {
  let newest = null;
  for (const order of frame.orders) {
    const time = epochMs(order.block_time);
    if (time !== null && (newest === null || time > newest)) {
      newest = time;
    }
  }
  return newest === null ? null : now - newest;
}

/**
 * Milliseconds from the ingestor's read of the newest of the frame's orders to `now`: the age from the file, which Orderwire
 * and the network account for. null without orders and from an older gateway; negative if the clock of `now` is behind the
 * ingestor's.
 *
 * @param now epoch milliseconds, when the frame was received or processed
 */
export function fileAgeMs(frame, now = Date.now()) {
  return frame.fileTime == null ? null : now - frame.fileTime;
}

/** UTC without a zone, with 0, 3, 6 or 9 digits of a second's fraction, as epoch milliseconds, rounded down. */
function epochMs(blockTime) {
  const [, second, fraction = ""] = BLOCK_TIME.exec(blockTime) ?? [];
  const time = second === undefined ? NaN : Date.parse(second + "Z");
  return Number.isNaN(time) ? null : time + Number(fraction.slice(0, 3).padEnd(3, "0"));
}

/** A page cannot give its WebSocket a header: a token goes as a subprotocol. */
function protocols(token) {
  if (token === undefined) {
    return [];
  }
  const text = btoa(String.fromCharCode(...new TextEncoder().encode(token)));
  return ["orderwire", "orderwire.bearer." + text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")];
}

/** The messages of one connection, in order, until it ends. */
class Connection {
  constructor(socket) {
    this.socket = socket;
    this.waiting = [];
    this.ended = false;
    this.refusal = null;
    this.wake = () => {};
    socket.onmessage = (event) => this.take(event.data);
    socket.onclose = (event) => {
      if (event.code === 4005) {
        this.refusal = "the token is no longer valid";
      }
      this.end();
    };
    // Only the package ws reports the status with which a handshake was refused, and why a certificate is not trusted.
    socket.onerror = (event) => {
      if (/response: (400|401|403)$/.test(event.message ?? "")) {
        this.refusal = event.message;
      } else if (/^(?!.*_ALERT_).*(CERT|UNABLE_TO_VERIFY)/.test(event.error?.code ?? "")) {
        this.refusal = "its certificate is not trusted: " + event.message;
      }
      this.end();
    };
    this.listen();
  }

  listen() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(), SILENCE_MS);
  }

  take(text) {
    if (this.ended) {
      return;
    }
    this.listen();
    this.waiting.push(text);
    if (this.waiting.length > MOST_WAITING) {
      this.end();
    }
    this.wake();
  }

  end() {
    this.ended = true;
    clearTimeout(this.silence);
    this.wake();
  }

  say(message) {
    this.socket.onopen = () => this.socket.send(JSON.stringify(message));
  }

  /** The next message, null once the connection has ended and all messages were returned. */
  async next() {
    while (this.waiting.length === 0 && !this.ended) {
      await new Promise((resolve) => (this.wake = resolve));
    }
    return this.waiting.length === 0 ? null : JSON.parse(this.waiting.shift());
  }

  close() {
    this.end();
    this.socket.close();
  }
}
