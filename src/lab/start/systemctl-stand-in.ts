import { shellWords } from "../../text/shell-word.ts";
import type { RouterFile } from "./router-files.ts";

/** Units of Debian that a lab does not run, because no experiment asks them anything; they are let pass. */
const NOT_RUN = [
  "chrony.service",
  "rsyslog.service",
  "snmpd.service",
  "radvd.service",
  "ssh.service",
  "rajut-backup.timer",
];

/**
 * Programs that stand in for systemd's where it does not run, in bash: they start, reload and stop the
 * units of Debian that routers have as their ExecStart on Debian comes to, and units of our own as their
 * files say. The same for every router: nothing of a model is in them.
 * @param notRun units that are answered with success and left alone
 */
export function systemdStandIns(notRun: readonly string[] = NOT_RUN): readonly RouterFile[] {
  return [
    { path: "usr/local/sbin/systemctl", content: systemctl(notRun), mode: 0o755 },
    { path: "usr/local/sbin/networkctl", content: NETWORKCTL, mode: 0o755 },
  ];
}

/** networkctl speaks to networkd over D-Bus, which is not there; a networkd that starts anew reads the same files. */
const NETWORKCTL = String.raw`#!/bin/sh
# Stands in for networkctl where there is no D-Bus.
[ "$1" = reload ] || { echo "networkctl: only reload" >&2; exit 1; }
exec /usr/local/sbin/systemctl restart systemd-networkd.service
`;

