// What the tests share: where the page is, and /stats of a pipeline that is well.

import { readFileSync } from "node:fs";

export const PAGE = new URL("../../main/resources/io/orderwire/gateway/page/", import.meta.url);

export const text = (file) => readFileSync(new URL(file, PAGE), "utf8");

/** Stats of a pipeline that is well, with some members replaced. */
export function statsWith(changes = {}) {
  return {
    events: { found: 1000, skippedAtIngest: 0, duplicates: 0, orders: 990, deadLetters: 10, shedByParser: 0 },
    lines: { read: 1000, empty: 0 },
    gateway: { skipped: 0, droppedSlow: 0 },
    node: { lagMs: 367, chainAgeMs: 412, silentMs: 45, lastBlock: 985148182, blocksPerSecond: 15,
      source: "streaming", folder: "/data", blocksMissing: 0, rewinds: 0 },
    mode: { ingestor: "live", parser: "live", gateway: "live" },
    ageMs: { ingestor: 0, parser: 3, gateway: 11 },
    behind: { bytes: 0, events: 0, catchUpSeconds: 0, catchUpMs: 0 },
    clients: 2,
    state: "well",
    degraded: false,
    reasons: [],
    exact: true,
    agePercentilesMs: { ingestor: { p50: 3, p99: 9 }, parser: { p50: 5, p99: 14 }, gateway: null },
    lastsMs: { state: 61000, ingestor: 65000, parser: 65000, gateway: 65000 },
    partitions: { orders: [502, 488], deadLetters: [4, 6], shed: [0, 0], behind: [0, 0] },
    ...changes,
  };
}

/** The same of a pipeline that is degraded for those reasons. */
export const degradedBy = (reasons, changes = {}) =>
  statsWith({ state: "degraded", degraded: true, reasons, ...changes });
