#!/usr/bin/env bash
# What can be said of deploy/ without deploying: units, HAProxy, YAML, compose, Bicep (structure only), shell scripts.
# Says what it checked; ends with 1 when something is wrong.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
bad=0

fault() {
  echo "deploy: $1"
  bad=1
}

needs() {
  command -v "$1" >/dev/null || { fault "$1 is missing; run scripts/setup.sh --test"; return 1; }
}

# The worst exposure each unit may have, times ten, as systemd 252 (Debian 12) counts.
units() {
  needs systemd-analyze || return 0
  local role worst
  cp deploy/systemd/docmill.target "$place"
  for role in api:12 steward:12 worker:45; do
    worst=${role#*:} role=${role%:*}
    # Docmill need not be installed to check the rest of the unit.
    sed 's|^ExecStart=/usr/bin/docmill |ExecStart=/bin/true |; /^Documentation=/d' "deploy/systemd/docmill-$role.service" >"$place/docmill-$role.service"
    systemd-analyze security --offline=true --threshold="$worst" "$place/docmill-$role.service" >"$place/log" 2>&1 ||
      fault "docmill-$role.service is more exposed than $worst tenths: $(tail -1 "$place/log")"
    grep -q "^ExecStart=/usr/bin/docmill $role\$" "deploy/systemd/docmill-$role.service" || fault "docmill-$role.service does not start its role"
  done
  ! grep -rq '^DOCMILL_ACCOUNTS' deploy/systemd/worker.env deploy/systemd/cluster.env || fault "a worker is told where the accounts are"
  systemd-analyze verify --man=no "$place"/docmill-*.service "$place/docmill.target" >"$place/log" 2>&1 || fault "systemd-analyze verify refuses a unit"
  # It says of an unknown word only that it ignores it, and ends with 0. Words about other units of the host are not ours.
  if grep "^$place" "$place/log"; then fault "systemd-analyze verify has something to say (above)"; fi
  echo "deploy: systemd units verified; exposure api, steward <= 1.2, worker <= 4.5"
}

haproxy_file() {
  needs haproxy && needs openssl || return 0
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=check -keyout "$place/key" -out "$place/ca.pem" 2>/dev/null
  cat "$place/ca.pem" "$place/key" >"$place/front.pem"
  (
    set -a
    # shellcheck source=/dev/null
    . deploy/haproxy/haproxy.env
    export DOCMILL_FRONT_CERT=$place/front.pem DOCMILL_FRONT_CA=$place/ca.pem DOCMILL_FRONT_USER=none DOCMILL_FRONT_SOCKET=$place/socket
    haproxy -c -f deploy/haproxy/haproxy.cfg
  ) >"$place/log" 2>&1 || fault "haproxy refuses its configuration: $(cat "$place/log")"
  echo "deploy: haproxy.cfg accepted with haproxy.env"
}

structures() {
  # Debian's own Python, which has python3-yaml.
  /usr/bin/python3 - <<'PYTHON' || bad=1
import pathlib, re, sys
import yaml

faults = []

def load(path):
    try:
        return yaml.safe_load(pathlib.Path(path).read_text())
    except yaml.YAMLError as error:
        faults.append(f"{path}: {error}")
        return {}

known = set(re.findall(r'^\s+(?:text|place|secret|size|length|number)\("([a-z0-9-]+)"', pathlib.Path("src/config/settings.cc").read_text(), re.M))
known = {"DOCMILL_" + name.upper().replace("-", "_") for name in known | {"log-level", "log-format"}}

def settings(where, names):
    for name in names:
        if name.startswith("DOCMILL_") and name not in known:
            faults.append(f"{where}: there is no setting {name}")

for path in pathlib.Path("deploy/systemd").iterdir():
    settings(path, re.findall(r"\b(DOCMILL_[A-Z0-9_]+)=", path.read_text()))

compose = load("deploy/compose/compose.yaml")
services = compose.get("services", {})
for role, least in {"haproxy": 1, "api": 2, "backup": 1, "worker": 2, "steward": 2, "postgres": 1, "azurite": 1}.items():
    count = sum(name.rstrip("0123456789") == role for name in services)
    if count < least:
        faults.append(f"compose: {count} of {role}, not {least}")
for name, service in services.items():
    role = name.rstrip("0123456789")
    where = f"compose, {name}"
    environment = service.get("environment", {})
    if role != "haproxy":
        settings(where, environment)
    for kind in ("networks", "secrets"):
        for used in service.get(kind, []):
            if used not in compose.get(kind, {}):
                faults.append(f"{where}: {kind} has no {used}")
    for other in service.get("depends_on", {}):
        if other not in services:
            faults.append(f"{where}: depends on {other}, which is nowhere")
        elif service["depends_on"][other].get("condition") == "service_healthy" and "healthcheck" not in services[other]:
            faults.append(f"{where}: waits for the health of {other}, which has no check")
    for value in environment.values():
        secret = re.fullmatch(r"@?/run/secrets/(.+)", str(value))
        if secret and secret[1] not in service.get("secrets", []):
            faults.append(f"{where}: {value} is not among its secrets")
    if role == "worker" and ("DOCMILL_ACCOUNTS" in environment or "env_file" in service or "accounts" in service["networks"]):
        faults.append(f"{where}: a worker reaches the accounts")
    if "privileged" in service:
        faults.append(f"{where}: privileged")
print("deploy: compose.yaml parsed;", len(services), "services; their networks, secrets, health and settings looked at")

cloud = load("deploy/azure/cloud-init.yaml")
marks = set(re.findall(r"@([A-Z_]+)@", pathlib.Path("deploy/azure/cloud-init.yaml").read_text()))
for entry in cloud.get("write_files", []):
    if entry["path"].endswith(".env"):
        settings(entry["path"], re.findall(r"^([A-Z0-9_]+)=", entry["content"], re.M))

for path in pathlib.Path("deploy/azure").rglob("*.bicep"):
    text = path.read_text()
    for mark in marks:
        if f"'@{mark}@'" not in text:
            faults.append(f"{path}: nothing is put for @{mark}@")
    code = re.sub(r"(?<!:)//.*", "", text)
    inside = " ".join(re.findall(r"\$\{([^{}]*)\}", code))  # strings go, what they compute stays
    bare = re.sub(r"'(?:[^'\\\n]|\\.)*'", "''", re.sub(r"@(description)\(.*\)", "", code))
    for opened, closed in ("{}", "[]", "()"):
        if bare.count(opened) != bare.count(closed):
            faults.append(f"{path}: {bare.count(opened)} '{opened}' and {bare.count(closed)} '{closed}'")
    symbols = re.findall(r"^(param|var|resource|module)\s+(\w+)", code, re.M)
    names = [name for _, name in symbols]
    for name in {name for name in names if names.count(name) > 1}:
        faults.append(f"{path}: {name} is declared twice")
    uses = re.sub(r"\bin (\w+):", r"in \1", bare) + " " + inside
    for kind, name in symbols:  # a resource may stand for itself
        if kind in ("param", "var") and len(re.findall(rf"\b{name}\b(?!:)", uses)) < 2:
            faults.append(f"{path}: {name} is declared and not used")
    loops = set(re.findall(r"\bfor\s+(\w+)", bare)) | {n for pair in re.findall(r"\bfor\s+\((\w+),\s*(\w+)\)", bare) for n in pair}
    loops |= set(re.findall(r"\b(\w+)\s*=>", bare))
    roots = set(re.findall(r"(?<![\w.'])([a-z]\w*)(?=[.\[])", bare + " " + inside))
    for name in sorted(roots - set(names) - loops):
        faults.append(f"{path}: {name} is used and not declared")
    for kind in re.findall(r"^resource\s+\w+\s+'([^']*)'", code, re.M):
        if not re.fullmatch(r"Microsoft\.[\w./]+@\d{4}-\d\d-\d\d(-preview)?", kind):
            faults.append(f"{path}: {kind} has no version")
    print(f"deploy: {path}: brackets, {len(symbols)} names and versions of resources looked at (not compiled)")

container = pathlib.Path("deploy/container/Containerfile").read_text()
for line in ("USER ", "HEALTHCHECK ", "STOPSIGNAL ", "ENTRYPOINT "):
    if f"\n{line}" not in container:
        faults.append(f"Containerfile: no {line}")
print("deploy: Containerfile has a user, a health check and a stop signal (not built)")

for fault in faults:
    print("deploy:", fault)
sys.exit(1 if faults else 0)
PYTHON
}

scripts_read_well() {
  needs shellcheck || return 0
  shellcheck --severity=warning -x dev scripts/*.sh || fault "shellcheck has something to say (above)"
  echo "deploy: shellcheck read dev and scripts/"
}

units
haproxy_file
structures
scripts_read_well
[ "$bad" = 0 ]
echo "deploy: clean"
