// The charts, by uPlot, which index.html loads. They share one time axis: the last 15 minutes, UTC.

import { age, rate } from "./format.js";
import { SPAN_MS } from "./series.js";

const HEIGHT = 190;
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

/** Each chart: where it is, how its values read, its lines, and pairs of lines between which it is filled. */
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
      line(station + "P99Ms", station + " p99", "values"),
      line(station + "P50Ms", station + " p50", "values"),
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

function seriesOf(chart) {
  const ofBand = chart.bands !== undefined;
  return chart.lines.map(({ label }, i) => {
    const stroke = colour("--line-" + (ofBand ? Math.floor(i / 2) + 1 : i + 1));
    return {
      label,
      stroke,
      width: ofBand && i % 2 === 0 ? 1 : 2,
      dash: DASHES[ofBand ? Math.floor(i / 2) : i],
      spanGaps: false,
      points: { show: false },
      paths: chart.steps ? uPlot.paths.stepped({ align: -1 }) : undefined,
      value: (_, value) => (value === null || value === undefined ? "–" : chart.text(value)),
    };
  });
}

function optionsOf(chart, width, nowMs) {
  const lines = { stroke: colour("--line"), width: 1 };
  const axis = { stroke: colour("--quiet"), grid: lines, ticks: lines };
  return {
    width,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    cursor: { sync: { key: SHARED, setSeries: false, scales: ["x", null] }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => [(nowMs() - SPAN_MS) / 1000, nowMs() / 1000] },
      y: { range: (_, least, most) => [0, most > 0 ? most * 1.1 : 1] },
    },
    axes: [
      { ...axis, values: (_, times) => times.map((seconds) => utc(seconds).slice(0, 5)) },
      { ...axis, size: 72, values: (_, values) => values.map((value) => chart.text(value)) },
    ],
    series: [
      { label: "UTC", value: (_, seconds) => (seconds === null || seconds === undefined ? "–" : utc(seconds)) },
      ...seriesOf(chart),
    ],
    bands: (chart.bands ?? []).map((series, i) => ({ series, fill: colour("--line-" + (i + 1)) + "33" })),
  };
}

export class Charts {
  #plots = new Map();
  #nowMs = Date.now();
  #series;

  constructor(series) {
    this.#series = series;
    const resize = new ResizeObserver(() => this.#plots.forEach((plot, chart) => plot.setSize(this.#size(chart))));
    CHARTS.forEach((chart) => resize.observe(document.getElementById(chart.id)));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.rebuild());
  }

  #size(chart) {
    return { width: Math.max(200, document.getElementById(chart.id).clientWidth), height: HEIGHT };
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
        const place = document.getElementById(chart.id);
        this.#plots.set(chart, new uPlot(optionsOf(chart, this.#size(chart).width, () => this.#nowMs), data, place));
      }
      document.getElementById(chart.id + "-now").textContent = this.#words(chart);
    }
  }

  /** The newest values in words, for those who cannot see the chart. */
  #words(chart) {
    return chart.lines
      .map(({ name, label, of }) => {
        const newest = this.#series[of](name).at(-1);
        return label + " " + (newest === null || newest === undefined ? "unknown" : chart.text(newest));
      })
      .join(" · ");
  }
}
