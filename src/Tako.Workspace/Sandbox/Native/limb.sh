# The shadow of a repository by util-linux alone, as the first process of fresh namespaces. Arguments: mount point of the
# scratch file system, its options, mount point of the new root, who drops the power ("root" or "user"), user, group.
# Standard input brings one order a line, descriptor 9 is the report. What every run needs is mounted before the run is known.
# No table of a language is read by the mounting tools: that would take longer than the mounts.
step() { printf 'failed %s\n' "$1" >&9; exit 125; }
S=$1 O=$2 T=$3 WHO=$4 U=$5 G=$6
NL='
'
CACHE='' FEEDS='' WARM=''
printf 'ready\n' >&9                                     # only a started shell keeps its power while it is mapped
read -r go || exit 125                                  # the caller has written the map of users
echo 0 > /proc/sys/user/max_user_namespaces 2>/dev/null || step 'forbid further user namespaces'
LC_ALL=C mount -a -o remount,bind,ro 2>/dev/null        # what is hidden under another mount cannot be named, and need not be
LC_ALL=C mount --rbind / "$T" 2>&9 || step 'bind the tree' # before the scratch, which must not be seen in it
LC_ALL=C mount -t tmpfs -o "$O" tako "$S" 2>&9 || step 'scratch'
printf 'scratch\n' >&9
read -r go || exit 125                                  # the caller has written its first content
LC_ALL=C mount -a -T "$S/ground" 2>&9 || step 'mounts'
LC_ALL=C ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null \
    || perl -e 'socket(S,2,2,0) && ioctl(S,0x8914,pack("a16sx22","lo",0x41)) or exit 1' 2>/dev/null || step 'loopback (needs ip, ifconfig or perl)'
hostname limb 2>/dev/null
cd "$T" && LC_ALL=C pivot_root . run/.old 2>&9 && cd / || step 'change root'
printf 'ground\n' >&9
read -r line || exit 125                                # from here on a run is known
eval "$line"
if [ -n "$CACHE" ]; then
    LC_ALL=C mount --bind "/run/.old$CACHE" "/run/.old$S/cache" 2>&9 \
        && LC_ALL=C mount -o remount,bind,rw "/run/.old$S/cache" 2>&9 || step 'cache layer'
fi
LC_ALL=C mount -a -T "/run/.old$S/own" 2>&9 || step 'overlay and other mounts of the run'
LC_ALL=C umount -l /run/.old 2>&9 || step 'detach the old root'
if [ -n "$FEEDS" ]; then                                # a socket for the proxy, which is taken over from outside
    if command -v perl >/dev/null; then
        perl -e '$| = 1; socket(S,2,1,0) && bind(S,pack("S n a4 x8",2,0,"\x7f\0\0\1")) && listen(S,128) or exit 1;
            my (undef,$p) = unpack("S n",getsockname(S)); print "listening ",fileno(S)," $p\n"; sleep 60' >&9 2>&9 &
    elif command -v python3 >/dev/null; then
        python3 -I -c 'import socket, time; s = socket.create_server(("127.0.0.1", 0), backlog=128)
print("listening", s.fileno(), s.getsockname()[1], flush=True); time.sleep(60)' >&9 2>&9 &
    else
        step 'listen for the proxy (needs perl or python3)'
    fi
    read -r go || exit 125
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
fi
printf 'mounted\n' >&9
if [ -n "$WARM" ]; then                                 # commands are brought in from outside; each order only buries the dead
    exec >/dev/null 2>&1
    while read -r go; do (:); done
    exit 0
fi
read -r line || exit 125
eval "$line"
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
