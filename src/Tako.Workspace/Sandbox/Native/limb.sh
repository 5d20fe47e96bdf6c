# The shadow of a repository by util-linux alone. Arguments: mount point of the scratch file system, its options, mount point
# of the new root, the repository, lengths of three parts of standard input (first content, deletions,
# staged files), who drops the power ("root" or "user"), user, group, limits (processor seconds, file blocks, processes), working directory,
# the cache layer to write or nothing, then the command. Descriptor 9 is the report.
step() { printf 'failed %s\n' "$1" >&9; exit 125; }
S=$1 O=$2 T=$3 R=$4 N1=$5 N2=$6 N3=$7
shift 7
WHO=$1 U=$2 G=$3 CPU=$4 FSIZE=$5 NPROC=$6 CWD=$7 CACHE=$8
shift 8
printf 'ready\n' >&9                                     # only a started shell keeps its power while it is mapped
read -r go || exit 125                                  # the caller has written the map of users
echo 0 > /proc/sys/user/max_user_namespaces 2>/dev/null || step 'forbid further user namespaces'
mount -a -o remount,bind,ro 2>/dev/null                 # what is hidden under another mount cannot be named, and need not be
mount --rbind / "$T" 2>&9 || step 'bind the tree'       # before the scratch, which must not be seen in it
mount -t tmpfs -o "$O" tako "$S" 2>&9 || step 'scratch'
head -c "$N1" | tar -xpf - -C "$S" 2>&9 || step 'first content of the scratch file system'
if [ -n "$CACHE" ]; then
    mount --bind "$CACHE" "$S/cache" 2>&9 && mount -o remount,bind,rw "$S/cache" 2>&9 || step 'cache layer'
fi
mount -a -T "$S/fstab" 2>&9 || step 'mounts'
if [ "$N2" -gt 0 ]; then
    cd "$T$R" 2>&9 || step 'enter the shadow'
    head -c "$N2" | xargs -0 rm -f -- 2>&9 || step 'delete staged files'
fi
if [ "$N3" -gt 0 ]; then
    head -c "$N3" | tar -xpf - --unlink-first -C "$T$R" 2>&9 || step 'write staged files'
fi
# Whatever is still writable must be ours: a mount that stayed writable would be a hole, so nothing runs.
# What a later mount hides does not count. Paths here hold no blanks: the kernel writes them as \040.
set -f
open=
while read -r _ _ _ _ at options rest; do
    case $at in "$T" | "$T"/*) ;; *) continue ;; esac
    left=
    for was in $open; do case $was in "$at" | "$at"/*) ;; *) left="$left $was" ;; esac; done
    open=$left
    case "$options $rest" in rw*' - tmpfs tako '* | rw*' - overlay tako '* | rw*' - devpts devpts '*) ;; rw*) open="$open $at" ;; esac
done < /proc/self/mountinfo
[ -z "$open" ] || step "read-only:$open"
set +f
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null \
    || perl -e 'socket(S,2,2,0) && ioctl(S,0x8914,pack("a16sx22","lo",0x41)) or exit 1' 2>/dev/null || step 'loopback (needs ip, ifconfig or perl)'
hostname limb 2>/dev/null
cd "$T" && pivot_root . run/.old 2>&9 && cd / && umount -l /run/.old 2>&9 || step 'change root'
cd "$CWD" 2>&9 || step 'enter the working directory'
ulimit -c 0; ulimit -t "$CPU"; ulimit -f "$FSIZE"
ulimit -u "$NPROC" 2>/dev/null || ulimit -p "$NPROC" 2>/dev/null
printf 'running\n' >&9
if [ "$WHO" = root ]; then
    setpriv --reuid "$U" --regid "$G" --clear-groups --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all \
        -- "$@" </dev/null 9>&- &
else
    # An ordinary user stays 0 of a name space in which nobody has any power: the map of another one could not be written.
    setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all -- "$@" </dev/null 9>&- &
fi
wait $!
printf 'exit %s\n' $? >&9
