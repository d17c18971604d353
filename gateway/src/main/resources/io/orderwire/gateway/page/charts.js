// The charts, by uPlot, which index.html loads. They share one time axis: the last 15 minutes, UTC.

import { byId, element, setText } from "./elements.js";
import { age, rate } from "./format.js";
import { SPAN_MS } from "./series.js";

const HEIGHT = 190;
/** The charts begin with the first sample, but never show less than this. */
const LEAST_SPAN_MS = 60_000;
const SHARED = "time";
const STATIONS = ["ingestor", "parser", "gateway"];
/** A second way, besides colours, to tell lines apart. */
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4], [5, 2], [1, 5]];

const PLACES = [
  ["skippedAtIngest", "shed by the ingestor"],
  ["shedByParser", "shed by the parser"],
  ["gatewaySkipped", "shed by gateways"],
  ["droppedSlow", "lost by slow clients"],
  ["deadLetters", "dead letters"],
  ["blocksMissing", "blocks the node left out"],
];

const line = (name, label, of) => ({ name, label, of });

/**
 * Each chart: where it is, how its values read, its lines, and pairs of lines between which it is filled. The two lines
 * of a pair have one colour and one entry in the legend.
 */
const CHARTS = [
  {
    id: "chart-rate",
    text: (value) => rate(value) + " /s",
    lines: [
      line("found", "events in", "rates"),
      line("orders", "orders out", "rates"),
    ],
  },
  {
    id: "chart-age",
    text: age,
    lines: STATIONS.flatMap((station) => [
      line(station + "P99Ms", station, "values"),
      line(station + "P50Ms", station, "values"),
    ]),
    bands: [[1, 2], [3, 4], [5, 6]],
  },
  {
    id: "chart-losses",
    text: (value) => rate(value) + " /s",
    lines: PLACES.map(([name, label]) => line(name, label, "rates")),
    steps: true,
  },
  {
    id: "chart-node",
    text: age,
    lines: [
      line("chainAgeMs", "age of the newest block", "values"),
      line("nodeLagMs", "of that, in the node", "values"),
    ],
  },
];

/** A colour of the style sheet, so that charts follow light and dark. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const utc = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);

/** With seconds only where minutes do not tell the times apart. */
function timesOfDay(times) {
  const digits = times.every((seconds) => seconds % 60 === 0) ? 5 : 8;
  return times.map((seconds) => utc(seconds).slice(0, digits));
}

function seriesOf(chart) {
  const ofBand = chart.bands !== undefined;
  return chart.lines.map((_, i) => {
    const stroke = colour("--line-" + (ofBand ? Math.floor(i / 2) + 1 : i + 1));
    return {
      stroke,
      width: ofBand && i % 2 === 0 ? 1 : 2,
      dash: DASHES[ofBand ? Math.floor(i / 2) : i],
      spanGaps: false,
      points: { show: false },
      paths: chart.steps ? uPlot.paths.stepped({ align: -1 }) : undefined,
    };
  });
}

function optionsOf(chart, width, range, pointed) {
  const lines = { stroke: colour("--line"), width: 1 };
  const axis = { stroke: colour("--quiet"), grid: lines, ticks: lines };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { show: false },
    hooks: { setCursor: [(plot) => pointed(plot.cursor.idx ?? null)] },
    cursor: { sync: { key: SHARED, setSeries: false, scales: ["x", null] }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range },
      y: { range: (_, least, most) => [0, most > 0 ? most * 1.1 : 1] },
    },
    axes: [
      { ...axis, space: 80, size: 32, values: (_, times) => timesOfDay(times) },
      { ...axis, size: 72, space: 34, values: (_, values) => values.map((value) => chart.text(value)) },
    ],
    series: [
      {},
      ...seriesOf(chart),
    ],
    bands: (chart.bands ?? []).map((series, i) => ({ series, fill: colour("--line-" + (i + 1)) + "33" })),
  };
}

/** An entry of a legend: a stroke as in the chart, the name, and a value in words. */
function entry(index, label) {
  const stroke = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  stroke.setAttribute("class", "stroke line-" + (index + 1));
  stroke.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M0 5H24");
  path.setAttribute("stroke-dasharray", DASHES[index].join(" "));
  stroke.append(path);
  const made = element("li");
  const value = element("b");
  made.append(stroke, element("span", "", label), value);
  return { made, value };
}

export class Charts {
  #plots = new Map();
  #legends = new Map();
  #nowMs = Date.now();
  #pointed = null;
  #series;

  constructor(series) {
    this.#series = series;
    const resize = new ResizeObserver(() => this.#plots.forEach((plot, chart) => plot.setSize(this.#size(chart))));
    for (const chart of CHARTS) {
      resize.observe(byId(chart.id));
      const step = chart.bands === undefined ? 1 : 2;
      const labels = chart.lines.filter((_, i) => i % step === 0).map(({ label }) => label);
      const entries = labels.map((label, i) => entry(i, label));
      byId(chart.id + "-now").replaceChildren(...entries.map(({ made }) => made));
      this.#legends.set(chart, entries.map(({ value }) => value));
    }
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.rebuild());
  }

  #size(chart) {
    return { width: Math.max(200, byId(chart.id).clientWidth), height: HEIGHT };
  }

  /** Makes the charts again, with other colours. */
  rebuild() {
    this.#plots.forEach((plot) => plot.destroy());
    this.#plots.clear();
    this.draw();
  }

  draw() {
    this.#nowMs = Date.now();
    for (const chart of CHARTS) {
      const data = [this.#series.times(), ...chart.lines.map(({ name, of }) => this.#series[of](name))];
      const plot = this.#plots.get(chart);
      if (plot !== undefined) {
        plot.setData(data);
      } else if (globalThis.uPlot !== undefined) {
        const options = optionsOf(chart, this.#size(chart).width, () => this.#range(), (index) => this.#point(index));
        this.#plots.set(chart, new uPlot(options, data, byId(chart.id)));
      }
    }
    setText(byId("lost"), this.#series.lost());
    this.#drawLegends();
  }

  /** From the first sample to now, within bounds, in seconds. */
  #range() {
    const first = this.#series.times()[0] ?? Infinity;
    const now = this.#nowMs / 1000;
    return [Math.max(now - SPAN_MS / 1000, Math.min(first, now - LEAST_SPAN_MS / 1000)), now];
  }

  /** The legends show the values at the cursor, and the newest ones without a cursor. */
  #point(index) {
    if (index !== this.#pointed) {
      this.#pointed = index;
      this.#drawLegends();
    }
  }

  #drawLegends() {
    const times = this.#series.times();
    const at = this.#pointed !== null && this.#pointed < times.length ? this.#pointed : times.length - 1;
    const when = this.#pointed === null || at < 0 ? "newest values" : "at " + utc(times[at]);
    document.querySelectorAll(".charts-time").forEach((place) => setText(place, when));
    for (const chart of CHARTS) {
      this.#legends.get(chart).forEach((place, i) => setText(place, this.#words(chart, i, at)));
    }
  }

  /** Values of an entry of a legend, which are also for those who cannot see the chart. */
  #words(chart, entry, at) {
    const text = ({ name, of }) => {
      const value = this.#series[of](name)[at];
      return value === null || value === undefined ? "unknown" : chart.text(value);
    };
    if (chart.bands === undefined) {
      return text(chart.lines[entry]);
    }
    return text(chart.lines[2 * entry + 1]) + " – " + text(chart.lines[2 * entry]);
  }
}