const systemctl = (notRun: readonly string[]): string => String.raw`#!/bin/bash
# Stands in for systemd: start, stop, restart, reload, is-active, is-enabled, enable and disable [--now], daemon-reload.
set -u
NOT_RUN=" ${notRun.join(" ")} "
PIDS=/run/rajut-units
mkdir -p "$PIDS"

daemon() { # UNIT WORDS...: a program that stays in the foreground, put into the background
  local unit=$1
  shift
  setsid "$@" </dev/null >"/var/log/$unit.log" 2>&1 9>&- &
  echo $! >"$PIDS/$unit"
}
running() { [ -e "$PIDS/$1" ] && kill -0 "$(cat "$PIDS/$1")" 2>/dev/null; }
end_daemon() {
  running "$1" || return 0
  kill "$(cat "$PIDS/$1")"
  for try in $(seq 100); do running "$1" || break; sleep 0.05; done
  rm -f "$PIDS/$1"
}
# Parameters of interfaces that come later are passed over (-e) and set once they are there: on Debian
# udev does that for each new interface.
set_parameters() {
  for file in /etc/sysctl.d/*rajut*.conf; do
    [ ! -e "$file" ] || sysctl -e -q -p "$file" || return 1
  done
}
# What comes after network.target finds the loopback's addresses: nothing has to come up for them.
await_loopback() {
  grep -lx Name=lo /etc/systemd/network/*.network 2>/dev/null | xargs -r sed -n 's/^Address=//p' | while read -r address; do
    for try in $(seq 100); do ip -o addr show lo | grep -qF " $address " && break; sleep 0.05; done
  done
}
frr() {
  ( set +u; log_success_msg() { :; }; log_failure_msg() { echo "$@"; }; log_warning_msg() { echo "$@"; }
    # Debian's own script but for watchfrr, which would start again what an experiment has stopped.
    . /usr/lib/frr/frrcommon.sh; "$1" ) </dev/null >/var/log/frr-start.log 2>&1 9>&- || { cat /var/log/frr-start.log; return 1; }
}
# LOG_LEVEL: wireguard-go, which runs where the kernel has no WireGuard, writes to the terminal.
tunnel() {
  WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go LOG_LEVEL=error wg-quick "$1" "$2" </dev/null >"/var/log/wg-$2.log" 2>&1 9>&- || { cat "/var/log/wg-$2.log"; return 1; }
}
# A unit of our own: what its file says, for an instance.
unit_file() {
  local file=/etc/systemd/system/$1
  [ -e "$file" ] || file=/etc/systemd/system/$(sed 's/@.*\./@./' <<<"$1")
  [ -e "$file" ] && echo "$file"
}
unit_lines() { sed -n "s/^$2=//p" "$(unit_file "$1")" | sed "s|%i|$(sed 's/^[^@]*@\{0,1\}//; s/\.[a-z]*$//' <<<"$1")|g"; }
own_unit() {
  local unit=$1 line
  unit_file "$unit" >/dev/null || { echo "Unit $unit not found." >&2; return 5; }
  while read -r line; do
    case $line in
    -*) ${"${line#-}"} >/dev/null 2>&1 || : ;;
    *) $line || return 1 ;;
    esac
  done < <(unit_lines "$unit" ExecStartPre)
  if [ "$(unit_lines "$unit" Type)" = oneshot ]; then
    while read -r line; do $line || return 1; done < <(unit_lines "$unit" ExecStart)
  else
    daemon "$unit" $(unit_lines "$unit" ExecStart)
  fi
}

start() {
  case $1 in
  systemd-sysctl.service) set_parameters ;;
  nftables.service) nft -f /etc/nftables.conf ;;
  systemd-networkd.service) daemon "$1" /lib/systemd/systemd-networkd; await_loopback ;;
  frr.service) frr all_start ;;
  wg-quick@*.service) local name=${"${1#wg-quick@}"}; tunnel up "${"${name%.service}"}" && set_parameters ;;
  keepalived.service) daemon "$1" keepalived --dont-fork --log-console ;;
  dnsmasq.service) daemon "$1" dnsmasq --keep-in-foreground --log-facility=- --conf-dir=/etc/dnsmasq.d,*.conf --conf-file=/dev/null ;;
  *) own_unit "$1" ;;
  esac
}
stop() {
  case $1 in
  systemd-sysctl.service) ;;
  nftables.service) nft flush ruleset ;;
  frr.service) frr all_stop ;;
  wg-quick@*.service) local name=${"${1#wg-quick@}"}; tunnel down "${"${name%.service}"}" ;;
  *) end_daemon "$1" ;;
  esac
}
reload() {
  case $1 in
  nftables.service) start "$1" ;;
  keepalived.service) kill -HUP "$(cat "$PIDS/$1")" ;;
  *) echo "reload of $1: not here" >&2; return 1 ;;
  esac
}
is_done_at_once() { [[ $1 = systemd-sysctl.service || $1 = nftables.service ]]; }
active() {
  if is_done_at_once "$1"; then return; fi
  case $1 in
  frr.service) kill -0 "$(cat /run/frr/zebra.pid 2>/dev/null)" 2>/dev/null ;;
  wg-quick@*.service) local name=${"${1#wg-quick@}"}; ip link show "${"${name%.service}"}" >/dev/null 2>&1 ;;
  *) running "$1" ;;
  esac
}

verb=$1
shift
now=
if [ "${"${1-}"}" = --now ]; then now=1; shift; fi
[ "$verb" != daemon-reload ] || exit 0
# One at a time, as systemd does with a unit.
exec 9>"$PIDS/.lock"
flock 9
for unit; do
  case "$NOT_RUN" in *" $unit "*) [ "$verb" != is-active ] || echo active; continue ;; esac
  case $verb in
  start) is_done_at_once "$unit" || ! active "$unit" || continue; start "$unit" || exit 1 ;;
  restart) stop "$unit"; start "$unit" || exit 1 ;;
  stop) stop "$unit" || exit 1 ;;
  reload) reload "$unit" || exit 1 ;;
  is-active) if active "$unit"; then echo active; else echo inactive; exit 3; fi ;;
  is-enabled) ;;
  enable) [ -n "$now" ] || continue; is_done_at_once "$unit" || ! active "$unit" || continue; start "$unit" || exit 1 ;;
  disable) [ -z "$now" ] || stop "$unit" || exit 1 ;;
  *) echo "systemctl: no $verb here" >&2; exit 1 ;;
  esac
done
`;

/** The command that starts units, in this order. */
export const startUnits = (units: readonly string[]): string =>
  units.length === 0 ? "" : shellWords(["/usr/local/sbin/systemctl", "start", ...units]);
