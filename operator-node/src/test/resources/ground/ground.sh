#!/bin/bash
# Makes the ground on which harm is really tried: the first process of new PID, mount, network, IPC and UTS namespaces, in a
# throw-away overlay of this machine's file system. What is written lands in memory and ends with the namespaces.
# usage: ground.sh BASE CLASSPATH_FOLDER root|nobody DROPPED_CAPABILITIES COMMAND...
set -eu
base=$1 program=$2 user=$3 dropped=$4
shift 4
umask 022

mount -t tmpfs -o size=768m,nr_inodes=200k,mode=0700 ground "$base"
mkdir "$base"/upper "$base"/work "$base"/root
mount -t overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" ground "$base/root"
cd "$base/root"

# only devices that cannot hurt; no disk, no memory, no kernel log
mount -t tmpfs -o size=16m,mode=0755 ground dev
for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  # shellcheck disable=SC2086 # three words are meant
  mknod -m 0666 "dev/${device%% *}" c ${device#* }
done
mkdir -m 1777 dev/shm
mkdir dev/pts
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 ground dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr

mount -t proc proc proc
# what is not namespaced must not be written, whatever fails
for global in sys sysrq-trigger irq bus fs acpi timer_stats sched_debug; do
  [ ! -e "proc/$global" ] || { mount --bind "proc/$global" "proc/$global" && mount -o remount,bind,ro "proc/$global"; }
done
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o size=64m,mode=0755 ground run
mount -t tmpfs -o size=64m,mode=1777 ground tmp
mkdir -p operator usr/lib/ground/base
mount --bind "$base" usr/lib/ground/base
mount -t tmpfs -o size=64m,mode=0755 ground operator
cp -r "$program/." usr/lib/ground/
pivot_root . mnt
cd /
umount -l /mnt

# something to lose, owned by whoever the commands run as
mkdir -p /srv/yard /operator/home /run/systemd /run/dbus
chmod 0777 /run /run/systemd /run/dbus
cp -a /etc /srv/yard/etc
cp -a /usr/share/doc/bash /usr/share/doc/coreutils /srv/yard/ 2>/dev/null || true
for name in report.txt dirs.txt cmds.txt hosts x file f a b app.log deploy.sh Makefile main.tf Dockerfile; do
  printf 'rm -rf /\nreboot\nlocalhost\n' >"/srv/yard/$name"
done
mkdir -p /srv/yard/.git /srv/yard/src /srv/yard/dir /srv/yard/.ssh
cp /bin/true /srv/yard/tool
chmod 4755 /srv/yard/tool
ln -s /etc/passwd /srv/yard/link
ln /srv/yard/report.txt /srv/yard/hard
home=/root
if [ "$user" != root ]; then
  home=/srv/home
  mkdir -p "$home"
  cp -a /etc/skel/. "$home/"
  chown -R "$user" /srv/yard "$home" /operator
  chmod 4755 /srv/yard/tool
fi
chmod 0700 /operator/home

# where a command's own view of processes waits for it
mkdir /processes
# where those write who must not notice anything, and which processes they are, among those of every command
touch /run/signalled
chmod 0666 /run/signalled
echo 2 3 >/usr/lib/ground/sentinels
install -m 4755 /bin/true /usr/lib/ground/rootly
cp -a /srv/yard /usr/lib/ground/tree

# whoever they are, the runner may make namespaces; what it runs may not
options=(--inh-caps=-all)
[ "$user" = root ] || options=(--reuid="$user" --regid="$(id -g "$user")" --clear-groups
  --inh-caps=-all,+sys_admin,+sys_chroot,+net_admin --ambient-caps=-all,+sys_admin,+sys_chroot,+net_admin)
cd /operator
HOME=$home PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/ground/standins \
  setpriv "${options[@]}" --bounding-set="$dropped" "$@" <&0 &
wait $!
