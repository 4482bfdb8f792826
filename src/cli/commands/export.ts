import path from "node:path";
import { NETLAB_DEVICES, type NetlabDevice, netlab } from "../../formats/netlab.ts";
import { containerlab } from "../../formats/containerlab.ts";
import { type OutputFile, writeFiles } from "../../io/write-files.ts";
import type { DesiredState } from "../../config/desired-state.ts";
import type { Language, Text } from "../../text/language.ts";
import { type Command, type ExitCode, NETWORK_OPTIONS, UsageError } from "../command.ts";
import { KECAMATAN_OPTION, openRouters, partOf } from "../open-routers.ts";

interface Lab {
  readonly files: readonly OutputFile[];
  readonly leftOut: readonly string[];
}

interface LabOptions {
  readonly name: string;
  readonly lang: Language;
  readonly platform: NetlabDevice;
}

/** One tool a line: where its file goes, and what stands in it. */
const TARGETS = {
  containerlab: {
    /** Its topology names files beside it, which `rajut render` writes here. */
    folder: "config",
    file: (network: string) => `${network}.clab.yml`,
    lab: (states: readonly DesiredState[], options: LabOptions, file: string): Lab => {
      const { content, impairments, leftOut } = containerlab(states, options);
      const script = file.replace(/(?:\.clab)?\.ya?ml$/, ".netem.sh");
      const files = [
        { path: file, content },
        { path: script, content: impairments },
      ];
      return { files, leftOut };
    },
  },
  netlab: {
    folder: "netlab",
    file: () => "topology.yml",
    lab: (states: readonly DesiredState[], options: LabOptions, file: string): Lab => {
      const { content, leftOut } = netlab(states, { ...options, device: options.platform });
      return { files: [{ path: file, content }], leftOut };
    },
  },
} as const;

/** `rajut export`: the routers as a laboratory of another tool. */
export const exportCommand: Command = {
  usage: "containerlab|netlab [NETWORK] [--out FILE|FOLDER] [--kecamatan A,B] [--platform NAME]",
  examples: [
    "rajut export containerlab topology/dumai --out out/dumai/config",
    "rajut export netlab topology/dumai --kecamatan kec-dumai-kota,kec-dumai-timur --platform eos",
  ],
  options: {
    ...NETWORK_OPTIONS,
    out: {
      type: "string",
      placeholder: "FILE|FOLDER",
      summary: {
        id: "berkas .yml atau folder tujuan (bawaan: out/JARINGAN/config, tempat render menulis, atau out/JARINGAN/netlab)",
        en: "target .yml file or folder (default: out/NETWORK/config, where render writes, or out/NETWORK/netlab)",
      },
    },
    ...KECAMATAN_OPTION,
    platform: {
      type: "string",
      values: Object.keys(NETLAB_DEVICES),
      summary: {
        id: "jenis perangkat di netlab (bawaan: frr)",
        en: "kind of device in netlab (default: frr)",
      },
    },
  },
  async run(invocation): Promise<ExitCode> {
    const { arguments: words, options, lang, terminal } = invocation;
    const [what, folder] = words;
    const target = Object.entries(TARGETS).find(([name]) => name === what)?.[1];
    if (target === undefined) throw new UsageError(SAY_TARGET);
    const { platform = "frr", kecamatan, out } = options;
    if (options["platform"] !== undefined && target !== TARGETS.netlab) {
      throw new UsageError(PLATFORM_OF_NETLAB);
    }
    const found = await openRouters(folder, invocation);
    if (found === undefined) return 1;
    const { network, opened, states: all } = found;
    if (all.length === 0) {
      throw new UsageError({
        id: `${opened.folder}: tidak ada router; lihat \`rajut check ${opened.folder}\``,
        en: `${opened.folder}: no routers; see \`rajut check ${opened.folder}\``,
      });
    }
    const states = partOf(found, kecamatan);
    const { id } = network;
    const { folder: into, file } = placeOf(
      typeof out === "string" ? out : `out/${id}/${target.folder}`,
      target.file(id),
    );
    const labOptions = { name: id, lang, platform: platform as NetlabDevice };
    const { files, leftOut } = target.lab(states, labOptions, file);
    await writeFiles(into, files);
    const count: Text = {
      id: `${states.length} dari ${all.length} router; yang tidak sama dengan jaringan sebenarnya:`,
      en: `${states.length} of ${all.length} routers; what is not as in the real network:`,
    };
    const lines = [
      count[lang],
      ...leftOut.map((line) => `- ${line}`),
      ...files.map((one) => path.posix.join(into, one.path)),
    ];
    terminal.out(`${lines.join("\n")}\n`);
    return 0;
  },
};

const SAY_TARGET: Text = {
  id: `sebut untuk apa: rajut export ${Object.keys(TARGETS).join("|")} [NETWORK]`,
  en: `say for what: rajut export ${Object.keys(TARGETS).join("|")} [NETWORK]`,
};

const PLATFORM_OF_NETLAB: Text = {
  id: "--platform hanya untuk netlab",
  en: "--platform is for netlab only",
};

/** A target that ends in `.yml` or `.yaml` is the file itself. */
function placeOf(target: string, file: string): { folder: string; file: string } {
  return /\.ya?ml$/.test(target)
    ? { folder: path.dirname(target), file: path.basename(target) }
    : { folder: target, file };
}
