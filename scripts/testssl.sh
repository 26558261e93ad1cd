#!/usr/bin/env bash
# Grades the TLS of HOST:PORT with testssl.sh and fails on a finding of grade MEDIUM or worse. Needs no network beyond HOST.
#   scripts/testssl.sh HOST:PORT [REPORT.json]
set -euo pipefail
where=${1:?usage: scripts/testssl.sh HOST:PORT [REPORT.json]}
report=${2:-$(mktemp -u)}
rm -f "$report"

# What a private authority on one machine cannot have, whatever the server does: a chain that strangers trust, and revocation lists.
# engine_problem: Debian's openssl has no GOST, so GOST ciphers are not tried.
# sessionresumption_ticket: TLS 1.3 sends what a session is resumed with after the handshake, and testssl's client may hang up before it
# came; then there is nothing to resume and testssl says WARN, on some runs. Only that one sentence is excused.
expected='^(engine_problem|cert_chain_of_trust|cert_revocation)( [^:]*)?: |^sessionresumption_ticket: check failed because of connect problem$'

# -p protocols, -s cipher categories, -S certificate and defaults, -h headers, -U vulnerabilities.
# With -f (forward secrecy) and -P (the order of the server) it took 150 to 280 s on two cores and found nothing more.
testssl --openssl /usr/bin/openssl --quiet --color 0 --warnings off --ip one --nodns min --jsonfile "$report" \
  -p -s -S -h -U "$where" >/dev/null 2>&1 || true   # its exit code counts findings

python3 - "$report" "$expected" <<'PY'
import json, re, sys
findings = json.load(open(sys.argv[1]))
bad = [f for f in findings if f["severity"] in ("MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL")]
excused = [f for f in bad if re.search(sys.argv[2], f"{f['id']}: {f['finding']}")]
bad = [f for f in bad if f not in excused]
for f in bad: print(f"{f['severity']:8} {f['id']}: {f['finding']}")
for f in excused: print(f"(excused) {f['id']}: {f['finding']}")
checked = len(findings)
if checked < 50: sys.exit(f"testssl: only {checked} findings; it did not finish")
print(f"testssl: {checked} checks, {len(bad)} of grade medium or worse")
sys.exit(1 if bad else 0)
PY
