// The WebSocket: stats each second, live orders while somebody looks, and a new connection whenever one ends.

import { get, protocols, token } from "./http.js";
import { nextPause, refused, resumed, start } from "./resume.js";

const FIRST_PAUSE_MS = 500;
/** Stats come each second: a connection without a message for so long is dead. */
const SILENCE_MS = 15_000;
const TOKEN_EXPIRED = 4005;
/** Beginnings of the errors after which a subscription can only begin with new orders; a cursor itself may be invalid. */
const NO_RESUME = /^(Cursor |Too many replays|The replay |The topic was recreated|Invalid subscription)/;
/** The gateway ends and refuses subscriptions that cost too much work, which may be over later. */
const ASK_AGAIN_MS = 30_000;

export class Feed {
  /**
   * @param listener connection(text, tone), stats(stats), orders(frame), gaps(gaps), notice(text),
   *     needsToken(again), opened()
   */
  constructor(listener) {
    this.listener = listener;
    this.socket = null;
    this.pauseMs = FIRST_PAUSE_MS;
    this.filter = {};
    this.wanted = true;
    this.subscription = null;
    this.subscriptions = 0;
    this.cursor = null;
    this.stoppedAt = null;
    this.heardAt = Date.now();
    this.lastPause = null;
    this.askAgain = 0;
    setInterval(() => this.endIfSilent(), SILENCE_MS / 3);
  }

  connect() {
    this.listener.connection("connecting…", "");
    this.heardAt = Date.now();
    let opened = false;
    const socket = new WebSocket(new URL("/ws", location.href.replace(/^http/, "ws")), protocols(token()));
    this.socket = socket;
    socket.onopen = () => {
      if (socket !== this.socket) {
        socket.close();
        return;
      }
      opened = true;
      this.pauseMs = FIRST_PAUSE_MS;
      this.subscription = null;
      this.listener.connection("connected", "good");
      this.say({ method: "subscribe", subscription: { type: "pipeline" } });
      this.say({ method: "subscribe", subscription: { type: "gaps" } });
      this.subscribe();
      this.listener.opened();
    };
    socket.onmessage = (event) => {
      if (socket === this.socket) {
        this.heardAt = Date.now();
        this.receive(JSON.parse(event.data));
      }
    };
    socket.onclose = (event) => this.closed(socket, opened, event.code);
  }

  async closed(socket, opened, code) {
    if (socket !== this.socket) {
      return;
    }
    this.socket = null;
    this.stop();
    if ((!opened || code === TOKEN_EXPIRED) && (await this.lacksToken())) {
      this.listener.connection("token needed", "warn");
      this.listener.needsToken(token() !== null);
      return;
    }
    const waitMs = this.pauseMs * (0.75 + Math.random() / 2);
    this.pauseMs = nextPause(this.pauseMs);
    const why = code > 1001 && code !== 1006 ? " (" + code + ")" : "";
    this.listener.connection("disconnected" + why + ", trying again", "bad");
    setTimeout(() => this.connect(), waitMs);
  }

  /** A browser does not report to a page why a handshake was refused. */
  async lacksToken() {
    return (await get("/api/v1/orders?limit=1")).status === 401;
  }

  endIfSilent() {
    if (this.socket !== null && Date.now() - this.heardAt > SILENCE_MS) {
      const dead = this.socket;
      dead.close();
      this.closed(dead, true, 1006);
    }
  }

  say(message) {
    if (this.socket !== null && this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  /** Shows other orders, beginning with new ones. */
  show(filter) {
    this.filter = filter;
    this.unsubscribe();
    this.cursor = null;
    this.stoppedAt = null;
    this.subscribe();
  }

  /** Pauses the live orders while nobody looks, and resumes them. */
  want(wanted) {
    if (wanted === this.wanted) {
      return;
    }
    this.wanted = wanted;
    if (wanted) {
      this.endIfSilent();
      this.subscribe();
    } else {
      this.unsubscribe();
    }
  }

  stop() {
    if (this.subscription !== null) {
      this.subscription = null;
      this.stoppedAt = Date.now();
    }
  }

  unsubscribe() {
    if (this.subscription !== null) {
      this.say({ method: "unsubscribe", subscription: { type: "orders", id: this.subscription.id } });
      this.stop();
    }
  }

  subscribe() {
    if (!this.wanted || this.socket === null || this.socket.readyState !== WebSocket.OPEN) {
      return;
    }
    const pauseMs = this.stoppedAt === null ? null : Date.now() - this.stoppedAt;
    const from = pauseMs === null ? "latest" : start(this.cursor, pauseMs);
    this.lastPause = pauseMs === null ? null : { pauseMs, from };
    this.subscription = { type: "orders", id: "page-" + ++this.subscriptions, batchMs: 100, ...this.filter, from };
    this.say({ method: "subscribe", subscription: this.subscription });
  }

  receive(message) {
    if (message.channel === "pipeline") {
      this.listener.stats(message.data);
    } else if (message.channel === "orders") {
      this.receiveOrders(message.data);
    } else if (message.channel === "gaps") {
      this.listener.gaps(message.data);
    } else if (message.channel === "subscriptionResponse") {
      this.receiveAnswer(message.data);
    } else if (message.channel === "error") {
      this.receiveError(message);
    }
  }

  /** Until the first frame has come, the answer says where to resume. */
  receiveAnswer({ method, subscription, cursor }) {
    const mine = method === "subscribe" && subscription.type === "orders" && subscription.id === this.subscription?.id;
    if (mine && typeof cursor === "string") {
      this.cursor = cursor;
    }
  }

  receiveOrders(frame) {
    if (this.subscription === null || frame.id !== this.subscription.id) {
      return;
    }
    this.cursor = frame.cursor;
    if (this.lastPause !== null) {
      this.listener.notice(resumed(this.lastPause.from, this.lastPause.pauseMs));
      this.lastPause = null;
    }
    this.listener.orders(frame);
  }

  /** An error repeats the subscription that it is about. */
  receiveError(message) {
    const text = String(message.data);
    const detail = typeof message.detail === "string" ? message.detail : "";
    const mine = this.subscription !== null && text.includes('"' + this.subscription.id + '"');
    if (mine && NO_RESUME.test(text) && this.subscription.from !== "latest") {
      this.subscription = null;
      this.cursor = null;
      this.stoppedAt = null;
      this.listener.notice(refused(detail));
      this.subscribe();
      return;
    }
    this.listener.notice(detail === "" ? text.slice(0, 200) : detail);
    if (mine) {
      this.stop();
      this.cursor = null;
      clearTimeout(this.askAgain);
      this.askAgain = setTimeout(() => this.subscription === null && this.subscribe(), ASK_AGAIN_MS);
    }
  }
}
