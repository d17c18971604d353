import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Feed } from "../../main/resources/io/orderwire/gateway/page/feed.js";

/** Sockets that were opened, the newest last. */
let sockets;
/** What the feed told its listener. */
let told;
/** The status of every request. */
let status;

class FakeSocket {
  static OPEN = 1;

  constructor(url, protocols) {
    Object.assign(this, { url: String(url), protocols, readyState: 0, sent: [] });
    sockets.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  open() {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  take(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  async end(code) {
    this.readyState = 3;
    await this.onclose({ code });
  }

  /** The subscription to orders that was requested last. */
  get subscription() {
    const requests = this.sent.filter(({ method }) => method === "subscribe").map(({ subscription }) => subscription);
    return requests.filter(({ type }) => type === "orders").at(-1);
  }

  frame(cursor, orders = []) {
    this.take({ channel: "orders", data: { id: this.subscription.id, orders, cursor, dropped: 0, gaps: [] } });
  }
}

beforeEach(() => {
  sockets = [];
  status = 200;
  told = { connection: [], notice: [], orders: [], gaps: [], stats: [], needsToken: [] };
  globalThis.WebSocket = FakeSocket;
  globalThis.location = { href: "http://desk.example:8080/#coins=BTC" };
  const kept = new Map();
  globalThis.sessionStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
  globalThis.fetch = async () => ({ status, ok: status === 200, json: async () => ({}) });
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
});

afterEach(() => mock.timers.reset());

function connected() {
  const feed = new Feed({
    connection: (text, tone) => told.connection.push([text, tone]),
    stats: (stats) => told.stats.push(stats),
    orders: (frame) => told.orders.push(frame),
    gaps: (gaps) => told.gaps.push(gaps),
    notice: (text) => told.notice.push(text),
    needsToken: (again) => told.needsToken.push(again),
    opened: () => {},
  });
  feed.filter = { coins: ["BTC"] };
  feed.connect();
  sockets[0].open();
  return feed;
}

/** Lets the feed connect again, and returns the new socket. */
function again() {
  const before = sockets.length;
  mock.timers.tick(13_000);
  assert.equal(sockets.length, before + 1);
  return sockets.at(-1);
}

test("subscribes to stats and to the orders of the view, at the gateway that served the page", () => {
  connected();
  assert.match(sockets[0].url, /^ws:\/\/desk\.example:8080\/ws/);
  assert.deepEqual(sockets[0].sent[0], { method: "subscribe", subscription: { type: "pipeline" } });
  assert.deepEqual(sockets[0].subscription.coins, ["BTC"]);
  assert.equal(sockets[0].subscription.from, "latest");
  assert.deepEqual(told.notice, []);
});

test("resumes by the cursor of the last frame, and says so", async () => {
  connected();
  sockets[0].frame("AgEB");
  await sockets[0].end(1006);
  assert.deepEqual(told.connection.at(-1), ["disconnected, trying again", "bad"]);
  const second = again();
  second.open();
  assert.deepEqual(second.subscription.from, { cursor: "AgEB" });
  second.frame("AgEC");
  assert.match(told.notice.at(-1), /resumed by cursor/);
  second.frame("AgED");
  assert.equal(told.notice.length, 1);
});

test("begins with new orders after a long pause, and says so", async () => {
  connected();
  sockets[0].frame("AgEB");
  for (let i = 0; i < 3; i++) {
    await sockets.at(-1).end(1006);
    again();
  }
  sockets.at(-1).open();
  assert.equal(sockets.at(-1).subscription.from, "latest");
  sockets.at(-1).frame("AgEC");
  assert.match(told.notice.at(-1), /orders of the pause are not shown/);
});

test("resumes by the cursor of the answer if no frame had come", async () => {
  connected();
  const { subscription } = sockets[0];
  sockets[0].take({ channel: "subscriptionResponse", data: { method: "subscribe", subscription, cursor: "AgEA" } });
  await sockets[0].end(1006);
  const second = again();
  second.open();
  assert.deepEqual(second.subscription.from, { cursor: "AgEA" });
});

test("passes on the losses that the pipeline reports", () => {
  connected();
  sockets[0].take({ channel: "gaps", data: [{ id: "a" }] });
  assert.deepEqual(told.gaps, [[{ id: "a" }]]);
});

test("begins with new orders if the cursor is refused, and says so", async () => {
  connected();
  sockets[0].frame("AgEB");
  await sockets[0].end(1001);
  const second = again();
  second.open();
  const refused = second.subscription.id;
  const data = "Cursor of a topic that is no more: " + JSON.stringify(second.subscription);
  second.take({ channel: "error", data, detail: "the topic was deleted" });
  assert.equal(second.subscription.from, "latest");
  assert.notEqual(second.subscription.id, refused);
  assert.match(told.notice.at(-1), /could not be resumed \(the topic was deleted\)/);
});

test("begins with new orders if the gateway cannot read the cursor, but only once", async () => {
  connected();
  sockets[0].frame("of another version");
  await sockets[0].end(1001);
  const second = again();
  second.open();
  const invalid = () => "Invalid subscription: " + JSON.stringify(second.subscription);
  second.take({ channel: "error", data: invalid(), detail: "cursor must be one of a frame" });
  const requests = second.sent.length;
  assert.equal(second.subscription.from, "latest");
  second.take({ channel: "error", data: invalid(), detail: "coins must be a list" });
  assert.equal(second.sent.length, requests);
  assert.equal(told.notice.at(-1), "coins must be a list");
});

test("asks again some time after the gateway has ended the live orders", () => {
  connected();
  const { id } = sockets[0].subscription;
  const data = 'Subscription ended: {"type":"orders","id":"' + id + '"}';
  const ended = { channel: "error", data, detail: "too much" };
  sockets[0].take(ended);
  sockets[0].take(ended);
  assert.equal(told.notice.at(-1), "too much");
  assert.equal(sockets[0].subscription.id, id);
  for (let second = 0; second < 31; second++) {
    mock.timers.tick(1_000);
    sockets[0].take({ channel: "pipeline", data: {} });
  }
  assert.notEqual(sockets[0].subscription.id, id);
  assert.equal(sockets[0].subscription.from, "latest");
  assert.equal(sockets.length, 1);
});

test("keeps the live orders if an error is about another request", () => {
  const feed = connected();
  sockets[0].take({ channel: "error", data: 'Already unsubscribed: {"type":"orders","id":"page-0"}', detail: "" });
  assert.notEqual(feed.subscription, null);
});

test("takes no orders while nobody looks, but stats", () => {
  const feed = connected();
  sockets[0].frame("AgEB");
  const { id } = sockets[0].subscription;
  feed.want(false);
  assert.deepEqual(sockets[0].sent.at(-1), { method: "unsubscribe", subscription: { type: "orders", id } });
  sockets[0].take({ channel: "pipeline", data: { clients: 1 } });
  assert.equal(told.stats.length, 1);
  feed.want(true);
  assert.deepEqual(sockets[0].subscription.from, { cursor: "AgEB" });
  feed.want(true);
  assert.equal(sockets[0].sent.length, 5);
});

test("ignores frames of a subscription that the page has ended", () => {
  const feed = connected();
  const { id } = sockets[0].subscription;
  feed.show({ coins: ["ETH"] });
  sockets[0].take({ channel: "orders", data: { id, orders: [{}], cursor: "old", dropped: 0, gaps: [] } });
  assert.deepEqual(told.orders, []);
  assert.deepEqual(sockets[0].subscription.coins, ["ETH"]);
  assert.equal(sockets[0].subscription.from, "latest");
});

test("connects again if a connection is silent, and ignores the dead one", async () => {
  connected();
  sockets[0].frame("AgEB");
  mock.timers.tick(20_000);
  await Promise.resolve();
  assert.equal(told.connection.at(-1)[1], "bad");
  const second = again();
  second.open();
  sockets[0].take({ channel: "pipeline", data: {} });
  await sockets[0].end(1006);
  assert.deepEqual(told.stats, []);
  assert.equal(sockets.length, 2);
  assert.equal(told.connection.at(-1)[0], "connected");
});

test("asks for a token if the gateway wants one, and does not try again without", async () => {
  connected();
  status = 401;
  await sockets[0].end(4005);
  assert.deepEqual(told.needsToken, [false]);
  mock.timers.tick(60_000);
  assert.equal(sockets.length, 1);
});

test("asks for another token if a browser cannot send the one that it has", async () => {
  connected();
  globalThis.sessionStorage.setItem("token", "caf\u0119\u2026");
  globalThis.fetch = async (path, { headers }) => {
    // What a browser does with a character above U+00FF.
    assert.ok(Object.values(headers).every((value) => /^[\x00-\xff]*$/.test(value)));
    return { status: 401, ok: false, json: async () => ({}) };
  };
  await sockets[0].end(4005);
  assert.deepEqual(told.needsToken, [true]);
});

test("connects again although the gateway never answers a request", async (t) => {
  connected();
  let limit;
  t.mock.method(AbortSignal, "timeout", () => {
    limit = new AbortController();
    return limit.signal;
  });
  globalThis.fetch = (path, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const ended = sockets[0].end(4005);
  limit.abort();
  await ended;
  again();
});

test("tries ever more rarely while the gateway is away", async () => {
  connected();
  for (let i = 0; i < 8; i++) {
    await sockets.at(-1).end(1006);
    again();
  }
  await sockets.at(-1).end(1006);
  mock.timers.tick(7_000);
  assert.equal(sockets.length, 9);
});
