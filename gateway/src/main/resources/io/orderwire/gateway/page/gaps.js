// The losses that the channel gaps has reported since the page was opened, the newest first.

import { count, plain, timeOfDay } from "./format.js";

const MOST = 50;

/** A map: a reason of an unknown version may be any value, which an object would take for the name of a member. */
const REASONS = new Map(Object.entries({
  age: "shed for its age",
  retention: "deleted by retention before it was read",
  vanished: "files vanished before they were read",
  "missing-blocks": "blocks that the node left out",
  "possibly-missing-blocks": "blocks that the node may have left out",
  rewind: "blocks that the node wrote again",
  "missing-hours": "hour files that were never seen",
  version: "records of a later version, which this gateway cannot read",
}));

export class GapList {
  #gaps = [];

  /** Takes losses; one that comes again, because it has been counted, replaces itself. */
  add(gaps) {
    for (const gap of gaps) {
      const at = this.#gaps.findIndex((known) => known.id === gap.id && known.partition === gap.partition);
      if (at >= 0) {
        this.#gaps[at] = gap;
      } else {
        this.#gaps.unshift(gap);
      }
    }
    this.#gaps.length = Math.min(this.#gaps.length, MOST);
  }

  get length() {
    return this.#gaps.length;
  }

  /** Texts for each: when, where, why, how many events, which. */
  rows() {
    return this.#gaps.map((gap) => [
      Number.isFinite(gap.toMs) ? timeOfDay(isoOf(gap.toMs)).slice(0, 8) : "",
      plain(gap.where),
      REASONS.get(gap.reason) ?? plain(gap.reason),
      Number.isFinite(gap.events) ? count(gap.events) : "not counted",
      placeOf(gap),
    ]);
  }
}

/** Empty if no clock shows that time. */
function isoOf(ms) {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : "";
}

function placeOf(gap) {
  if (Number.isFinite(gap.fromBlock) && Number.isFinite(gap.toBlock)) {
    return "blocks " + gap.fromBlock + " to " + gap.toBlock;
  }
  if (Number.isFinite(gap.partition) && Number.isFinite(gap.fromSeq)) {
    return "partition " + gap.partition + ", " + gap.fromSeq + " to " + plain(gap.toSeq);
  }
  return [plain(gap.fromPos), plain(gap.toPos)].filter((pos) => pos !== "").join(" to ");
}
