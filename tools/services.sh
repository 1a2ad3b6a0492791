#!/usr/bin/env bash
# Throw-away PostgreSQL and Redis for tests and measures: sockets only, no port, no root, all under DIR.
# usage: services.sh start DIR | stop DIR
#   then: DATABASE_URL="postgresql://app@/app?host=DIR"  REDIS_URL="unix://DIR/redis.sock"
set -eu
verb=$1; dir=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
# PostgreSQL refuses to run as root: there it runs as the user its package made.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
case $verb in
start)
  mkdir -p "$dir"
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
  # In memory where there is plenty: each race has a database copied for it, of two thousand files.
  if [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 4000000 ] 2>/dev/null; then
    ln -s "$(as mktemp -d /dev/shm/maillage.XXXXXX)" "$dir/pg"
  fi
  as "$bin/initdb" -D "$dir/pg" -A trust -U app -N --no-instructions -E UTF8 --locale=C.UTF-8 >/dev/null
  # What is thrown away need not survive a power cut.
  as "$bin/pg_ctl" -D "$dir/pg" -w -s -l "$dir/pg.log" -o "-c listen_addresses='' -k $dir -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c wal_level=minimal -c max_wal_senders=0" start
  as "$bin/createdb" -h "$dir" -U app app
  as redis-server --port 0 --unixsocket "$dir/redis.sock" --unixsocketperm 777 --save "" --appendonly no --dir "$dir" --daemonize yes --pidfile "$dir/redis.pid" >/dev/null
  ;;
stop)
  as "$bin/pg_ctl" -D "$dir/pg" -s -m immediate stop || true
  if [ -L "$dir/pg" ]; then rm -rf "$(readlink "$dir/pg")"; fi
  if [ -f "$dir/redis.pid" ]; then kill "$(cat "$dir/redis.pid")" || true; fi
  ;;
*) echo "usage: services.sh start|stop DIR" >&2; exit 2 ;;
esac
