import assert from "node:assert/strict";
import { test } from "node:test";
import * as view from "../../main/resources/io/orderwire/gateway/page/view.js";
import * as resume from "../../main/resources/io/orderwire/gateway/page/resume.js";
import { Ring } from "../../main/resources/io/orderwire/gateway/page/ring.js";

const USER = "0x31ca8395cf837de08b24da3f660e77761dfb974b";

test("keeps every view in its link", () => {
  const all = { coins: ["BTC", "PURR/USDC", "@107", "xyz:XYZ100", "#1890", "a&b=c%"], users: [USER],
    statuses: ["open"], side: "B", min: "1000.5", oid: "412036451690", user: USER };
  assert.deepEqual(view.ofHash("#" + view.toHash(all)), all);
  assert.equal(view.toHash(view.EMPTY), "");
  assert.deepEqual(view.ofHash(""), { ...view.EMPTY });
});

test("leaves out what a link cannot mean", () => {
  const hostile = "#oid=1;drop&user=<script>&side=C&min=1e9&users=x," + USER + "&coins=" + "A".repeat(5_000);
  assert.deepEqual(view.ofHash(hostile), { ...view.EMPTY, users: [USER] });
  assert.ok(view.ofHash("#coins=" + Array.from({ length: 900 }, (_, i) => "C" + i).join(",")).coins.length <= 50);
});

test("says what is wrong with a view", () => {
  assert.deepEqual(view.faults(view.EMPTY), []);
  assert.equal(view.faults({ ...view.EMPTY, users: ["0x1"] }).length, 1);
  assert.equal(view.faults({ ...view.EMPTY, min: "-1", oid: "x", user: "y" }).length, 3);
});

test("subscribes to what the view asks for", () => {
  assert.deepEqual(view.filterOf(view.EMPTY), {});
  assert.deepEqual(view.filterOf({ ...view.EMPTY, coins: ["BTC"], side: "A", min: "5", oid: "7" }),
    { coins: ["BTC"], sides: ["A"], minNotional: "5" });
  assert.ok(view.sameFilter(view.EMPTY, { ...view.EMPTY, oid: "7" }));
  assert.ok(!view.sameFilter(view.EMPTY, { ...view.EMPTY, side: "A" }));
});

test("resumes a short pause by the cursor, and a long one with new orders, and says so", () => {
  assert.deepEqual(resume.start("AgEB", 3_000), { cursor: "AgEB" });
  assert.equal(resume.start("AgEB", resume.LONGEST_RESUME_MS + 1), "latest");
  assert.equal(resume.start(null, 0), "latest");
  assert.equal(resume.start("AgEB", -3_600_000), "latest", "the clock was set back");
  assert.match(resume.resumed({ cursor: "AgEB" }, 3_200), /after 3 s, and resumed by cursor where the table had/);
  assert.match(resume.resumed("latest", 90_000), /after 90 s\. The orders of the pause are not shown/);
});

test("says what the table does not show", () => {
  assert.equal(resume.losses(0, 0), "");
  assert.equal(resume.losses(1_200, 1),
    "Not in this table: 1,200 because this page reads too slowly, 1 gap of the pipeline.");
});

test("waits longer for each attempt, up to 10 s", () => {
  let pause = 500;
  for (let i = 0; i < 20; i++) {
    pause = resume.nextPause(pause);
  }
  assert.equal(pause, 10_000);
});

test("holds the newest items only", () => {
  const ring = new Ring(3);
  assert.equal(ring.newest(0), undefined);
  for (let i = 0; i < 1_000; i++) {
    ring.add(i);
  }
  assert.deepEqual([ring.length, ring.newest(0), ring.newest(2), ring.newest(3)], [3, 999, 997, undefined]);
  ring.clear();
  assert.equal(ring.length, 0);
});
