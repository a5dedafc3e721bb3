#!/bin/sh
# Starts the agent that the tests across languages speak to, from the classes that `mvn test-compile` left.
here=$(cd "$(dirname "$0")" && pwd)
exec java -cp "$here/target/test-classes:$here/target/classes:$(cat "$here/target/classpath")" dev.fieldveil.agent.AgentKt
