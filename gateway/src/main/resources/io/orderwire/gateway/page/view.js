// What the page shows, as a link can say it: the part after # is the whole view.

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const OID = /^[0-9]{1,20}$/;
const AMOUNT = /^[0-9]{1,30}(\.[0-9]{1,30})?$/;
const LONGEST_VALUE = 128;
const MOST_VALUES = 50;
/** Characters of a link that are read at all. */
const LONGEST_HASH = 8_192;

export const EMPTY = Object.freeze({ coins: [], users: [], statuses: [], side: "", min: "", oid: "", user: "" });

/** Values of a list that was typed: separated by spaces or commas. */
export function list(text) {
  const values = text.split(/[\s,]+/).filter((value) => value !== "" && value.length <= LONGEST_VALUE);
  return [...new Set(values)].slice(0, MOST_VALUES);
}

/** What is wrong with a view; empty if nothing is. */
export function faults(view) {
  const found = [];
  if (!view.users.every((user) => ADDRESS.test(user)) || (view.user !== "" && !ADDRESS.test(view.user))) {
    found.push("A user is 0x and 40 hexadecimal digits.");
  }
  if (view.min !== "" && !AMOUNT.test(view.min)) {
    found.push("The least value is an amount, such as 1000 or 0.5.");
  }
  if (view.oid !== "" && !OID.test(view.oid)) {
    found.push("An order's id is a number of at most 20 digits.");
  }
  return found;
}

/** The view that a link names. What no link of this page can say is left out. */
export function ofHash(hash) {
  const query = new URLSearchParams(hash.slice(0, LONGEST_HASH).replace(/^#/, ""));
  const one = (name, pattern) => (pattern.test(query.get(name) ?? "") ? query.get(name) : "");
  return {
    coins: list(query.get("coins") ?? ""),
    users: list(query.get("users") ?? "").filter((user) => ADDRESS.test(user)),
    statuses: list(query.get("statuses") ?? ""),
    side: one("side", /^[AB]$/),
    min: one("min", AMOUNT),
    oid: one("oid", OID),
    user: one("user", ADDRESS),
  };
}

/** The link's part after #; empty for the view with which the page begins. */
export function toHash(view) {
  const query = new URLSearchParams();
  for (const name of ["coins", "users", "statuses"]) {
    if (view[name].length > 0) {
      query.set(name, view[name].join(","));
    }
  }
  for (const name of ["side", "min", "oid", "user"]) {
    if (view[name] !== "") {
      query.set(name, view[name]);
    }
  }
  return query.toString();
}

/** Whether two views ask for the same live orders. */
export const sameFilter = (one, other) =>
  JSON.stringify(filterOf(one)) === JSON.stringify(filterOf(other));

/** The members of a subscription to orders that this view asks for. */
export function filterOf(view) {
  const filter = {};
  for (const name of ["coins", "users", "statuses"]) {
    if (view[name].length > 0) {
      filter[name] = view[name];
    }
  }
  if (view.side !== "") {
    filter.sides = [view.side];
  }
  if (view.min !== "") {
    filter.minNotional = view.min;
  }
  return filter;
}
