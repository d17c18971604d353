"""Asks Prometheus each query of the dashboard and of the alert rules. Usage: panels.py PROMETHEUS"""
import json
import pathlib
import sys
import urllib.parse
import urllib.request

root = pathlib.Path(__file__).resolve().parent.parent / "compose"


def ask(path, **parameters):
    url = f"{sys.argv[1]}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)["data"]


empty = []
queries = 0
dashboard = json.loads((root / "grafana/dashboards/orderwire.json").read_text())
for panel in dashboard["panels"]:
    for target in panel["targets"]:
        queries += 1
        if not ask("query", query=target["expr"])["result"]:
            empty.append(f"{panel['title']}: {target['expr']}")
rules = [rule for group in ask("rules")["groups"] for rule in group["rules"]]
broken = [f"{rule['name']}: {rule.get('lastError')}" for rule in rules if rule["health"] == "err"]
down = [f"{t['labels']['job']} {t['scrapeUrl']}: {t['lastError']}" for t in ask("targets")["activeTargets"] if t["health"] != "up"]
if empty or broken or down or not rules:
    sys.exit("\n".join(["panels without data:", *empty, "rules that fail:", *broken, "targets that are down:", *down]))
print(f"{queries} queries of the dashboard have data, {len(rules)} alert rules are evaluated")
