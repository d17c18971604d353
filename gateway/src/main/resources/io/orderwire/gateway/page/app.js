"use strict";

// Tens of thousands of orders may arrive per second: they are counted on arrival, and only the newest are drawn, a few
// times a second, into rows that are made once.
const ROWS = 40;
const DRAW_EVERY_MS = 250;
const PING_EVERY_MS = 20000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10000;
const FILTER_DELAY_MS = 300;
const TOKEN_EXPIRED = 4005;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

const byId = (id) => document.getElementById(id);
const form = byId("filter");

let socket = null;
let retryMs = FIRST_RETRY_MS;
let subscription = null;
let subscriptions = 0;
let paused = false;
let newest = [];
let changed = false;
let arrived = 0;
let arrivedSince = performance.now();
let dropped = 0;

// --- connection

// A page cannot set a header of its WebSocket: a required token is sent as a subprotocol, and kept for this tab.
function protocols() {
  const token = sessionStorage.getItem("token");
  if (token === null) {
    return [];
  }
  const bytes = String.fromCharCode(...new TextEncoder().encode(token));
  const text = btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return ["orderwire", "orderwire.bearer." + text];
}

// A browser does not report to a page why a handshake was refused.
async function needsToken() {
  const token = sessionStorage.getItem("token");
  try {
    const headers = token === null ? {} : { Authorization: "Bearer " + token };
    return (await fetch("/api/v1/orders?limit=1", { headers })).status === 401;
  } catch {
    return false;
  }
}

async function askForToken() {
  if (!(await needsToken())) {
    return false;
  }
  byId("refusal").textContent = sessionStorage.getItem("token") === null ? "" : "This token is not valid.";
  byId("door").hidden = false;
  show("token needed", "warn");
  return true;
}

function connect() {
  show("connecting…", "");
  let opened = false;
  socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/ws", protocols());
  socket.onopen = () => {
    opened = true;
    byId("door").hidden = true;
    retryMs = FIRST_RETRY_MS;
    subscription = null;
    show("connected", "good");
    say({ method: "subscribe", subscription: { type: "pipeline" } });
    applyFilter();
  };
  socket.onmessage = (event) => receive(JSON.parse(event.data));
  socket.onclose = async (event) => {
    if ((!opened || event.code === TOKEN_EXPIRED) && (await askForToken())) {
      return;
    }
    const waitMs = retryMs * (0.75 + Math.random() / 2);
    retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
    byId("health").hidden = true;
    byId("reasons").hidden = true;
    show("disconnected" + (event.code > 1001 ? " (" + event.code + ")" : "") + ", trying again", "bad");
    setTimeout(connect, waitMs);
  };
}

function say(message) {
  if (socket !== null && socket.readyState === WebSocket.OPEN) {
    socket.send(JSON.stringify(message));
  }
}

function show(text, tone) {
  byId("connection").textContent = text;
  byId("connection").className = "pill " + tone;
}

function receive(message) {
  if (message.channel === "orders") {
    receiveOrders(message.data);
  } else if (message.channel === "pipeline") {
    drawFigures(message.data);
  } else if (message.channel === "error") {
    byId("hint").textContent = message.detail;
  }
}

function receiveOrders(frame) {
  if (subscription === null || frame.id !== subscription.id) {
    return;
  }
  const orders = frame.orders;
  arrived += orders.length;
  dropped += frame.dropped;
  if (!paused && orders.length > 0) {
    newest = newest.concat(orders.slice(-ROWS)).slice(-ROWS);
    changed = true;
  }
}

// --- filter

function values(name) {
  return form.elements[name].value.split(/[\s,]+/).filter((value) => value !== "");
}

function applyFilter() {
  const users = values("users");
  const wrong = users.find((user) => !ADDRESS.test(user));
  form.elements.users.setAttribute("aria-invalid", String(wrong !== undefined));
  byId("hint").textContent = wrong === undefined ? "" : "A user is 0x and 40 hexadecimal digits.";
  if (wrong !== undefined) {
    return;
  }
  const wanted = { type: "orders", id: "page-" + ++subscriptions, batchMs: 100 };
  for (const [name, list] of [["coins", values("coins")], ["users", users], ["statuses", values("statuses")]]) {
    if (list.length > 0) {
      wanted[name] = list;
    }
  }
  if (subscription !== null) {
    say({ method: "unsubscribe", subscription: { type: "orders", id: subscription.id } });
  }
  subscription = wanted;
  newest = [];
  changed = true;
  say({ method: "subscribe", subscription: wanted });
}

