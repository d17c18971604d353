// The first line of the page: how the pipeline is, since when, and what to do. A pure function of /stats: it repeats
// what the gateway has found, and finds nothing by itself.

import { age, count, duration, plain } from "./format.js";

/** Longest reason that is repeated in the line. */
const LONGEST_REASON = 300;
const STAGES = ["ingestor", "parser", "gateway"];
/** For how long the line repeats a loss that nothing else shows any more. */
export const RECENT_MS = 5 * 60_000;
/** A node writes several blocks a second: after this it is worth a word, long before the gateway calls it silent. */
const QUIET_MS = 10_000;

const MORE_ROOM = {
  ingestor: "Look at the disk and the CPU of the node's host; overload=complete keeps everything, but late.",
  parser: "Add parser threads (parser.threads) or parsers; the topic of gaps says what was shed.",
  gateway: "Give the gateway more CPU, or run a second one; Kafka still has the orders.",
};

function moreRoom(stages) {
  return stages.length === 1
    ? MORE_ROOM[stages[0]]
    : "All of them are too slow, so look first at the CPU of their hosts and at the disks of Kafka.";
}

/** Words by which a member of /stats says how long something has lasted; empty if it does not say it. */
function lasting(ms) {
  return ms === null || ms === undefined ? "" : " for " + duration(ms);
}

function reasonWith(stats, beginning) {
  return stats.reasons.find((reason) => reason.startsWith(beginning));
}

function missing(stats) {
  const absent = ["ingestor", "parser"].filter((stage) => stats.reasons.includes("no " + stage));
  if (absent.length === 0) {
    return null;
  }
  return {
    kind: "missing",
    tone: "bad",
    text: "No " + absent.join(" and no ") + running(longest(stats, absent)) + ", so no new orders arrive.",
    advice: "Start it: ./orderwire " + absent[0] + ". If it should be running, its log says why it ended.",
  };
}

/** A stage that no process runs is without a mode for as long. */
function running(ms) {
  return ms === undefined ? " is running" : " has been running" + lasting(ms);
}

function silent(stats) {
  const gone = reasonWith(stats, "node: the folder ");
  if (gone !== undefined) {
    return {
      kind: "silent",
      tone: "bad",
      text: "The node's folder is gone, so there are no new orders.",
      advice: plain(gone, LONGEST_REASON) + ". Mount it again, or start the ingestor with the right data.dir.",
    };
  }
  const other = stats.reasons.find((reason) => /^node: \S+ is growing, but \S+ is being followed/.test(reason));
  if (other !== undefined) {
    return {
      kind: "silent",
      tone: "bad",
      text: "The node writes files of another shape than the one that is followed.",
      advice: plain(other, LONGEST_REASON) + ". Start the ingestor with the option source of the shape that grows.",
    };
  }
  if (reasonWith(stats, "node: nothing written for ") !== undefined) {
    return {
      kind: "silent",
      tone: "bad",
      text: "The node is silent: it has written nothing" + lasting(stats.node.silentMs) + ".",
      advice: "Look at the node's log and its disk. Orderwire goes on by itself as soon as the node writes.",
    };
  }
  return null;
}

function behindChain(stats) {
  if (stats.reasons.find((reason) => /^node: \S+ s behind the chain/.test(reason)) === undefined) {
    return null;
  }
  const late = stats.node.lagMs === null ? "" : " by " + age(stats.node.lagMs);
  return {
    kind: "node-late",
    tone: "warn",
    text: "The node is behind the chain" + late + ", and every order is as late.",
    advice: "Look at the node's peers, CPU and memory: Orderwire cannot be faster than the node.",
  };
}

function inMode(stats, mode) {
  return STAGES.filter((stage) => stats.mode[stage] === mode);
}

