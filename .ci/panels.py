"""Asks Prometheus each query of the dashboard and of the alert rules. Usage: panels.py PROMETHEUS"""
import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

root = pathlib.Path(__file__).resolve().parent.parent / "compose"


def ask(path, **parameters):
    url = f"{sys.argv[1]}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)["data"]


def here(expression):
    """The expression as Grafana sends it, for all processes."""
    for variable, value in {"$__rate_interval": "20s", "$__range": "30m", "$instance": ".+"}.items():
        expression = expression.replace(variable, value)
    return expression


def faults():
    """Faults at the moment, as a list of texts."""
    found = []
    dashboard = json.loads((root / "grafana/dashboards/orderwire.json").read_text())
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            if not ask("query", query=here(target["expr"]))["result"]:
                found.append(f"no data in panel {panel['title']}: {target['expr']}")
    rules = [rule for group in ask("rules")["groups"] for rule in group["rules"]]
    if not rules:
        found.append("no alert rules")
    found += [f"rule {rule['name']} fails: {rule.get('lastError')}" for rule in rules if rule["health"] == "err"]
    found += [f"target {target['scrapeUrl']} is {target['health']}: {target['lastError']}"
              for target in ask("targets")["activeTargets"] if target["health"] != "up"]
    return found


# A process that was started a moment ago is scraped soon.
deadline = time.monotonic() + 60
while found := faults():
    if time.monotonic() > deadline:
        sys.exit("\n".join(found))
    time.sleep(2)
print("every query of the dashboard has data, and every alert rule is evaluated")
