// The table of live orders. Tens of thousands may arrive per second: they are counted, the newest are held, and drawn a
// few times a second into rows that are made once.

import { element, setText } from "./elements.js";
import { count, oidOf, plain, shortUser, side, timeOfDay } from "./format.js";
import { losses } from "./resume.js";
import { Ring } from "./ring.js";

const ROWS = 40;
const CLASSES = ["", "", "", "number", "number", "", "user", "oid"];

/** Texts of one order, in the order of the columns; an order's members may be of any kind. */
export function orderTexts(order) {
  const event = order?.event ?? {};
  const details = event.order ?? {};
  return {
    texts: [
      timeOfDay(event.time),
      plain(details.coin),
      side(details.side),
      plain(details.limitPx),
      plain(details.origSz),
      plain(event.status),
    ],
    user: plain(event.user),
    oid: oidOf(details.oid),
    side: details.side === "B" ? "buy" : details.side === "A" ? "sell" : "",
  };
}

function button(className) {
  const made = element("button", "link " + className);
  made.type = "button";
  return made;
}

export class Orders {
  #ring = new Ring(ROWS);
  #rows = [];
  #changed = true;
  #paused = false;
  #pointed = false;
  #since = 0;
  #arrived = 0;
  #arrivedSince = performance.now();
  #dropped = 0;
  #gaps = 0;
  #parts;

  /**
   * @param parts elements: body, empty, rate, losses, pause, held
   * @param chosen what to do when a user or an oid is chosen: user(address), oid(id)
   */
  constructor(parts, chosen) {
    this.#parts = parts;
    for (let i = 0; i < ROWS; i++) {
      this.#rows.push(this.#row(chosen));
    }
    parts.pause.addEventListener("click", () => this.#pause());
    this.#holdWhileUsed(parts.body);
  }

  /** The rows stand still while the mouse or the focus is on them: nobody can hit what moves. */
  #holdWhileUsed(body) {
    body.addEventListener("pointerenter", (event) => (this.#pointed = event.pointerType === "mouse"));
    body.addEventListener("pointerleave", () => (this.#pointed = false));
  }

  /** Not counted by events: a row that is hidden loses the focus without one. */
  #isFocused() {
    return document.hasFocus() && this.#parts.body.contains(document.activeElement);
  }

  #row(chosen) {
    const row = element("tr");
    row.hidden = true;
    row.append(...CLASSES.map((name) => element("td", name)));
    const made = { row, order: undefined, user: button("mono"), oid: button("mono") };
    made.user.addEventListener("click", () => chosen.user(orderTexts(made.order).user));
    made.oid.addEventListener("click", () => chosen.oid(orderTexts(made.order).oid));
    row.cells[6].append(made.user);
    row.cells[7].append(made.oid);
    this.#parts.body.append(row);
    return made;
  }

  #pause() {
    this.#paused = !this.#paused;
    this.#since = 0;
    this.#parts.pause.setAttribute("aria-pressed", String(this.#paused));
    this.#drawPause();
  }

  #drawPause() {
    setText(this.#parts.pause, this.#paused ? "Resume (" + count(this.#since) + " new)" : "Pause");
  }

  /** Takes a frame of the channel orders. */
  add(frame) {
    const orders = frame.orders;
    this.#arrived += orders.length;
    this.#dropped += frame.dropped;
    this.#gaps += frame.gaps.length;
    if (this.#paused) {
      this.#since += orders.length;
    } else {
      for (let i = Math.max(0, orders.length - ROWS); i < orders.length; i++) {
        this.#ring.add(orders[i]);
      }
    }
    this.#changed = true;
  }

  /** Empties the table, and ends a pause, because other orders follow. */
  clear() {
    this.#ring.clear();
    this.#paused = false;
    this.#parts.pause.setAttribute("aria-pressed", "false");
    this.#dropped = 0;
    this.#gaps = 0;
    this.#changed = true;
  }

  draw() {
    this.#drawRate();
    const held = (this.#pointed || this.#isFocused()) && !this.#rows[0].row.hidden && this.#ring.length > 0;
    this.#parts.held.hidden = !held;
    if (!this.#changed || held) {
      return;
    }
    this.#changed = false;
    this.#rows.forEach((row, i) => this.#fill(row, this.#ring.newest(i)));
    this.#parts.empty.hidden = this.#ring.length > 0;
    setText(this.#parts.losses, losses(this.#dropped, this.#gaps));
    this.#drawPause();
  }

  #fill(made, order) {
    made.row.hidden = order === undefined;
    if (order === undefined || made.order === order) {
      made.order = order;
      return;
    }
    made.order = order;
    const { texts, user, oid, side: sideClass } = orderTexts(order);
    texts.forEach((text, cell) => setText(made.row.cells[cell], text));
    made.row.cells[2].className = sideClass;
    made.row.cells[5].title = texts[5];
    setText(made.user, shortUser(user));
    made.user.title = user;
    setText(made.oid, oid ?? "");
    made.oid.hidden = oid === null;
  }

  #drawRate() {
    const now = performance.now();
    if (now - this.#arrivedSince >= 1000) {
      setText(this.#parts.rate, count(Math.round((this.#arrived * 1000) / (now - this.#arrivedSince))));
      this.#arrived = 0;
      this.#arrivedSince = now;
    }
  }
}