/** The longest time for which one of the stages has been in its mode; undefined if the gateway does not say it. */
function longest(stats, stages) {
  const known = stages.map((stage) => stats.lastsMs?.[stage]).filter((ms) => ms !== null && ms !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function sheddingNow(stats) {
  const stages = inMode(stats, "shedding");
  if (stages.length === 0) {
    return null;
  }
  return {
    kind: "shedding",
    tone: "bad",
    text:
      "Shedding" + lasting(longest(stats, stages)) + ": the " + stages.join(" and the ") +
      (stages.length > 1 ? " drop" : " drops") + " old orders to stay fresh.",
    advice: moreRoom(stages),
  };
}

function catchingUp(stats) {
  const stages = inMode(stats, "catching-up");
  if (stages.length === 0) {
    return null;
  }
  const left = stats.behind.catchUpMs ?? null;
  const rest = left === null ? "the time left is unknown" : "about " + duration(left + 999) + " left";
  return {
    kind: "catching-up",
    tone: "warn",
    text: "Catching up" + lasting(longest(stats, stages)) + ": the " + stages.join(" and the ") +
      (stages.length > 1 ? " are" : " is") + " late; " + rest + ".",
    advice: "Nothing is lost by this. If the time left does not shrink, " + lower(moreRoom(stages)),
  };
}

const lower = (text) => text[0].toLowerCase() + text.slice(1);

function degraded(stats) {
  if (stats.state !== "degraded") {
    return null;
  }
  const first = stats.reasons[0];
  const more = stats.reasons.length > 1 ? ", and " + count(stats.reasons.length - 1) + " more" : "";
  const why = first === undefined ? "" : ": " + plainReason(first) + more;
  return {
    kind: "degraded",
    tone: "warn",
    text: "Degraded" + lasting(stats.lastsMs?.state) + why + ".",
    advice: "The reasons are listed below; docs/operations.md, “Reasons”, says what to do about each.",
  };
}

/** Reasons are the gateway's own sentences, but may name files and hosts. */
function plainReason(reason) {
  return plain(reason, LONGEST_REASON).replace(/[.\s]+$/, "");
}

function leftOut(stats, recent) {
  const blocks = recent.blocksMissing ?? 0;
  if (blocks === 0) {
    return null;
  }
  return {
    kind: "left-out",
    tone: "warn",
    text: "The node left out " + count(blocks) + (blocks === 1 ? " block" : " blocks") +
      " within the last " + duration(RECENT_MS) + "; the orders in them are lost.",
    advice: "Look at the node's log: it did not write them. The reported losses below name them.",
  };
}

function warming(stats) {
  if (stats.state !== "warming") {
    return null;
  }
  return {
    kind: "warming",
    tone: "warn",
    text: "Starting" + lasting(stats.lastsMs?.state) + ": a process has just begun and is not up to speed yet.",
    advice: "Wait: this ends by itself within warm.up.max.ms.",
  };
}

function quiet(stats) {
  const silentMs = stats.node.silentMs;
  if (silentMs === null || silentMs < QUIET_MS) {
    return null;
  }
  return {
    kind: "quiet",
    tone: "warn",
    text: "The node has written nothing" + lasting(silentMs) + ", so no new orders arrive.",
    advice: "A node writes a block several times a second. If this lasts, look at the node's log and its disk.",
  };
}

function fresh(stats) {
  const ages = STAGES.map((stage) => stats.ageMs[stage]);
  if (ages.includes(null)) {
    const unknown = STAGES.filter((stage) => stats.ageMs[stage] === null);
    return {
      kind: "unknown",
      tone: "warn",
      text: "Nothing is wrong, but the age at the " + unknown.join(" and the ") + " is not known.",
      advice: "It is known once data has arrived there.",
    };
  }
  return {
    kind: "fresh",
    tone: "good",
    text: "Fresh" + lasting(stats.lastsMs?.state) + ": no station holds data older than " +
      age(Math.max(...ages)) + ".",
    advice: "Nothing to do.",
  };
}

const CASES = [missing, silent, sheddingNow, catchingUp, behindChain, degraded, leftOut, warming, quiet, fresh];

/**
 * How the pipeline is, by the worst that is the case.
 *
 * @param stats what GET /stats answers
 * @param recent blocksMissing, how many blocks the node left out within RECENT_MS; null if unknown
 * @returns kind, a word for the case; tone, good, warn or bad; text, one sentence; advice, what to do
 */
export function headline(stats, recent = {}) {
  for (const each of CASES) {
    const found = each(stats, recent);
    if (found !== null) {
      return found;
    }
  }
  throw new Error("no case");
}
