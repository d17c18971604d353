// What the charts show: the stats of the last 15 minutes, every 5 s. It begins with what the gateway has kept
// (GET /stats/history), and continues with the channel pipeline. Its size never exceeds 15 minutes.

import { count } from "./format.js";

export const STEP_MS = 5_000;
export const SPAN_MS = 15 * 60_000;
const MOST = SPAN_MS / STEP_MS;
/** A sample each second: a step has passed when less than half a second is missing. */
const TOLERANCE_MS = 500;
/** Between two samples that are further apart, nothing is known. */
const MOST_APART_MS = 3 * STEP_MS;

/** Columns that are totals, of which the charts show the increase per second. */
export const TOTALS = ["found", "orders", "deadLetters", "skippedAtIngest", "shedByParser", "gatewaySkipped",
  "droppedSlow", "blocksMissing"];
/** Those of events that were found and are in no topic of orders or dead letters. */
const SHED = ["skippedAtIngest", "shedByParser"];
/** Columns that are shown as they are. */
export const GAUGES = ["nodeLagMs", "chainAgeMs", "ingestorP50Ms", "ingestorP99Ms", "parserP50Ms", "parserP99Ms",
  "gatewayP50Ms", "gatewayP99Ms"];

/** One sample of /stats, by the names of the history's columns. */
export function sampleOf(stats) {
  const ages = (stage, name) => stats.agePercentilesMs?.[stage]?.[name] ?? null;
  return {
    found: stats.events.found,
    orders: stats.events.orders,
    deadLetters: stats.events.deadLetters,
    skippedAtIngest: stats.events.skippedAtIngest,
    shedByParser: stats.events.shedByParser,
    gatewaySkipped: stats.gateway.skipped,
    droppedSlow: stats.gateway.droppedSlow,
    blocksMissing: stats.node.blocksMissing,
    nodeLagMs: stats.node.lagMs,
    chainAgeMs: stats.node.chainAgeMs,
    ingestorP50Ms: ages("ingestor", "p50"),
    ingestorP99Ms: ages("ingestor", "p99"),
    parserP50Ms: ages("parser", "p50"),
    parserP99Ms: ages("parser", "p99"),
    gatewayP50Ms: ages("gateway", "p50"),
    gatewayP99Ms: ages("gateway", "p99"),
  };
}

/** Whether a gateway that has just begun knows the totals already: until then they are 0, and would seem to jump. */
const began = (sample) => sample.found !== 0;

export class Series {
  #samples = [];

  get length() {
    return this.#samples.length;
  }

  /** Replaces everything by the gateway's history, as of that time of the page's clock. */
  reset(history, nowMs) {
    const ago = Array.isArray(history?.agoMs) ? history.agoMs : [];
    this.#samples = ago.slice(-MOST).map((ms, i) => {
      const index = Math.max(0, ago.length - MOST) + i;
      const sample = { atMs: nowMs - ms };
      for (const name of [...TOTALS, ...GAUGES]) {
        sample[name] = history[name]?.[index] ?? null;
      }
      return sample;
    });
  }

  /** Adds stats that have just come, if a step has passed; returns whether it did. */
  add(stats, nowMs) {
    const last = this.#samples.at(-1);
    if (last !== undefined && nowMs < last.atMs) {
      // The page's clock was set back: what it called times before means nothing now.
      this.#samples = [];
    } else if (last !== undefined && nowMs - last.atMs < STEP_MS - TOLERANCE_MS) {
      return false;
    }
    this.#samples.push({ atMs: nowMs, ...sampleOf(stats) });
    while (this.#samples.length > MOST || nowMs - this.#samples[0].atMs > SPAN_MS) {
      this.#samples.shift();
    }
    return true;
  }

  /** The times, in seconds since 1970. */
  times() {
    return this.#samples.map((sample) => sample.atMs / 1000);
  }

  /** A gauge: its values, null where it is unknown. */
  values(name) {
    return this.#samples.map((sample) => sample[name] ?? null);
  }

  /**
   * The increase of a total per second since the sample before: null at the first sample, after a pause, before the
   * gateway knew the totals, and where the total went back, as it does when topics are created again.
   */
  rates(name) {
    return this.#samples.map((sample, i) => {
      const before = this.#samples[i - 1];
      const apartMs = before === undefined ? 0 : sample.atMs - before.atMs;
      if (apartMs <= 0 || apartMs > MOST_APART_MS || !began(before)) {
        return null;
      }
      const more = (sample[name] ?? NaN) - (before[name] ?? NaN);
      return more >= 0 ? (more * 1000) / apartMs : null;
    });
  }

  /** What was lost of everything found within the samples, in words. */
  lost() {
    const increases = SHED.map((name) => this.increase(name) ?? 0);
    const shed = increases.reduce((sum, each) => sum + each, 0);
    const found = this.increase("found") ?? 0;
    if (shed === 0 || found < shed) {
      return shed === 0 ? "nothing shed" : count(shed) + " shed";
    }
    const percent = (100 * shed) / found;
    return count(shed) + " of " + count(found) + " shed, " + (percent < 1 ? "less than 1" : Math.round(percent)) + " %";
  }

  /** The increase of a total over the samples since that time, null if it cannot be known. */
  increase(name, sinceMs = 0) {
    const known = this.#samples.filter((sample) => sample.atMs >= sinceMs && began(sample))
      .map((sample) => sample[name])
      .filter((value) => value !== null && value !== undefined);
    return known.length < 2 || known.at(-1) < known[0] ? null : known.at(-1) - known[0];
  }
}
