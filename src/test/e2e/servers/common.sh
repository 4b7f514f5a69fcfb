# What the start scripts of Debian's servers share; each of them reads it from its own folder's parent.

# Ends with 69, which says what is missing, unless all of these commands are there, and what this file itself needs.
need() {
  PATH="$PATH:/usr/sbin"
  local command
  for command in python3 "$@"; do
    command -v "$command" >/dev/null || { echo "$command is not installed"; exit 69; }
  done
}

# So many ports that are free now, all of them different: from $PORTS on, which no other folder has, and below those that
# the kernel gives away, so that nobody takes them before the server binds them.
free_ports() {
  python3 -c '
import random, socket, sys
port = int(sys.argv[2] or random.randrange(20000, 30000))
held = []
while len(held) < int(sys.argv[1]):
    try:
        held.append(socket.create_server(("127.0.0.1", port)))
    except OSError:
        pass
    port += 1
print(*(server.getsockname()[1] for server in held))' "$1" "${PORTS:-}"
}

# Copies a file of this folder to the working directory, with each @NAME@ replaced: template FILE NAME=VALUE ...
template() {
  local file="$1" script=() pair
  shift
  for pair in "$@"; do
    script+=(-e "s|@${pair%%=*}@|${pair#*=}|g")
  done
  sed "${script[@]}" "$SOURCES/$file" >"$file"
}

# Runs a server in the background with its output in NAME.log: background NAME COMMAND ...
background() {
  local name="$1"
  shift
  "$@" >"$name.log" 2>&1 </dev/null &
  names[$!]="$name"
}

# Waits until all of these ports accept connections, for at most five minutes, since all of the fleet start at once, and only as long as all servers live.
await() {
  local port pid
  for port in "$@"; do
    SECONDS=0
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
      for pid in "${!names[@]}"; do
        kill -0 "$pid" 2>/dev/null || { echo "${names[$pid]} has ended:"; cat "${names[$pid]}.log"; exit 1; }
      done
      [ "$SECONDS" -lt 300 ] || { echo "nothing listens on port $port"; cat ./*.log; exit 1; }
      sleep 0.1
    done
  done
}

# Prints the line that announces the servers, and waits for the end.
announce() {
  echo "$1"
  wait
}

# Ends all servers; those that take their time, such as ejabberd, are not asked twice.
finish() {
  [ "${#names[@]}" -gt 0 ] || return 0
  kill "${!names[@]}" 2>/dev/null || true
  local tries
  for tries in {1..20}; do
    kill -0 "${!names[@]}" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "${!names[@]}" 2>/dev/null || true
  wait
}

declare -A names=()
trap 'exit 0' TERM INT
trap finish EXIT
