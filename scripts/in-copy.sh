# Runs a command in a copy of this system that nothing changes for good: what is written goes into memory (an overlay in a
# mount namespace of its own) and is gone afterwards. For root, as `unshare -m sh scripts/in-copy.sh WORK COMMAND …`; WORK is an
# empty folder, and the folder $SHARED is in the copy as it is outside.
set -e
work=$1; shift
mount --make-rprivate /
mount -t tmpfs -o size=2g tmpfs "$work"
mkdir "$work/upper" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$work/root"
for place in /proc /sys /dev /tmp/.X11-unix "$SHARED"; do
  mkdir -p "$work/root$place"
  mount --rbind "$place" "$work/root$place"
done
mkdir -p "$work/root/var/tmp" && chmod 1777 "$work/root/var/tmp" "$work/root/tmp"
# A container has these from outside, and an overlay goes no further than one file system.
for name in resolv.conf hosts; do cat "/etc/$name" > "$work/root/etc/$name"; done
# Not chroot, in which the kernel gives nobody a namespace of users.
mkdir "$work/root/mnt/old"
cd "$work/root"
pivot_root . mnt/old
umount -l /mnt/old
if [ -z "$RESTRICTED" ]; then exec "$@"; fi
# A user namespace that has all users as they are: what is forbidden in it is allowed outside.
mkfifo /mnt/go
unshare --user sh -c 'read -r go < /mnt/go; exec "$@"' sh "$@" &
sleep 1
echo '0 0 65536' > "/proc/$!/uid_map"
echo '0 0 65536' > "/proc/$!/gid_map"
echo go > /mnt/go
wait $!
