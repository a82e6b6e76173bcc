# Whether the service on this port is ready. With nothing but bash and grep: the image has no curl.
# One that says that only a restart can help is ended, and so restarted: Docker leaves alone what is merely unhealthy.

port=$1

answers() { # answers PROBE STATUS
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET /actuator/health/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
  grep -q "^HTTP/1.1 $2" <&3
}

pause() { # pause SECONDS: nothing comes from an empty pipe.
  read -rt "$1" <> <(:)
}

# Asked again a second later, as a service that starts is not alive between opening its port and being done.
if answers liveness 503; then
  pause 1
  if answers liveness 503; then kill -TERM 1; fi
  exit 1
fi
answers readiness 200
