/**
 * The script by which a tunnel takes its changed file, in POSIX sh; the same for every router, so that
 * nothing from the model is in it. wg-quick's own reload brings new peers and keys, but not addresses.
 */
export const TUNNEL_RELOAD: readonly string[] =
  String.raw`# Usage: tunnel-reload INTERFACE. Takes what changed in /etc/wireguard/INTERFACE.conf; other peers are not cut.
set -eu

INTERFACE=$1
case $INTERFACE in
*[!a-z0-9.-]* | '')
	echo "tunnel-reload: not an interface" >&2
	exit 2
	;;
esac

value() {
	sed -n "s/^$1 *= *//p" "/etc/wireguard/$INTERFACE.conf"
}

stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT
wg-quick strip "$INTERFACE" >"$stripped"
wg syncconf "$INTERFACE" "$stripped"
ip link set dev "$INTERFACE" mtu "$(value MTU)"

wanted=$(value Address | tr '\n' ' ')
for address in $wanted; do
	ip address replace "$address" dev "$INTERFACE"
done
ip -o address show dev "$INTERFACE" scope global | while read -r _ _ _ address _; do
	case " $wanted" in
	*" $address "*) ;;
	*) ip address delete "$address" dev "$INTERFACE" ;;
	esac
done

# The kernel cannot change such queues as a whole.
tc qdisc delete dev "$INTERFACE" root 2>/dev/null || :
if [ -n "$(value PostUp)" ]; then
	tc -batch "/etc/rajut/queues/$INTERFACE"
fi`.split("\n");
