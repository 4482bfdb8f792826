import { addressText, ofVersion, plainWord, versionOf } from "../../vendors/plain-values.ts";
import { configFile } from "../../vendors/linux/config-file.ts";
import { type Part, part } from "../../vendors/linux/part.ts";
import type { Hub, WatchedRouter } from "../hub.ts";
import { hubRouter } from "../hub-router.ts";

const PROMETHEUS = "etc/prometheus/prometheus.yml";
const RULES = "etc/prometheus/rajut.rules.yml";
const PROBES = "etc/prometheus/blackbox.yml";
const SYSCTL = "etc/sysctl.d/91-rajut-probes.conf";
const EXPORTER = "127.0.0.1:9115";

/** Prometheus asks every router's own address through the tunnels, by ping, and judges by the plan who is missing. */
export function monitoring(hub: Hub): Part {
  const owner = hubRouter(hub);
  return part({
    files: [
      configFile(owner, PROMETHEUS, prometheus(hub), {
        proof: "executed",
        check: ["promtool", "check", "config"],
      }),
      configFile(owner, RULES, rules(hub), {
        proof: "executed",
        check: ["promtool", "check", "rules"],
      }),
      configFile(owner, PROBES, probes(hub), {
        proof: "executed",
        check: ["prometheus-blackbox-exporter", "--config.check", "--config.file"],
      }),
      // Pings without the right to any packet.
      configFile(owner, SYSCTL, ["net.ipv4.ping_group_range = 0 2147483647"], {
        proof: "executed",
      }),
    ],
    services: [
      {
        unit: "systemd-sysctl.service",
        package: "systemd",
        files: [SYSCTL],
        reload: ["systemctl", "restart", "systemd-sysctl.service"],
      },
      {
        unit: "prometheus-blackbox-exporter.service",
        package: "prometheus-blackbox-exporter",
        files: [PROBES],
        reload: ["systemctl", "reload", "prometheus-blackbox-exporter.service"],
      },
      {
        unit: "prometheus.service",
        package: "prometheus",
        files: [PROMETHEUS, RULES],
        reload: ["systemctl", "reload", "prometheus.service"],
      },
    ],
  });
}

const zonesOf = ({ settings }: Hub): readonly string[] => settings.dns?.zones ?? [];
const text = (word: string): string => JSON.stringify(plainWord(word));

function prometheus(hub: Hub): string[] {
  return [
    "global:",
    "  scrape_interval: 30s",
    "  evaluation_interval: 30s",
    "rule_files:",
    // A pattern, since the file may come after this one.
    "  - /etc/prometheus/rajut.rules.y*ml",
    "scrape_configs:",
    ...([4, 6] as const).flatMap((version) => pings(hub, version)),
    ...zonesOf(hub).flatMap((zone, i) =>
      job(`rajut-zone-${i}`, zoneModule(i), [
        `      - targets: [${text(`${hub.addresses[0]!}:53`)}]`,
        `        labels: { zone: ${text(zone)} }`,
      ]),
    ),
  ];
}

function pings({ routers }: Hub, version: 4 | 6): string[] {
  const targets = routers.flatMap((router) =>
    ofVersion(router.loopbacks, version).flatMap((address) => [
      `      - targets: [${JSON.stringify(addressText(address))}]`,
      `        labels: { router: ${text(router.device)}, area: ${text(router.area)}, kind: ${text(router.siteKind)} }`,
    ]),
  );
  return targets.length === 0 ? [] : job(`rajut-ipv${version}`, `ping${version}`, targets);
}

const job = (name: string, module: string, targets: readonly string[]): string[] => [
  `  - job_name: ${name}`,
  "    metrics_path: /probe",
  `    params: { module: [${module}] }`,
  "    static_configs:",
  ...targets,
  "    relabel_configs:",
  "      - { source_labels: [__address__], target_label: __param_target }",
  "      - { source_labels: [__param_target], target_label: instance }",
  `      - { target_label: __address__, replacement: "${EXPORTER}" }`,
];

const zoneModule = (number: number): string => `zone${number}`;

function probes(hub: Hub): string[] {
  return [
    "modules:",
    ...hub.addresses.flatMap((address) => {
      const version = versionOf(address);
      return [
        `  ping${version}:`,
        "    prober: icmp",
        "    timeout: 5s",
        "    icmp:",
        `      preferred_ip_protocol: ip${version}`,
        "      ip_protocol_fallback: false",
        `      source_ip_address: ${JSON.stringify(addressText(address))}`,
      ];
    }),
    ...zonesOf(hub).flatMap((zone, i) => [
      `  ${zoneModule(i)}:`,
      "    prober: dns",
      "    timeout: 5s",
      "    dns:",
      `      query_name: ${text(zone)}`,
      "      query_type: SOA",
      "      valid_rcodes: [NOERROR]",
    ]),
  ];
}

interface Alert {
  readonly name: string;
  readonly expression: string;
  readonly after: string;
  readonly summary: string;
}

/** How long an outage must last before somebody is woken: a moved route is seconds, a power cut with a generator is a minute. */
const PATIENCE = "3m";

function rules(hub: Hub): string[] {
  const up = (area: string) => `probe_success{job=~"rajut-ipv.",area=${text(area)}}`;
  const alerts: Alert[] = [
    {
      name: "NetworkUnreachable",
      expression: 'max(probe_success{job=~"rajut-ipv."}) == 0',
      after: PATIENCE,
      summary: "no router answers: the hub's own line is out, or all tunnels to the cores are",
    },
    {
      name: "RouterUnreachable",
      expression:
        'max by (router, area, kind) (probe_success{job=~"rajut-ipv."}) == 0 and on () max(probe_success{job=~"rajut-ipv."}) == 1',
      after: PATIENCE,
      summary: "{{ $labels.router }} ({{ $labels.kind }}, {{ $labels.area }}) does not answer",
    },
    {
      name: "FewerRoutersThanPlanned",
      expression: `count(count by (router) (probe_success{job=~"rajut-ipv."})) != ${hub.routers.length}`,
      after: "15m",
      summary: `{{ $value }} routers are watched, ${hub.routers.length} are planned`,
    },
    ...areasOf(hub.routers).map((area): Alert => ({
      name: "AreaUnreachable",
      expression: `max(${up(area)}) == 0 and on () max(probe_success{job=~"rajut-ipv."}) == 1`,
      after: "1m",
      summary: `none of the routers of ${plainWord(area)} answers`,
    })),
    ...zonesOf(hub).map((zone): Alert => ({
      name: "ZoneNotServed",
      expression: `probe_success{zone=${text(zone)}} == 0`,
      after: PATIENCE,
      summary: `the hub does not answer for ${plainWord(zone)}`,
    })),
  ];
  return ["groups:", "  - name: rajut", "    rules:", ...alerts.flatMap(alertLines)];
}

const alertLines = ({ name, expression, after, summary }: Alert): string[] => [
  `      - alert: ${name}`,
  `        expr: ${JSON.stringify(expression)}`,
  `        for: ${after}`,
  `        annotations: { summary: ${JSON.stringify(summary)} }`,
];

/** Those of several routers: of a single one `RouterUnreachable` says as much. */
const areasOf = (routers: readonly WatchedRouter[]): string[] =>
  [...Map.groupBy(routers, ({ area }) => area)].flatMap(([area, some]) =>
    some.length > 1 ? [area] : [],
  );
