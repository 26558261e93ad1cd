# quietly LOG PATTERN COMMAND...: runs a command whose words all go to LOG, and tells meanwhile how long it has taken and what it said
# last that fits PATTERN, so that nobody wonders whether it still works. Returns what the command returned. Sourced.
# shellcheck shell=bash

tell_progress() {
  local log=$1 pattern=$2 begun=$SECONDS every=30 last passed
  [ ! -t 1 ] || every=1
  # Whoever stops the script stops this too.
  while sleep "$every" && kill -0 $$ 2>/dev/null; do
    last=$(tail -c 4000 "$log" 2>/dev/null | grep -aoE "$pattern" | tail -n 1) || true
    last=${last/#Get:/fetched }
    passed=$((SECONDS - begun))
    if [ -t 1 ]; then
      printf '\r\033[K  %d:%02d  %.60s' $((passed / 60)) $((passed % 60)) "$last"
    else
      printf '  %d:%02d  %.60s\n' $((passed / 60)) $((passed % 60)) "$last"
    fi
  done
}

quietly() {
  local log=$1 pattern=$2 ticker status=0
  shift 2
  : >"$log"
  # The command stays in the foreground, where Ctrl-C reaches it.
  tell_progress "$log" "$pattern" &
  ticker=$!
  "$@" >>"$log" 2>&1 || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [ ! -t 1 ] || printf '\r\033[K'
  return "$status"
}
