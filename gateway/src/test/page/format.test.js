import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../../main/resources/io/orderwire/gateway/page/format.js";

test("writes ages, durations, rates and sizes in the unit that fits", () => {
  assert.equal(format.age(null), "unknown");
  assert.equal(format.age(0), "0 ms");
  assert.equal(format.age(9_999), "9,999 ms");
  assert.equal(format.age(10_000), "10 s");
  assert.equal(format.duration(119_999), "119 s");
  assert.equal(format.duration(120_000), "2 min");
  assert.equal(format.duration(7_200_000), "2 h");
  assert.equal(format.rate(0), "0");
  assert.equal(format.rate(0.25), "0.3");
  assert.equal(format.rate(23_500.4), "23,500");
  assert.equal(format.rate(null), "unknown");
  assert.equal(format.bytes(1023), "1023 B");
  assert.equal(format.bytes(1536), "1.5 KiB");
});

test("shows hostile values as short, visible text on one line", () => {
  assert.equal(format.plain("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>");
  assert.equal(format.plain("BTC\u202E\u0000\n\u200B\u2028"), "BTC\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  assert.equal(format.plain("\uD800x"), "\uFFFDx");
  assert.equal(format.plain("A".repeat(1_000_000)).length, 81);
  for (const other of [undefined, null, {}, [], true, () => 1]) {
    assert.equal(format.plain(other), "");
  }
  assert.equal(format.plain(7), "7");
});

test("shortens addresses, and only those", () => {
  assert.equal(format.shortUser("0x31ca8395cf837de08b24da3f660e77761dfb974b"), "0x31ca83…974b");
  assert.equal(format.shortUser("abc"), "abc");
});

test("does not show an id that it cannot represent", () => {
  assert.equal(format.oidOf(412036451690), "412036451690");
  assert.equal(format.oidOf(2 ** 53), null);
  assert.equal(format.oidOf(-1), null);
  assert.equal(format.oidOf("1"), null);
});

test("takes any side and time", () => {
  assert.equal(format.side("B"), "buy");
  assert.equal(format.side("A"), "sell");
  assert.equal(format.side({}), "");
  assert.equal(format.timeOfDay("2026-05-05T17:39:13.024084407"), "17:39:13.024");
  assert.equal(format.timeOfDay(undefined), "");
});
