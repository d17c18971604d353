// The search for an order's history, and the view of one user: both from the orders that the gateway holds in memory.

import { byId, Rows, setText } from "./elements.js";
import { count, plain } from "./format.js";
import { get } from "./http.js";
import { orderTexts } from "./orders.js";

const MOST_OF_USER = 200;
/** Statuses and coins that are named in the summary of a user. */
const MOST_NAMED = 5;

const CLASSES = ["", "", "", "number", "number", "number", "", ""];

/** Rows of orders with the time in full, since a history may span days. */
export function historyRows(orders) {
  return orders.map((order) => {
    const { texts, oid } = orderTexts(order);
    const [, coin, side, price, size, status] = texts;
    return [plain(order.event?.time).replace("T", " ").slice(0, 23), status, side, price, size,
      plain(order.event?.order?.sz), coin, oid ?? ""];
  });
}

/** What an order went through, in one sentence. */
export function historyTitle(oid, orders) {
  const statuses = orders.map((order) => plain(order.event?.status));
  return "Order " + oid + ": " + count(orders.length) + (orders.length === 1 ? " event" : " events") + ", " +
    statuses.slice(0, 8).join(" → ") + (statuses.length > 8 ? " → …" : "") + ".";
}

function most(orders, of) {
  const counts = new Map();
  orders.map(of).forEach((value) => counts.set(value, (counts.get(value) ?? 0) + 1));
  const sorted = [...counts].sort((one, other) => other[1] - one[1]);
  return sorted.slice(0, MOST_NAMED).map(([value, number]) => plain(value) + " " + count(number)).join(", ");
}

/** What a user's orders are about, in one sentence. */
export function userTitle(user, orders, truncated) {
  if (orders.length === 0) {
    return "The gateway holds no recent order of " + user + ".";
  }
  const events = truncated ? "The newest " + count(orders.length) + " events" : count(orders.length) +
    (orders.length === 1 ? " event" : " events");
  return events + " of " + user + ": " +
    most(orders, (order) => order.event?.status) + "; " + most(orders, (order) => order.event?.order?.coin) + ".";
}

export class Lookup {
  #rows = new Rows(byId("found-rows"), CLASSES);
  /** Answers to earlier questions are ignored. */
  #asked = 0;

  clear() {
    this.#asked++;
    byId("found").hidden = true;
  }

  order(oid) {
    return this.#ask("/api/v1/orders/" + encodeURIComponent(oid), (answer) => historyTitle(oid, answer.orders));
  }

  user(user) {
    const path = "/api/v1/orders?limit=" + MOST_OF_USER + "&user=" + encodeURIComponent(user);
    return this.#ask(path, (answer) => userTitle(user, answer.orders, answer.truncated));
  }

  async #ask(path, title) {
    const question = ++this.#asked;
    byId("found").hidden = false;
    setText(byId("found-title"), "Searching…");
    this.#rows.fill([]);
    const answer = await get(path);
    if (question !== this.#asked) {
      return;
    }
    const orders = answer.body?.orders ?? [];
    setText(byId("found-title"), answer.body === null ? answer.problem : title(answer.body));
    byId("found-table").hidden = orders.length === 0;
    this.#rows.fill(historyRows(orders.slice(0, MOST_OF_USER)));
  }
}
