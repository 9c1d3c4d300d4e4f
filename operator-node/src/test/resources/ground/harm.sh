#!/bin/bash
# Stands in for a program this machine lacks, and tries what the worst of them would: write, delete, change modes and times,
# connect, signal, and run its arguments as a wrapper does.
exec 2>/dev/null
me=${0##*/}
for file in report.txt "$HOME/.bashrc" /etc/passwd /etc/motd /srv/yard/etc/hosts "$@"; do
  [ ! -f "$file" ] || echo harm >>"$file"
done
echo harm >"./$me.made"
# shellcheck disable=SC2046 # every sentinel is meant
kill -TERM $(</usr/lib/ground/sentinels)
chmod 4777 /srv/yard/tool
touch -d 2001-01-01 /etc/passwd report.txt
rm -f /srv/yard/app.log
(exec 3<>/dev/tcp/192.0.2.1/80)
(echo harm >/dev/udp/192.0.2.1/53)
while [[ ${1:-} == -* ]]; do shift; done
[ $# -eq 0 ] || exec "$@"
