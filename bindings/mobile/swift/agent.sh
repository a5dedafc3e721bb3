#!/bin/sh
# Starts the agent that the tests across languages speak to, as `build.sh` left it.
here=$(cd "$(dirname "$0")" && pwd)
exec sh "$here/in-chroot.sh" .build/debug/Agent
