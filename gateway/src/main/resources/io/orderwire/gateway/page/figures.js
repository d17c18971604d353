// What the page writes about /stats, /api/v1/activity and /api/v1/clients: pure functions that make texts.

import { age, bytes, count, duration, plain, shortUser } from "./format.js";

/** Longest reason that the page shows; a gateway's own are far shorter. */
const LONGEST_REASON = 500;

const figure = (name, label, value, text, warn = false) => ({ name, label, value, text, warn });

/** The tiles: each with its name in /stats, its exact value, its text, and whether it is worth a look. */
export function figures(stats) {
  const { events, gateway, node, behind } = stats;
  const total = (name, label, value, bad = false) => figure(name, label, value, count(value), bad && value > 0);
  const ms = (name, label, value, text = age(value)) => figure(name, label, value, text, value === null);
  return [
    total("events.found", "events found", events.found),
    total("events.orders", "orders", events.orders),
    total("events.deadLetters", "dead letters", events.deadLetters, true),
    total("events.skippedAtIngest", "shed by the ingestor", events.skippedAtIngest, true),
    total("events.shedByParser", "shed by the parser", events.shedByParser, true),
    total("gateway.skipped", "shed by gateways", gateway.skipped, true),
    total("gateway.droppedSlow", "lost by slow clients", gateway.droppedSlow, true),
    total("node.blocksMissing", "blocks the node left out", node.blocksMissing, true),
    ms("ageMs.ingestor", "age at the ingestor", stats.ageMs.ingestor),
    ms("ageMs.parser", "age at the parser", stats.ageMs.parser),
    ms("ageMs.gateway", "age at the gateway", stats.ageMs.gateway),
    figure("node.lagMs", "lag of the node", node.lagMs, age(node.lagMs)),
    figure("behind.bytes", "lag in files", behind.bytes, bytes(behind.bytes)),
    total("behind.events", "lag of the parsers, events", behind.events),
    ms("behind.catchUpMs", "caught up in", behind.catchUpMs ?? null, catchUp(behind.catchUpMs ?? null)),
    total("clients", "clients of all gateways", stats.clients),
  ];
}

function catchUp(ms) {
  if (ms === null) {
    return "unknown";
  }
  return ms === 0 ? "no lag" : "about " + duration(ms + 999);
}

/** Each reason, and a line if the counts are not exact. */
export function reasons(stats) {
  const all = stats.reasons.map((reason) => plain(reason, LONGEST_REASON));
  return stats.exact ? all : [...all, "The counts are not exact: a loss is not counted yet, or cannot be counted."];
}

/** Rows of the table of partitions: those with the most lag first, then by number. */
export function partitionRows(stats) {
  const columns = stats.partitions ?? { orders: [], deadLetters: [], shed: [], behind: [] };
  const numbers = columns.orders.map((_, partition) => partition);
  numbers.sort((one, other) => columns.behind[other] - columns.behind[one] || one - other);
  return numbers.map((partition) =>
    [partition, ...["behind", "orders", "deadLetters", "shed"].map((name) => columns[name][partition])]
      .map((number) => count(number)));
}

/** Rows of the table of clients. */
export const clientRows = (answer) =>
  answer.clients.map((each) => [
    "#" + count(each.number),
    count(each.queuedFrames),
    bytes(each.queuedBytes),
    count(each.fillPercent) + " %",
    count(each.dropped),
    each.lossy ? "losing orders" : each.queuedFrames > 0 ? "waiting" : "up to date",
  ]);

/** Which orders the activity is about. */
export function activityTitle(activity) {
  if (activity.orders === 0) {
    return "No order has come yet.";
  }
  const from = plain(activity.fromTime.slice(11, 19));
  const to = plain(activity.toTime.slice(11, 19));
  const when = from === to ? "at " + to : from + " to " + to;
  return "Of the newest " + count(activity.orders) + " orders, " + when + " UTC.";
}

/** Bars of one kind of value; the longest is full. */
export function bars(counts, orders, ofUser = false) {
  const most = Math.max(1, ...counts.map((each) => each.orders));
  return counts.map((each) => ({
    value: each.value,
    label: ofUser ? shortUser(each.value) : plain(each.value),
    part: each.orders / most,
    share: share(each.orders, orders),
  }));
}

function share(part, all) {
  const percent = all === 0 ? 0 : (part * 100) / all;
  return percent > 0 && percent < 1 ? "< 1 %" : Math.round(percent) + " %";
}
