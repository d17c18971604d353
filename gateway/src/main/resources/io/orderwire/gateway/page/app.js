// Wires the page: the feed fills the series, the panels and the table; the view in the link decides what is shown.

import { Charts } from "./charts.js";
import { byId, setText } from "./elements.js";
import { Feed } from "./feed.js";
import { GapList } from "./gaps.js";
import { RECENT_MS } from "./headline.js";
import { get, keepToken } from "./http.js";
import { Lookup } from "./lookup.js";
import { Orders } from "./orders.js";
import { Panels } from "./panels.js";
import { Series } from "./series.js";
import { EMPTY, faults, filterOf, list, ofHash, sameFilter, toHash } from "./view.js";

const DRAW_EVERY_MS = 250;
const CLIENTS_EVERY_MS = 2_000;
const ACTIVITY_EVERY_MS = 5_000;
const TYPING_MS = 400;

const form = byId("filter");
const search = byId("search");
const door = byId("door");

let view = ofHash(location.hash);
let stats = null;
let chartsChanged = false;
let gapsChanged = false;
let lostAt = "";

const gaps = new GapList();
const series = new Series();
const charts = new Charts(series);
const lookup = new Lookup();
const chosen = {
  user: (user) => look({ ...view, oid: "", user }),
  oid: (oid) => look({ ...view, oid, user: "" }),
  coin: (coin) => look({ ...view, coins: [coin] }),
};
const panels = new Panels(chosen);
const orders = new Orders(
  { body: byId("orders"), empty: byId("empty"), rate: byId("rate"), losses: byId("losses"), pause: byId("pause"),
    held: byId("held") },
  chosen,
);
const feed = new Feed({
  connection: (text, tone) => {
    setText(byId("connection"), text);
    byId("connection").className = "pill " + tone;
    if (tone === "bad") {
      stats = null;
      lostAt ||= timeNow();
      panels.disconnected("The gateway cannot be reached since " + lostAt + "; all figures below are from before.");
    }
  },
  stats: (newest) => {
    stats = newest;
    lostAt = "";
    chartsChanged = series.add(newest, Date.now()) || chartsChanged;
  },
  orders: (frame) => orders.add(frame),
  gaps: (reported) => {
    gaps.add(reported);
    gapsChanged = true;
  },
  notice: (text) => setText(byId("notice"), timeNow() + ": " + text),
  needsToken: (again) => {
    setText(byId("refusal"), again ? "This token is not valid." : "");
    door.hidden = false;
  },
  opened: () => {
    door.hidden = true;
    loadHistory();
    loadSlowly();
  },
});

const timeNow = () => new Date().toISOString().slice(11, 19) + " UTC";

/** What the gateway has kept: after a pause the charts are complete at once. */
async function loadHistory() {
  const answer = await get("/stats/history");
  if (answer.body !== null) {
    series.reset(answer.body, Date.now());
    chartsChanged = true;
  }
}

async function loadClients() {
  panels.clients(await get("/api/v1/clients"));
}

async function loadActivity() {
  panels.activity(await get("/api/v1/activity"));
}

function loadSlowly() {
  loadClients();
  loadActivity();
}

function every(ms, work) {
  setInterval(() => {
    if (!document.hidden && feed.socket !== null) {
      work();
    }
  }, ms);
}

// --- view

/** Shows another view, and puts it into the link. */
function look(wanted) {
  const hash = toHash(wanted);
  if (hash === toHash(view)) {
    fillForms();
    return;
  }
  history.pushState(null, "", hash === "" ? location.pathname : "#" + hash);
  apply(wanted);
}

function apply(wanted) {
  const before = view;
  view = wanted;
  fillForms();
  if (!sameFilter(before, wanted)) {
    orders.clear();
    setText(byId("notice"), "");
    feed.show(filterOf(wanted));
  }
  if (before.oid !== wanted.oid || before.user !== wanted.user) {
    lookUp();
  }
}

