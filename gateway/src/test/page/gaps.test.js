import assert from "node:assert/strict";
import { test } from "node:test";
import { GapList } from "../../main/resources/io/orderwire/gateway/page/gaps.js";

const gap = (changes) => ({ id: "a", where: "parser", reason: "age", partition: 3, fromSeq: 5, toSeq: 9, fromPos: null,
  toPos: null, fromBlock: null, toBlock: null, events: null, bytes: null, fromMs: 0, toMs: 1778002753024, ...changes });

test("shows a loss once, and its number when it has been counted", () => {
  const gaps = new GapList();
  gaps.add([gap()]);
  assert.deepEqual(gaps.rows(), [["17:39:13", "parser", "shed for its age", "not counted", "partition 3, 5 to 9"]]);
  gaps.add([gap({ events: 5 })]);
  assert.deepEqual(gaps.rows().map((row) => row[3]), ["5"]);
});

test("names the blocks that the node left out", () => {
  const gaps = new GapList();
  gaps.add([gap({ where: "node", reason: "missing-blocks", partition: null, fromBlock: 10, toBlock: 12 })]);
  assert.equal(gaps.rows()[0].at(-1), "blocks 10 to 12");
  assert.equal(gaps.rows()[0][2], "blocks that the node left out");
});

test("holds the newest 50", () => {
  const gaps = new GapList();
  for (let i = 0; i < 1_000; i++) {
    gaps.add([gap({ id: "gap " + i, fromSeq: i })]);
  }
  assert.equal(gaps.length, 50);
  assert.match(gaps.rows()[0].at(-1), /, 999 to /);
});

test("takes losses of later versions", () => {
  const gaps = new GapList();
  const later = { id: "b", reason: "new\u202E", toMs: 1e300, partition: null, fromSeq: null, fromPos: "20260505/17@1" };
  gaps.add([{ id: 1 }, gap(later)]);
  assert.deepEqual(gaps.rows()[0], ["", "parser", "new\uFFFD", "not counted", "20260505/17@1"]);
  assert.equal(gaps.rows()[1][2], "");
  for (const reason of ["constructor", "__proto__", { toString: 1 }, null, 7]) {
    gaps.add([gap({ id: "odd", reason })]);
    assert.equal(gaps.rows()[0][2], typeof reason === "string" || reason === 7 ? String(reason) : "");
  }
});
