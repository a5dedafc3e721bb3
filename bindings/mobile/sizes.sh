#!/bin/sh
# Says how large native libraries are and how their segments are aligned, one line each, and fails where one is too large
# for a phone, would not load on a device with pages of 16 KB, or carries the data of telephone numbers.
# Usage: bindings/mobile/sizes.sh [--any-size] LIBRARY…     (ELF, stripped; any size for what is not built for a phone)
set -eu
# The goal is 2,500,000; the rest is for the NDK's unwinder, which comes on top and has not been seen yet.
most=2600000 page=16384
if [ "${1-}" = --any-size ]; then
  most=1000000000
  shift
fi
failed=0
refuse() {
  echo "  refused: $1" >&2
  failed=1
}

for library in "$@"; do
  size=$(wc -c <"$library")
  machine=$(readelf --file-header "$library" | sed -n 's/^ *Machine: *//p')
  # The last column of each segment that is loaded, as readelf writes it: 0x4000.
  least=$(readelf --wide --program-headers "$library" | while read -r kind rest; do
    [ "$kind" != LOAD ] || echo $((${rest##* }))
  done | sort -n | head -n 1)
  echo "$library: $machine, $size bytes, segments aligned to $least"
  [ "$size" -le "$most" ] || refuse "more than $most bytes"
  [ "${least:-0}" -ge "$page" ] || refuse "less than $page: pages of 16 KB could not be mapped"
  # Words of the metadata of libphonenumber: what a country's numbers look like is none of our business.
  ! grep --quiet --text --ignore-case -e phonenumber -e national_number "$library" || refuse "the data of telephone numbers"
done
exit "$failed"
