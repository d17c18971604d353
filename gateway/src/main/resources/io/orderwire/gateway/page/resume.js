// Where the live orders continue after a pause, and what the page says about it. Pure: the caller has the clock.

import { duration, count } from "./format.js";

/**
 * The longest pause after which the page shows the orders that it missed. The table holds far fewer orders than come in
 * that time, and a page that has been away wants to see what is now.
 */
export const LONGEST_RESUME_MS = 30_000;

/**
 * Where to subscribe from, after a pause of that length with that cursor. The length is negative if the clock was set back
 * meanwhile: then it is not known.
 */
export function start(cursor, pauseMs) {
  return cursor !== null && pauseMs >= 0 && pauseMs <= LONGEST_RESUME_MS ? { cursor } : "latest";
}

/** What to say when the first frame has come after such a pause. */
export function resumed(from, pauseMs) {
  const pause = "after " + duration(Math.max(1000, pauseMs));
  return from === "latest"
    ? "Connected again " + pause + ". The orders of the pause are not shown; search still finds them."
    : "Connected again " + pause + ", and resumed by cursor where the table had stopped.";
}

/** What to say when the gateway refused the cursor. */
export const refused = (detail) =>
  "The cursor could not be resumed" + (detail === "" ? "" : " (" + detail + ")") + "; showing new orders.";

/** What this page has lost, in words; empty if nothing. */
export function losses(dropped, gaps) {
  const parts = [];
  if (dropped > 0) {
    parts.push(count(dropped) + " because this page reads too slowly");
  }
  if (gaps > 0) {
    parts.push(count(gaps) + (gaps === 1 ? " gap" : " gaps") + " of the pipeline");
  }
  return parts.length === 0 ? "" : "Not in this table: " + parts.join(", ") + ".";
}

/** The pause before the next attempt to connect: twice the last one, at most 10 s. */
export const nextPause = (ms) => Math.min(10_000, ms * 2);
