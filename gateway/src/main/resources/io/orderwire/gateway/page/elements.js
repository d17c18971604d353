// Parts of the document. All texts are set as text: nothing that comes from an order is ever read as HTML.

export const byId = (id) => document.getElementById(id);

/** A new element with a class and a text. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Sets a text only if it differs: the browser then has nothing to do for most of a table. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** A body of a table whose rows are made once, and filled with as many rows of texts as there are. */
export class Rows {
  #body;
  #classes;

  constructor(body, classes) {
    this.#body = body;
    this.#classes = classes;
  }

  /** @param rows a list of texts for each row */
  fill(rows) {
    while (this.#body.rows.length < rows.length) {
      const row = element("tr");
      row.append(...this.#classes.map((name) => element("td", name)));
      this.#body.append(row);
    }
    for (let i = 0; i < this.#body.rows.length; i++) {
      const row = this.#body.rows[i];
      row.hidden = i >= rows.length;
      if (!row.hidden) {
        rows[i].forEach((text, cell) => setText(row.cells[cell], text));
      }
    }
  }
}

/** A list of values with bars. A value is a button if somebody listens. */
export class Bars {
  #list;
  #chosen;
  #items = [];

  /** @param chosen what to do when a value is chosen; null if nothing */
  constructor(list, chosen = null) {
    this.#list = list;
    this.#chosen = chosen;
  }

  /** @param bars for each: value, the value itself; label, its text; part, 0 to 1; share, its text */
  fill(bars) {
    while (this.#items.length < bars.length) {
      this.#items.push(this.#item(this.#items.length));
    }
    this.#items.forEach((item, i) => {
      item.row.hidden = i >= bars.length;
      if (!item.row.hidden) {
        item.value = bars[i].value;
        setText(item.label, bars[i].label);
        item.label.title = bars[i].label;
        setText(item.share, bars[i].share);
        item.bar.style.width = (bars[i].part * 100).toFixed(1) + "%";
      }
    });
  }

  #item(index) {
    const row = element("li");
    const label = element(this.#chosen === null ? "span" : "button", "label");
    const track = element("span", "track");
    const item = { row, label, bar: element("span", "bar"), share: element("span", "share"), value: "" };
    track.append(item.bar);
    row.append(label, track, item.share);
    if (this.#chosen !== null) {
      label.type = "button";
      label.addEventListener("click", () => this.#chosen(this.#items[index].value));
    }
    this.#list.append(row);
    return item;
  }
}
