# shellcheck shell=bash
# For the scripts beside it, before anything is built. With --help among its arguments, a script prints its head and ends; with
# an argument that its head does not show, it ends with 2. What counts of the head is what follows the script's name there:
# --FLAG, --FLAG=N with a whole number, --FLAG=WORDS; other words in capitals stand for arguments without dashes, and ARGUMENT
# for any at all.

head="$(sed -n '2,/^[^#]/s/^# \?//p' "$0")"
usage="$(sed -n "s|.*bench/${0##*/}\b||p" <<<"$head")"
flags="$(grep -oE -- '--[a-z]+(-[a-z]+)*(=[A-Z]+)?' <<<"$usage" | sort -u || true)"

takes() {
  local flag
  for flag in $flags; do
    case "$flag" in
      *=N) [[ ! "$1" =~ ^"${flag%N}"[1-9][0-9]*$ ]] || return 0 ;;
      *=*) [[ "$1" != "${flag%%=*}="?* ]] || return 0 ;;
      *) [ "$1" != "$flag" ] || return 0 ;;
    esac
  done
  [[ "$1" != -* ]] && sed -E 's/--[^] ]*( N\b)?//g' <<<"$usage" | grep -q '[A-Z]'
}

for argument in "$@"; do
  if [ "$argument" = --help ]; then
    echo "$head"
    exit 0
  fi
done
if [[ "$usage" != *ARGUMENT* ]]; then
  for argument in "$@"; do
    if ! takes "$argument"; then
      echo "${0##*/}: unknown argument $argument (expected: ${flags:+${flags//$'\n'/, }, }--help, or none)" >&2
      exit 2
    fi
  done
fi
