#!/bin/sh
# Starts the agent that the tests across languages speak to, as `build.sh` left it.
cd "$(dirname "$0")" || exit
exec sh ./in-chroot.sh .build/debug/Agent
