import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { PAGE, text } from "./page.js";

const scripts = readdirSync(PAGE).filter((file) => file.endsWith(".js"));

test("is served completely: each module that is imported, and no other", () => {
  const file = "../../main/java/io/orderwire/gateway/http/PageFile.java";
  const java = readFileSync(new URL(file, import.meta.url), "utf8");
  const list = java.slice(java.indexOf("SCRIPTS = "), java.indexOf(";", java.indexOf("SCRIPTS = ")));
  const served = [...list.matchAll(/"([^"]+)"/g)].map((found) => found[1]);
  assert.deepEqual(served.sort(), scripts.sort());
  for (const script of scripts) {
    for (const [, imported] of text(script).matchAll(/from "\.\/([^"]+)"/g)) {
      assert.ok(scripts.includes(imported), script + " imports " + imported);
    }
  }
});

test("never reads a text as HTML or as a script", () => {
  const markup = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser/;
  const code = /eval\(|new Function|setAttribute\("(style|on|href|src)/;
  for (const script of scripts) {
    assert.doesNotMatch(text(script), markup, script);
    assert.doesNotMatch(text(script), code, script);
  }
});

test("needs nothing that its content security policy forbids", () => {
  const html = text("index.html");
  assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|javascript:|<script>|<iframe|<base/i);
  for (const [, address] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    assert.match(address, /^(data:image\/svg\+xml,|uplot\/|app\.js$|style\.css$|#live$)/);
  }
  assert.doesNotMatch(text("style.css"), /@import|url\(/);
});

test("finds each element that a script asks for", () => {
  const ids = new Set([...text("index.html").matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]));
  for (const script of scripts) {
    for (const [, id] of text(script).matchAll(/byId\("([^"]+)"\)/g)) {
      assert.ok(ids.has(id), script + " asks for " + id);
    }
  }
  for (const [, id] of text("charts.js").matchAll(/id: "([^"]+)"/g)) {
    assert.ok(ids.has(id) && ids.has(id + "-now"), id);
  }
});

test("names each field", () => {
  for (const [field] of text("index.html").matchAll(/<(input|select)[^>]*>/g)) {
    const before = text("index.html").split(field)[0];
    assert.ok(before.lastIndexOf("<label>") > before.lastIndexOf("</label>"), field);
  }
});

// --- contrast, by WCAG 2.1

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function coloursOf(rule) {
  const found = rule.split("}")[0].matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6})/g);
  return Object.fromEntries([...found].map(([, name, colour]) => [name, colour]));
}

const themes = text("style.css").split("@media (prefers-color-scheme: dark)").slice(0, 2).map(coloursOf);

test("has texts with the contrast of level AA, light and dark", () => {
  for (const theme of themes) {
    for (const name of ["text", "quiet", "accent", "good", "warn", "bad", "buy", "sell"]) {
      for (const ground of ["ground", "card"]) {
        const found = contrast(theme[name], theme[ground]);
        assert.ok(found >= 4.5, name + " on " + ground + " has only " + found.toFixed(2));
      }
    }
  }
});

test("has lines and edges of fields with the contrast of level AA", () => {
  for (const theme of themes) {
    for (const name of ["edge", "line-1", "line-2", "line-3", "line-4", "line-5", "line-6"]) {
      assert.ok(contrast(theme[name], theme.card) >= 3, name + " " + contrast(theme[name], theme.card));
    }
  }
});

/** What people without red cones, and without green ones, see (Viénot, Brettel and Mollon, 1999), linear RGB. */
const BLIND = {
  protan: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
  deutan: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
};

function seenBy(matrix, hex) {
  const linear = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return matrix.map((row) => Math.max(0, row.reduce((sum, part, i) => sum + part * linear[i], 0)));
}

/** The distance of two colours in CIELAB, by linear RGB. */
function distance(one, other) {
  const lab = ([r, g, b]) => {
    const f = (t) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389 / 27 + 16) / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  return Math.hypot(...lab(one).map((value, i) => value - lab(other)[i]));
}

test("has lines that colour-blind people can tell apart where they share a chart", () => {
  for (const theme of themes) {
    for (const [kind, matrix] of Object.entries(BLIND)) {
      for (const [one, other] of [["line-1", "line-2"], ["line-1", "line-3"], ["line-2", "line-3"], ["buy", "sell"]]) {
        const apart = distance(seenBy(matrix, theme[one]), seenBy(matrix, theme[other]));
        assert.ok(apart >= 20, kind + ": " + one + " and " + other + " are only " + apart.toFixed(1) + " apart");
      }
    }
  }
});
