// Texts of figures, and of values that come from orders, which anybody may have written.

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];
const LONGEST = 80;
/** Control characters, invisible ones, and those that reverse the direction of the text around them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

export const count = (number) => number.toLocaleString("en");

/** A rate, without digits that would only flicker. */
export function rate(perSecond) {
  if (perSecond === null) {
    return "unknown";
  }
  return perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}

/** An age in milliseconds, null if unknown. */
export function age(ms) {
  if (ms === null || ms === undefined) {
    return "unknown";
  }
  return ms < 10_000 ? count(Math.round(ms)) + " ms" : duration(ms);
}

/** A time that has passed or is left, in the largest unit of which there are at least two. */
export function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) {
    return seconds + " s";
  }
  return seconds < 7200 ? Math.floor(seconds / 60) + " min" : count(Math.floor(seconds / 3600)) + " h";
}

export function bytes(number) {
  let unit = 0;
  let rest = number;
  while (rest >= 1024 && unit < UNITS.length - 1) {
    rest /= 1024;
    unit++;
  }
  return (unit === 0 ? rest : rest.toFixed(1)) + " " + UNITS[unit];
}

/** A value of an order as text on one line: neither invisible nor long, and empty if it is not a text or a number. */
export function plain(value, longest = LONGEST) {
  if (typeof value !== "string" && typeof value !== "number") {
    return "";
  }
  const text = String(value).slice(0, longest + 1).replace(UNSEEN, "\uFFFD");
  return text.length > longest ? text.slice(0, longest) + "…" : text;
}

/** An address with its middle left out. */
export function shortUser(user) {
  const text = plain(user);
  return text.length > 16 ? text.slice(0, 8) + "…" + text.slice(-4) : text;
}

/** The id of an order, null if this page cannot represent it exactly. */
export const oidOf = (value) => (Number.isSafeInteger(value) && value >= 0 ? String(value) : null);

/** The time of day of an event, UTC. */
export const timeOfDay = (time) => plain(typeof time === "string" ? time.slice(11, 23) : "");

/** The side of an order in words. */
export const side = (value) => (value === "B" ? "buy" : value === "A" ? "sell" : plain(value));