function lookUp() {
  byId("follow").hidden = view.user === "";
  if (view.oid !== "") {
    lookup.order(view.oid);
  } else if (view.user !== "") {
    lookup.user(view.user);
  } else {
    lookup.clear();
  }
}

function fillForms() {
  for (const name of ["coins", "users", "statuses"]) {
    if (JSON.stringify(list(form.elements[name].value)) !== JSON.stringify(view[name])) {
      form.elements[name].value = view[name].join(", ");
    }
  }
  form.elements.side.value = view.side;
  if (form.elements.min.value.trim() !== view.min) {
    form.elements.min.value = view.min;
  }
  search.elements.wanted.value = view.oid !== "" ? view.oid : view.user;
}

function typed() {
  const wanted = {
    ...view,
    coins: list(form.elements.coins.value),
    users: list(form.elements.users.value),
    statuses: list(form.elements.statuses.value),
    side: form.elements.side.value,
    min: form.elements.min.value.trim(),
  };
  const wrong = faults({ ...wanted, oid: "", user: "" });
  form.elements.users.setAttribute("aria-invalid", String(wrong.some((fault) => fault.startsWith("A user"))));
  form.elements.min.setAttribute("aria-invalid", String(wrong.some((fault) => fault.startsWith("The least"))));
  setText(byId("hint"), wrong.join(" "));
  if (wrong.length === 0) {
    look(wanted);
  }
}

let typing = 0;
form.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(typed, TYPING_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typing);
  typed();
});
byId("clear").addEventListener("click", () => look({ ...EMPTY, oid: view.oid, user: view.user }));

search.addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = search.elements.wanted.value.trim();
  const found = wanted.startsWith("0x") ? { ...view, oid: "", user: wanted } : { ...view, oid: wanted, user: "" };
  const wrong = wanted === "" ? [] : faults({ ...EMPTY, oid: found.oid, user: found.user });
  setText(byId("search-hint"), wrong.join(" "));
  if (wrong.length === 0 && toHash(found) === toHash(view)) {
    lookUp();
  } else if (wrong.length === 0) {
    look(found);
  }
});
byId("close").addEventListener("click", () => look({ ...view, oid: "", user: "" }));
byId("follow").addEventListener("click", () => look({ ...EMPTY, users: [view.user], user: view.user }));

door.addEventListener("submit", (event) => {
  event.preventDefault();
  keepToken(door.elements.token.value.trim());
  door.hidden = true;
  feed.connect();
});

addEventListener("popstate", () => apply(ofHash(location.hash)));
addEventListener("hashchange", () => apply(ofHash(location.hash)));

// --- a page that nobody sees takes stats only, and is current at once when it is seen again

document.addEventListener("visibilitychange", () => {
  feed.want(!document.hidden);
  if (!document.hidden && feed.socket !== null) {
    loadHistory();
    loadSlowly();
  }
});

// --- drawing

function draw() {
  orders.draw();
  if (stats !== null) {
    panels.stats(stats, { blocksMissing: series.increase("blocksMissing", Date.now() - RECENT_MS) });
    stats = null;
  }
  if (gapsChanged) {
    panels.gaps(gaps);
    gapsChanged = false;
  }
  if (chartsChanged) {
    charts.draw();
    chartsChanged = false;
  }
}

setInterval(() => {
  // A browser holds the frames that a hidden page requests until it is seen, and they would become ever more.
  if (!document.hidden) {
    requestAnimationFrame(draw);
  }
}, DRAW_EVERY_MS);
every(CLIENTS_EVERY_MS, loadClients);
every(ACTIVITY_EVERY_MS, loadActivity);

fillForms();
lookUp();
if (view.oid !== "" || view.user !== "") {
  // What a link is about, which is below the charts.
  byId("live").scrollIntoView();
}
feed.wanted = !document.hidden;
feed.filter = filterOf(view);
feed.connect();
