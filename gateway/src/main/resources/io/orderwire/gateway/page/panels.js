// The parts of the page that show stats, activity and clients.

import { Bars, byId, element, Rows, setText } from "./elements.js";
import { activityTitle, bars, clientRows, figures, partitionRows, reasons } from "./figures.js";
import { headline } from "./headline.js";

const SYMBOLS = { good: "✓", warn: "!", bad: "✕" };

export class Panels {
  #figures = new Map();
  #partitions = new Rows(byId("partition-rows"), ["number", "number", "number", "number", "number"]);
  #clients = new Rows(byId("client-rows"), ["", "number", "number", "number", "number", ""]);
  #gaps = new Rows(byId("gap-rows"), ["", "", "", "number", ""]);
  #statuses = new Bars(byId("statuses"));
  #coins;
  #users;
  #kind = "";

  /** @param chosen what to do when a coin or a user is chosen: coin(name), user(address) */
  constructor(chosen) {
    this.#coins = new Bars(byId("coins"), chosen.coin);
    this.#users = new Bars(byId("users"), chosen.user);
  }

  /** @param recent what was lost of late, as the headline takes it */
  stats(stats, recent) {
    this.#headline(headline(stats, recent));
    figures(stats).forEach((figure) => this.#figure(figure));
    const all = reasons(stats);
    byId("reasons").hidden = all.length === 0;
    byId("reasons").replaceChildren(...all.map((reason) => element("li", "", reason)));
    this.#partitions.fill(partitionRows(stats));
  }

  /** The first line while the gateway says nothing. */
  disconnected(text) {
    this.#headline({ kind: "disconnected", tone: "bad", text,
      advice: "The page connects again by itself. If it cannot, look whether the gateway runs, and at its log." });
  }

  #headline({ kind, tone, text, advice }) {
    byId("headline").className = tone;
    byId("headline").dataset.kind = kind;
    setText(byId("headline-symbol"), SYMBOLS[tone]);
    setText(byId("headline-text"), text);
    setText(byId("headline-advice"), advice);
    // Read aloud when the case changes, and not each second for the figures in it.
    if (kind !== this.#kind) {
      this.#kind = kind;
      setText(byId("announcement"), text + " " + advice);
      document.title = (tone === "good" ? "" : SYMBOLS[tone] + " ") + "Orderwire";
    }
  }

  #figure({ name, label, value, text, warn }) {
    let card = this.#figures.get(name);
    if (card === undefined) {
      card = element("div");
      card.dataset.figure = name;
      card.append(element("dt", "", label), element("dd"));
      byId("figures").append(card);
      this.#figures.set(name, card);
    }
    card.className = warn ? "figure warn" : "figure";
    card.dataset.value = String(value);
    setText(card.lastElementChild, text);
  }

  gaps(list) {
    setText(byId("gaps-title"), "since this page was opened, the newest first.");
    byId("gaps-table").hidden = false;
    this.#gaps.fill(list.rows());
  }

  activity(answer) {
    setText(byId("activity-title"), answer.body === null ? answer.problem : activityTitle(answer.body));
    if (answer.body !== null) {
      const { orders, statuses, coins, users } = answer.body;
      this.#statuses.fill(bars(statuses, orders));
      this.#coins.fill(bars(coins, orders));
      this.#users.fill(bars(users, orders, true));
    }
  }

  clients(answer) {
    setText(byId("clients-title"), answer.body === null ? answer.problem : answer.body.count + " of this gateway.");
    if (answer.body !== null) {
      this.#clients.fill(clientRows(answer.body));
    }
  }
}
