/** The newest items, as many as there are places, which are made once. */
export class Ring {
  #places;
  #added = 0;

  constructor(places) {
    this.#places = new Array(places).fill(undefined);
  }

  add(item) {
    this.#places[this.#added % this.#places.length] = item;
    this.#added++;
  }

  clear() {
    this.#places.fill(undefined);
    this.#added = 0;
  }

  get length() {
    return Math.min(this.#added, this.#places.length);
  }

  /** The item of that age: 0 is the newest; undefined if it is not held. */
  newest(age) {
    return age >= 0 && age < this.length ? this.#places[(this.#added - 1 - age) % this.#places.length] : undefined;
  }
}
