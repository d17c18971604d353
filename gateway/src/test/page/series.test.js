import assert from "node:assert/strict";
import { test } from "node:test";
import { GAUGES, Series, SPAN_MS, STEP_MS, TOTALS } from "../../main/resources/io/orderwire/gateway/page/series.js";
import { statsWith } from "./page.js";

const found = (number) => statsWith({ events: { ...statsWith().events, found: number } });

test("samples every 5 s of stats that come each second", () => {
  const series = new Series();
  for (let second = 0; second <= 60; second++) {
    series.add(found(7 + second * 100), 1_000_000 + second * 1_000);
  }
  assert.equal(series.length, 13);
  assert.deepEqual(series.rates("found"), [null, ...new Array(12).fill(100)]);
});

test("does not drift if stats come a little early", () => {
  const series = new Series();
  for (let second = 0; second <= 20; second++) {
    series.add(found(0), second * 999);
  }
  assert.equal(series.length, 5);
});

test("never holds more than 15 minutes", () => {
  const series = new Series();
  for (let step = 0; step < 10_000; step++) {
    series.add(found(step), step * STEP_MS);
  }
  assert.ok(series.length <= SPAN_MS / STEP_MS);
  const times = series.times();
  assert.ok(times.at(-1) - times[0] <= SPAN_MS / 1000);
});

test("has no rate after a pause, nor where a total went back", () => {
  const series = new Series();
  series.add(found(100), 0);
  series.add(found(200), 5_000);
  series.add(found(300), 305_000);
  series.add(found(10), 310_000);
  series.add(found(20), 315_000);
  assert.deepEqual(series.rates("found"), [null, 20, null, null, 2]);
  assert.equal(series.increase("found"), null);
});

test("does not take totals for an increase that a gateway did not know before", () => {
  const series = new Series();
  [0, 1_000_000, 1_000_050].forEach((number, step) => series.add(found(number), step * STEP_MS));
  assert.deepEqual(series.rates("found"), [null, null, 10]);
  assert.equal(series.increase("found"), 50);
});

test("knows the increase since a time", () => {
  const series = new Series();
  [100, 200, 350].forEach((number, step) => series.add(found(number), step * STEP_MS));
  assert.equal(series.increase("found"), 250);
  assert.equal(series.increase("found", STEP_MS), 150);
  assert.equal(series.increase("found", 2 * STEP_MS), null);
});

test("begins again if the clock was set back", () => {
  const series = new Series();
  series.add(found(100), 1_000_000);
  series.add(found(200), 5_000);
  assert.deepEqual(series.times(), [5]);
});

test("shows the gateway's history, and continues it", () => {
  const series = new Series();
  const column = (first, second) => [first, second];
  const history = { agoMs: [6_000, 1_000] };
  for (const name of [...TOTALS, ...GAUGES]) {
    history[name] = column(null, 7);
  }
  history.found = column(100, 350);
  series.reset(history, 100_000);
  assert.deepEqual(series.times(), [94, 99]);
  assert.deepEqual(series.rates("found"), [null, 50]);
  assert.deepEqual(series.values("parserP99Ms"), [null, 7]);
  assert.equal(series.add(found(400), 100_000), false);
  assert.equal(series.add(found(600), 104_000), true);
  assert.deepEqual(series.rates("found"), [null, 50, 50]);
  assert.equal(series.increase("found"), 500);
});

test("takes a history of any shape", () => {
  for (const history of [null, {}, { agoMs: "x" }, { agoMs: [1] }]) {
    const series = new Series();
    series.reset(history, 5_000);
    assert.deepEqual(series.rates("found").filter((rate) => rate !== null), []);
  }
});

test("takes stats of an earlier gateway", () => {
  const stats = statsWith();
  delete stats.agePercentilesMs;
  const series = new Series();
  series.add(stats, 0);
  assert.deepEqual(series.values("ingestorP99Ms"), [null]);
});

test("says what share of what was found was shed", () => {
  const series = new Series();
  const events = (found, skippedAtIngest, shedByParser) =>
    statsWith({ events: { ...statsWith().events, found, skippedAtIngest, shedByParser } });
  series.add(events(1_000, 500, 0), 0);
  assert.equal(series.lost(), "nothing shed");
  series.add(events(11_000, 3_000, 1_500), STEP_MS);
  assert.equal(series.lost(), "4,000 of 10,000 shed, 40 %");
});
