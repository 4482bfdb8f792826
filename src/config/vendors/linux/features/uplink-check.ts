/**
 * The script that watches one uplink, in POSIX sh; the same for every router, so that nothing from the
 * model is in it. It reads one file of quoted values, named by its only argument.
 */
export const UPLINK_CHECK: readonly string[] =
  String.raw`# Usage: uplink-check ID. Reads /etc/rajut/uplinks/ID.conf.
# Keeps the uplink's default route in the main table while any one target answers through the uplink.
set -u

ID=$1
case $ID in
*[!a-z0-9-]* | '')
	echo "uplink-check: not an id" >&2
	exit 2
	;;
esac
INTERFACE='' ADDRESS='' GATEWAY='' MARK='' METRIC='' TARGETS='' INTERVAL='' FAIL_AFTER='' RECOVER_AFTER=''
# shellcheck source=/dev/null
. "/etc/rajut/uplinks/$ID.conf"

# By systemd's prefixes, so that the state of an uplink stands in syslog with the right weight.
say() {
	echo "<$1>uplink $ID: $2"
}

route() {
	ip -4 route show default via "$GATEWAY" dev "$INTERFACE" proto static
}

add_route() {
	ip route replace default via "$GATEWAY" dev "$INTERFACE" metric "$METRIC" proto static
}

remove_route() {
	while ip route del default via "$GATEWAY" dev "$INTERFACE" metric "$METRIC" proto static 2>/dev/null; do :; done
}

# Connections that were translated to this uplink's addresses cannot go on through another one; without
# their entries their next packet is a new connection, which fails at once and is made again.
forget_connections() {
	command -v conntrack >/dev/null && conntrack -D --mark "$MARK" >/dev/null 2>&1
}

# One packet to every target at once, through this uplink's table; 0 as soon as all are heard of and one answered.
answers() {
	pids=
	for target in $TARGETS; do
		ping -n -q -c 1 -W "$INTERVAL" -m "$MARK" -I "$ADDRESS" "$target" >/dev/null 2>&1 &
		pids="$pids $!"
	done
	answered=1
	for pid in $pids; do
		wait "$pid" && answered=0
	done
	return $answered
}

# A check that starts again with a changed file cuts nothing that works.
if [ -n "$(route)" ]; then
	state=up
	add_route
	say 5 "taken to work, since its route is there"
else
	state=down
	say 5 "not known to work yet"
fi
count=0
# A line that keeps failing must answer for longer each time, or connections would move to it and away again.
needed=$RECOVER_AFTER
longest=$((RECOVER_AFTER * 32))
lasted=0
while :; do
	sleep "$INTERVAL" &
	pause=$!
	if answers; then
		if [ "$state" = up ]; then
			count=0
			lasted=$((lasted + 1))
			# Taken away by somebody else, or with the line.
			[ -n "$(route)" ] || add_route
		else
			count=$((count + 1))
			if [ "$count" -ge "$needed" ] && add_route; then
				state=up
				count=0
				lasted=0
				say 5 "answers again: default route put in"
			fi
		fi
	elif [ "$state" = down ]; then
		count=0
	else
		count=$((count + 1))
		if [ "$count" -ge "$FAIL_AFTER" ]; then
			state=down
			count=0
			if [ "$lasted" -ge "$longest" ]; then
				needed=$RECOVER_AFTER
			else
				needed=$((needed * 2 < longest ? needed * 2 : longest))
			fi
			remove_route
			forget_connections
			say 4 "no answer: default route taken away"
		fi
	fi
	wait "$pause"
done`.split("\n");
