import assert from "node:assert/strict";
import { test } from "node:test";
import * as figures from "../../main/resources/io/orderwire/gateway/page/figures.js";
import { historyRows, historyTitle, userTitle } from "../../main/resources/io/orderwire/gateway/page/lookup.js";
import { orderTexts } from "../../main/resources/io/orderwire/gateway/page/orders.js";
import { protocols } from "../../main/resources/io/orderwire/gateway/page/http.js";
import { statsWith } from "./page.js";

const HOSTILE = "<script>alert(1)</script>\u202E";

const at = (stats, name) => name.split(".").reduce((value, member) => value[member], stats);

test("shows exactly the figures of /stats", () => {
  const stats = statsWith({ clients: 7, ageMs: { ingestor: null, parser: 3, gateway: 11 } });
  const shown = figures.figures(stats);
  assert.ok(shown.length >= 12);
  for (const figure of shown) {
    assert.equal(figure.value, at(stats, figure.name), figure.name);
  }
  assert.ok(shown.find((figure) => figure.name === "ageMs.ingestor").warn);
  assert.ok(!shown.find((figure) => figure.name === "events.shedByParser").warn);
});

test("says that counts are not exact", () => {
  assert.deepEqual(figures.reasons(statsWith()), []);
  assert.equal(figures.reasons(statsWith({ exact: false, reasons: [HOSTILE] })).length, 2);
  assert.doesNotMatch(figures.reasons(statsWith({ reasons: [HOSTILE] }))[0], /\u202E/);
});

test("lists partitions by lag, then by number", () => {
  const partitions = { orders: [1_000, 2, 3], deadLetters: [4, 5, 6], shed: [0, 0, 7], behind: [0, 9, 0] };
  const rows = figures.partitionRows(statsWith({ partitions }));
  assert.deepEqual(rows.map((row) => row[0]), ["1", "0", "2"]);
  assert.deepEqual(rows[1], ["0", "0", "1,000", "4", "0"]);
  assert.deepEqual(figures.partitionRows({}), []);
});

test("says how each client is", () => {
  const client = (queuedFrames, lossy) =>
    ({ number: 1, queuedFrames, queuedBytes: 2048, fillPercent: 3, dropped: 0, lossy });
  const rows = figures.clientRows({ clients: [client(0, false), client(2, false), client(2, true)] });
  assert.deepEqual(rows.map((row) => row.at(-1)), ["up to date", "waiting", "losing orders"]);
  assert.equal(rows[0][2], "2.0 KiB");
});

test("says which orders the activity is about", () => {
  const activity = { orders: 20_000, fromTime: "2026-05-05T17:39:12.101", toTime: "2026-05-05T17:39:13.024" };
  assert.equal(figures.activityTitle(activity), "Of the newest 20,000 orders, 17:39:12 to 17:39:13 UTC.");
  assert.equal(figures.activityTitle({ orders: 0 }), "No order has come yet.");
});

test("draws shares of all counted orders", () => {
  const bars = figures.bars([{ value: "open", orders: 50 }, { value: HOSTILE, orders: 1 }], 200);
  assert.deepEqual(bars.map((bar) => bar.part), [1, 0.02]);
  assert.deepEqual(bars.map((bar) => bar.share), ["25 %", "< 1 %"]);
  assert.doesNotMatch(bars[1].label, /\u202E/);
  assert.equal(bars[1].value, HOSTILE);
  assert.deepEqual(figures.bars([], 0), []);
});

test("takes orders whose members are of any kind", () => {
  const odd = { coin: {}, oid: "x", side: 5 };
  for (const order of [null, {}, { event: 7 }, { event: { order: [] } }, { event: { order: odd } }]) {
    const { texts, oid } = orderTexts(order);
    assert.ok(texts.every((text) => typeof text === "string"));
    assert.equal(oid, null);
  }
  const order = { coin: HOSTILE, limitPx: HOSTILE, side: HOSTILE };
  const shown = orderTexts({ event: { user: HOSTILE, status: HOSTILE, time: HOSTILE, order } });
  assert.ok([...shown.texts, shown.user].every((text) => !text.includes("\u202E")));
});

test("tells the history of an order, the oldest first as the gateway answers it", () => {
  const event = (status, time) => ({ event: { status, time, user: "0x", order: { coin: "BTC", side: "B", limitPx: "1.0",
    origSz: "2", sz: "1", oid: 7 } } });
  const orders = [event("open", "2026-05-05T17:39:13.024084407"), event("filled", "2026-05-05T17:39:14.1")];
  assert.equal(historyTitle("7", orders), "Order 7: 2 events, open → filled.");
  assert.deepEqual(historyRows(orders)[0], ["2026-05-05 17:39:13.024", "open", "buy", "1.0", "2", "1", "BTC", "7"]);
  assert.equal(userTitle("0xab", orders, true), "The newest 2 events of 0xab: open 1, filled 1; BTC 2.");
  assert.equal(userTitle("0xab", orders.slice(1), false), "1 event of 0xab: filled 1; BTC 1.");
  assert.match(userTitle("0xab", [], false), /holds no recent order of 0xab/);
});

test("offers a token as a subprotocol", () => {
  assert.deepEqual(protocols(null), []);
  assert.deepEqual(protocols("ÿÿ>?"), ["orderwire", "orderwire.bearer.w7_Dvz4_"]);
});
