# Sourced by ./demo, by the commands of system-tests and by the image build: makes the jars of the four services and of
# local-stack, where they are missing or older than what they are made of, and that of system-tests where $also names it.
# Needs .mvn/jdk.sh and the checkout as the working directory.

services="order-service inventory-service payment-service notification-service"
libraries="events-schema messaging http-api"
version=0.1.0-SNAPSHOT
mark=.orderflow/built${also:+-with-$also}
log=.orderflow/build.log
turn=.orderflow/building # a link to the number of the process that builds, and when it began
unfinished=.orderflow/unfinished # while it builds, and when it could not finish

# The names of the modules whose jar is missing or older than something it is made of. The mark of the last build
# helps where Maven found that a touched file changed nothing and left the jar alone.
stale() {
  for module in $services local-stack ${also:-}; do
    case $module in
      local-stack) jar=local-stack/target/local-stack-$version.jar made_of=local-stack ;;
      system-tests) jar=system-tests/target/system-tests-$version.jar made_of="system-tests local-stack events-schema" ;;
      *) jar=$module/target/$module-$version-exec.jar made_of="$module $libraries" ;;
    esac
    if [ -e "$unfinished" ] || [ ! -f "$jar" ] || [ ! -d local-stack/target/lib ] || [ ! -d "${also:-local-stack}/target/lib" ]; then
      echo "$module"
      continue
    fi
    newest=$jar
    if [ -f "$mark" ] && [ -n "$(find "$mark" -newer "$jar")" ]; then newest=$mark; fi
    for part in $made_of; do
      if [ -n "$(find pom.xml "$part/pom.xml" "$part/src/main" -newer "$newest" -print 2>/dev/null | head -n 1)" ]; then
        echo "$module"
        break
      fi
    done
  done
}

# Shows what Maven is at while it runs, in one line where a person watches.
watch_build() {
  shown=
  while kill -0 "$1" 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    module=$(sed -n 's/^\[INFO\] Building \([A-Za-z -]*[A-Za-z]\) .*\[\([0-9/]*\)\]$/\1 (\2)/p' "$log" | tail -n 1)
    loaded=$(grep -c '^\[INFO\] Downloaded from' "$log" || true)
    [ "$loaded" -eq 0 ] || module="$module, $loaded files downloaded"
    if [ -t 1 ]; then
      printf '\r\033[K  … %s, %s s' "${module:-starting Maven}" "$seconds"
    elif [ "$module" != "$shown" ] && [ $((seconds % 15)) -eq 0 ]; then
      printf '  … %s, %s s\n' "${module:-starting Maven}" "$seconds"
      shown=$module
    fi
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# Two builds in one clone would write into the same folders. A link is made in one step, together with what it says.
take_turn() {
  until ln -s "$(identity $$)" "$turn" 2>/dev/null; do
    builder=$(readlink "$turn" || true)
    if [ -z "$builder" ]; then
      tries=$((${tries:-0} + 1))
      [ "$tries" -lt 5 ] || { echo "No link can be made in $PWD/.orderflow." >&2; exit 1; }
      sleep 1
    elif [ "$(identity "${builder%%@*}")" != "$builder" ]; then
      rm -f "$turn" # It was killed.
    else
      [ "$builder" = "${told:-}" ] || echo "Process ${builder%%@*} builds here; waiting for it"
      told=$builder
      sleep 1
    fi
  done
}

# Its number may be given to another process later, which began at another time.
identity() { # identity NUMBER
  echo "$1@$({ ps -o lstart= -p "$1" || { kill -0 "$1" && echo alive; }; } 2>/dev/null | tr ' ' -)"
}

build() {
  mkdir -p .orderflow
  take_turn
  if [ -z "$(stale)" ]; then # Somebody else has built it meanwhile.
    rm -f "$turn"
    return
  fi
  touch "$unfinished"
  rm -rf local-stack/target/lib ${also:+"$also/target/lib"} # Maven would leave the jars of earlier versions there.
  touch "$mark.new"
  seconds=0
  echo "Building (the first time, this also downloads what Orderflow is built from)"
  modules=$(echo $services local-stack ${also:-} | tr ' ' ',')
  ./mvnw --batch-mode --threads 2 -Dmaven.test.skip=true -Dspotless.check.skip=true \
    --projects "$modules" --also-make package </dev/null >"$log" 2>&1 &
  maven=$!
  trap 'kill $maven 2>/dev/null; wait $maven || true; rm -f "$turn"; exit 130' INT TERM
  watch_build "$maven"
  trap - INT TERM
  if ! wait "$maven"; then
    if grep -q '^\[ERROR\]' "$log"; then grep '^\[ERROR\]' "$log" | head -n 15 >&2; else tail -n 15 "$log" >&2; fi
    echo "The build failed; the rest is in $log." >&2
    rm -f "$turn"
    exit 1
  fi
  mv "$mark.new" "$mark"
  rm -f "$unfinished" "$turn"
  echo "  ✓ built in $seconds s"
}
