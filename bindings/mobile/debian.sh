#!/bin/sh
# Makes a chroot of a suite of Debian, once: FOLDER/root (root and debootstrap needed). Its packages come the way that
# this machine's do.
# Usage: bindings/mobile/debian.sh SUITE FOLDER
set -eu
suite=$1 folder=$2
[ ! -d "$folder/root" ] || exit 0
rm -rf "$folder/new"
mkdir -p "$folder"
# A machine that is no Debian names none: debootstrap's own then.
# shellcheck disable=SC2016 # apt-get's word, not the shell's
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
# The scripts of debootstrap may be older than the suite; all of Debian's are the same.
debootstrap --variant=minbase "$suite" "$folder/new" "$mirror" /usr/share/debootstrap/scripts/sid \
  >"$folder/debootstrap.log"
cp -n /etc/apt/apt.conf.d/* "$folder/new/etc/apt/apt.conf.d/" 2>/dev/null || true
rm -f "$folder/new/etc/apt/apt.conf.d/"docker-*
echo 'Acquire::Check-Valid-Until "false";' >"$folder/new/etc/apt/apt.conf.d/99fieldveil"
cp /etc/resolv.conf "$folder/new/etc/resolv.conf" || true
mv "$folder/new" "$folder/root"