let filterTimer = 0;
form.addEventListener("input", () => {
  clearTimeout(filterTimer);
  filterTimer = setTimeout(applyFilter, FILTER_DELAY_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  applyFilter();
});
byId("door").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", byId("door").elements.token.value.trim());
  byId("door").hidden = true;
  connect();
});
byId("pause").addEventListener("click", () => {
  paused = !paused;
  byId("pause").textContent = paused ? "Resume" : "Pause";
  byId("pause").setAttribute("aria-pressed", String(paused));
});

// --- orders

const rows = [];
for (let i = 0; i < ROWS; i++) {
  const row = document.createElement("tr");
  row.hidden = true;
  for (const kind of ["", "", "", "number", "number", "", "user"]) {
    const cell = document.createElement("td");
    cell.className = kind;
    row.append(cell);
  }
  byId("orders").append(row);
  rows.push(row);
}

function fill(row, order) {
  const event = order.event;
  const details = event.order;
  const buys = details.side === "B";
  const cells = row.cells;
  cells[0].textContent = event.time.slice(11, 23);
  cells[1].textContent = details.coin;
  cells[2].textContent = buys ? "buy" : "sell";
  cells[2].className = buys ? "buy" : "sell";
  cells[3].textContent = details.limitPx;
  cells[4].textContent = details.origSz;
  cells[5].textContent = event.status;
  cells[5].title = event.status;
  cells[6].textContent = event.user.slice(0, 8) + "…" + event.user.slice(-4);
  cells[6].title = event.user;
  row.hidden = false;
}

function drawOrders() {
  if (!changed) {
    return;
  }
  changed = false;
  for (let i = 0; i < ROWS; i++) {
    const order = newest[newest.length - 1 - i];
    if (order === undefined) {
      rows[i].hidden = true;
    } else {
      fill(rows[i], order);
    }
  }
  byId("empty").hidden = newest.length > 0;
}

function drawRate() {
  const now = performance.now();
  if (now - arrivedSince >= 1000) {
    const perSecond = Math.round(arrived * 1000 / (now - arrivedSince));
    byId("rate").firstElementChild.textContent = perSecond.toLocaleString("en");
    arrived = 0;
    arrivedSince = now;
  }
}

setInterval(() => requestAnimationFrame(() => {
  drawOrders();
  drawRate();
}), DRAW_EVERY_MS);
setInterval(() => say({ method: "ping" }), PING_EVERY_MS);

// --- stats

const count = (number) => number.toLocaleString("en");
const age = (ms) => ms === null ? "unknown" : ms < 10000 ? ms + " ms" : Math.round(ms / 1000) + " s";

function bytes(number) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let rest = number;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit++;
  }
  return (unit === 0 ? rest : rest.toFixed(1)) + " " + units[unit];
}

const figures = new Map();

function figure(name, text, warn) {
  let card = figures.get(name);
  if (card === undefined) {
    card = document.createElement("div");
    const label = document.createElement("span");
    label.textContent = name;
    card.append(label, document.createElement("b"));
    byId("figures").append(card);
    figures.set(name, card);
  }
  card.className = warn ? "figure warn" : "figure";
  card.lastElementChild.textContent = text;
}

function catchUp(seconds) {
  if (seconds === null || seconds === 0) {
    return seconds === null ? "unknown" : "no lag";
  }
  return seconds < 120 ? "about " + seconds + " s" : "about " + count(Math.round(seconds / 60)) + " min";
}

function drawFigures(stats) {
  const events = stats.events;
  const shed = events.skippedAtIngest + events.shedByParser + stats.gateway.skipped;
  figure("found", count(events.found));
  figure("orders", count(events.orders));
  figure("dead letters", count(events.deadLetters), events.deadLetters > 0);
  figure("shed", count(shed), shed > 0);
  figure("age at ingestor", age(stats.ageMs.ingestor), stats.ageMs.ingestor === null);
  figure("age at parser", age(stats.ageMs.parser), stats.ageMs.parser === null);
  figure("age at gateway", age(stats.ageMs.gateway), stats.ageMs.gateway === null);
  figure("lag in files", bytes(stats.behind.bytes));
  figure("lag in events", count(stats.behind.events));
  figure("caught up in", catchUp(stats.behind.catchUpSeconds));
  figure("clients", count(stats.clients));
  figure("lost by slow clients", count(stats.gateway.droppedSlow), stats.gateway.droppedSlow > 0);
  figure("lost by this page", count(dropped), dropped > 0);
  byId("health").hidden = false;
  byId("health").textContent = stats.degraded ? "degraded" : "well";
  byId("health").className = "pill " + (stats.degraded ? "warn" : "good");
  byId("reasons").hidden = !stats.degraded;
  byId("reasons").textContent = "Degraded: " + stats.reasons.join(" · ");
}

connect();
