# Sourced by the commands of system-tests, with the checkout as the working directory: builds what is missing and runs the
# given main class.

. .mvn/jdk.sh
if ! find_jdk; then
  echo "Orderflow needs JDK 25 or later and found none: install one (such as https://adoptium.net), or point JAVA_HOME at it." >&2
  exit 1
fi

also=system-tests
. .mvn/jars.sh

run() { # run MAIN ARGUMENT...
  [ -z "$(stale)" ] || build
  main=$1
  shift
  exec "$JAVA_HOME/bin/java" ${heap:--Xmx768m} -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Duser.language=en -Duser.country=US -Dslf4j.internal.verbosity=ERROR -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
    -cp "system-tests/target/system-tests-$version.jar:system-tests/target/lib/*" \
    "$main" "$@"
}
