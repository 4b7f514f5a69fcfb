# shellcheck shell=bash
# For the scripts beside it: with --help among its arguments a script prints its head and ends, before anything is built.

for argument in "$@"; do
  if [ "$argument" = --help ]; then
    sed -n '2,/^[^#]/s/^# \?//p' "$0"
    exit 0
  fi
done
