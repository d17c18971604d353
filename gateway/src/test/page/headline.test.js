import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "../../main/resources/io/orderwire/gateway/page/headline.js";
import { degradedBy, statsWith } from "./page.js";

test("says that orders are fresh, since when, and how old the oldest data is", () => {
  const line = headline(statsWith());
  assert.equal(line.kind, "fresh");
  assert.equal(line.tone, "good");
  assert.equal(line.text, "Fresh for 61 s: no station holds data older than 11 ms.");
});

test("does not call a pipeline fresh whose ages are unknown", () => {
  const line = headline(statsWith({ ageMs: { ingestor: 0, parser: null, gateway: null } }));
  assert.equal(line.kind, "unknown");
  assert.match(line.text, /age at the parser and the gateway is not known/);
});

test("names the stage that sheds, and for how long", () => {
  const line = headline(degradedBy(["parser: blocks are shed for their age"], {
    mode: { ingestor: "live", parser: "shedding", gateway: "live" },
    lastsMs: { state: 12_000, ingestor: 65_000, parser: 12_000, gateway: 65_000 },
  }));
  assert.equal(line.kind, "shedding");
  assert.equal(line.text, "Shedding for 12 s: the parser drops old orders to stay fresh.");
  assert.match(line.advice, /parser\.threads/);
});

test("names all stages that shed", () => {
  const line = headline(degradedBy(["x"], { mode: { ingestor: "shedding", parser: "shedding", gateway: "live" } }));
  assert.match(line.text, /the ingestor and the parser drop old orders/);
  assert.match(line.advice, /^All of them are too slow/);
});

test("says how long catching up takes, if that is known", () => {
  const mode = { ingestor: "catching-up", parser: "live", gateway: "live" };
  const behind = (catchUpMs) => ({ bytes: 5, events: 0, catchUpSeconds: 20, catchUpMs });
  const known = headline(degradedBy(["x"], { mode, behind: behind(19_500) }));
  assert.equal(known.kind, "catching-up");
  assert.match(known.text, /^Catching up for 65 s: the ingestor is late; about 20 s left/);
  const unknown = headline(degradedBy(["x"], { mode, behind: behind(null) }));
  assert.match(unknown.text, /the time left is unknown/);
});

test("says that the node is silent only if the gateway says it", () => {
  const node = { ...statsWith().node, silentMs: 300_000 };
  assert.equal(headline(statsWith({ node })).kind, "quiet");
  const line = headline(degradedBy(["node: nothing written for 300 s"], { node }));
  assert.equal(line.kind, "silent");
  assert.equal(line.text, "The node is silent: it has written nothing for 5 min.");
});

test("does not call a pipeline fresh into which nothing has come for ten seconds", () => {
  const quietFor = (silentMs) => headline(statsWith({ node: { ...statsWith().node, silentMs } }));
  assert.equal(quietFor(9_999).kind, "fresh");
  assert.equal(quietFor(null).kind, "fresh");
  assert.equal(quietFor(41_000).text, "The node has written nothing for 41 s, so no new orders arrive.");
});

test("puts a silent node before shedding, and a missing process before both", () => {
  const mode = { ingestor: "live", parser: "shedding", gateway: "live" };
  assert.equal(headline(degradedBy(["node: nothing written for 70 s"], { mode })).kind, "silent");
  const line = headline(degradedBy(["no parser", "node: nothing written for 70 s"], { mode }));
  assert.equal(line.kind, "missing");
  assert.equal(line.text, "No parser has been running for 65 s, so no new orders arrive.");
  assert.match(line.advice, /\.\/orderwire parser/);
});

test("names both processes that are missing", () => {
  assert.match(headline(degradedBy(["no ingestor", "no parser"])).text, /^No ingestor and no parser has been running for 65 s,/);
});

test("knows each literal reason of the node", () => {
  assert.equal(headline(degradedBy(["node: the folder /data/x is gone"])).kind, "silent");
  assert.equal(headline(degradedBy(["node: by-block is growing, but plain is being followed"])).kind, "silent");
  const late = headline(degradedBy(["node: 12 s behind the chain"], { node: { ...statsWith().node, lagMs: 12_400 } }));
  assert.equal(late.kind, "node-late");
  assert.match(late.text, /behind the chain by 12 s/);
});

test("repeats the first reason of another kind, and how many more there are", () => {
  const line = headline(degradedBy(["kafka: the disk of broker 1 is full", "gateway: x", "gateway: y"]));
  assert.equal(line.kind, "degraded");
  assert.equal(line.text, "Degraded for 61 s: kafka: the disk of broker 1 is full, and 2 more.");
});

test("is warming while the gateway says so", () => {
  const line = headline(statsWith({ state: "warming", reasons: ["parser: warming up"], lastsMs: { state: 4_000 } }));
  assert.equal(line.kind, "warming");
  assert.match(line.text, /^Starting for 4 s/);
});

test("leaves out since when if a gateway of an earlier version does not say it", () => {
  const stats = statsWith();
  delete stats.lastsMs;
  assert.equal(headline(stats).text, "Fresh: no station holds data older than 11 ms.");
  stats.mode.parser = "shedding";
  assert.equal(headline(stats).text, "Shedding: the parser drops old orders to stay fresh.");
  stats.reasons = ["no parser"];
  assert.equal(headline(stats).text, "No parser is running, so no new orders arrive.");
});

test("shows no invisible characters of a reason", () => {
  const line = headline(degradedBy(["parser: file \u202Egnp.exe\u0000 is bad"]));
  assert.doesNotMatch(line.text, /[\u202E\u0000]/);
});

test("gives a sentence and an advice in every case", () => {
  const modes = ["live", "catching-up", "shedding", null];
  const one = ["no parser", "node: nothing written for 61 s", "node: 11 s behind the chain", "gateway: z"];
  const reasons = [[], ...one.map((reason) => [reason])];
  for (const state of ["warming", "well", "degraded"]) {
    for (const parser of modes) {
      for (const each of reasons) {
        for (const gatewayAge of [null, 0, 90_000]) {
          const line = headline(statsWith({ state, degraded: state === "degraded", reasons: each,
            mode: { ingestor: null, parser, gateway: "live" },
            ageMs: { ingestor: 0, parser: 1, gateway: gatewayAge } }));
          assert.match(line.text, /^[A-Z].*\.$/);
          assert.match(line.advice, /^[A-Za-z].*\.$/);
          assert.ok(["good", "warn", "bad"].includes(line.tone));
        }
      }
    }
  }
});

test("says for a while that the node left out blocks", () => {
  assert.equal(headline(statsWith(), { blocksMissing: 0 }).kind, "fresh");
  assert.equal(headline(statsWith(), { blocksMissing: null }).kind, "fresh");
  const line = headline(statsWith(), { blocksMissing: 7 });
  assert.equal(line.kind, "left-out");
  assert.equal(line.tone, "warn");
  assert.equal(line.text, "The node left out 7 blocks within the last 5 min; the orders in them are lost.");
  assert.equal(headline(degradedBy(["x"]), { blocksMissing: 7 }).kind, "degraded");
});
