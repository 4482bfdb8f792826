import { routerTree } from "../../config/router-tree.ts";
import { secretNames } from "../../config/secrets.ts";
import { VENDORS } from "../../config/vendors/vendors.ts";
import type { Vendor } from "../../config/vendors/vendor.ts";
import { finding, inOrder, type Finding } from "../../findings/finding.ts";
import type { OutputFile } from "../../io/write-files.ts";
import { writeTree } from "../../io/write-tree.ts";
import type { Network } from "../../model/network.ts";
import { safeJson } from "../../text/safe.ts";
import { findingsTerminal } from "../../views/findings-terminal.ts";
import { queryDocument } from "../../views/query-document.ts";
import { renderText, type RenderedRouter } from "../../views/render-text.ts";
import {
  type Command,
  type ExitCode,
  type Invocation,
  NETWORK_OPTIONS,
  unknownName,
  UsageError,
} from "../command.ts";
import { openRouters } from "../open-routers.ts";

/** `rajut render`: the configuration of every router, as files. */
export const render: Command = {
  usage: "[NETWORK] [--out FOLDER] [--device ID [--print FILE]] [--format text|json]",
  examples: [
    "rajut render topology/dumai",
    "rajut render topology/dumai --device pop-dumai-kota",
    "rajut render topology/dumai --device pop-dumai-kota --print etc/frr/frr.conf",
  ],
  options: {
    ...NETWORK_OPTIONS,
    out: {
      type: "string",
      placeholder: "FOLDER",
      summary: {
        id: "folder tujuan (bawaan: out/JARINGAN/config)",
        en: "target folder (default: out/NETWORK/config)",
      },
    },
    device: {
      type: "string",
      placeholder: "ID",
      summary: {
        id: "hanya sebutkan berkas satu router, tanpa menulis",
        en: "only name the files of one router, and write nothing",
      },
    },
    print: {
      type: "string",
      placeholder: "FILE",
      summary: { id: "cetak satu berkas router itu", en: "print one file of that router" },
    },
    vendor: {
      type: "string",
      values: Object.keys(VENDORS),
      summary: { id: "jenis perangkat (bawaan: linux)", en: "kind of device (default: linux)" },
    },
    format: {
      type: "string",
      values: ["text", "json"],
      summary: { id: "bentuk keluaran (bawaan: text)", en: "form of the output (default: text)" },
    },
  },
  async run(invocation): Promise<ExitCode> {
    const { arguments: folders, options, lang, terminal } = invocation;
    const found = await openRouters(folders[0], invocation);
    if (found === undefined) return 1;
    const { opened, network, states } = found;
    const name = (options["vendor"] ?? "linux") as keyof typeof VENDORS;
    const vendor: Vendor = VENDORS[name];
    const routers = states.map((state) => ({ state, rendered: vendor.render(state) }));
    if (options["device"] !== undefined || options["print"] !== undefined) {
      return printDevice(routers, invocation);
    }
    const unsupported = unsupportedOf(routers, vendor, network);
    if (unsupported.length > 0) {
      const style = { lang, width: terminal.width, colour: terminal.colour.err };
      terminal.err(findingsTerminal(inOrder(unsupported), opened.texts, style));
    }
    const { secrets, publicKeys } = secretNames(routers.flatMap(({ rendered }) => rendered.files));
    const folder = typeof options["out"] === "string" ? options["out"] : `out/${network.id}/config`;
    const changes = await writeTree(folder, [
      ...routers.flatMap(filesOf),
      { path: "secrets.json", content: safeJson({ version: 1, secrets, publicKeys }) },
    ]);
    const report = { vendor: name, routers, secrets: secrets.length, folder, changes };
    terminal.out(
      options["format"] === "json"
        ? safeJson(
            queryDocument("render", network, {
              vendor: name,
              folder,
              routers: routers.map(summaryOf),
              secrets: { secrets, publicKeys },
              changes,
            }),
          )
        : renderText(network, report, lang, terminal.width),
    );
    return 0;
  },
};

/** R610: what the vendor's configuration leaves out, once for all routers that it concerns. */
function unsupportedOf(
  routers: readonly RenderedRouter[],
  { name }: Vendor,
  { sites }: Network,
): Finding[] {
  const all = routers.flatMap(({ state: { device }, rendered }) =>
    rendered.unsupported.map((left) => ({ device, ...left })),
  );
  const alike = Map.groupBy(all, ({ feature, detail }) => `${feature} ${detail.en}`);
  return Array.from(alike.values(), (group) => {
    const [{ device, feature, detail }] = group as [(typeof all)[number]];
    return finding("R610", sites.get(device as never)!.origin.at(["id"]), `${name}/${feature}`, {
      devices: group.map((one) => one.device),
      vendor: name,
      feature,
      reason: detail,
    });
  });
}

/** A router's files below its own folder. */
const filesOf = ({ state, rendered }: RenderedRouter): OutputFile[] =>
  routerTree(state, rendered).map(({ path, content }) => ({
    path: `${state.device}/${path}`,
    content,
  }));

function summaryOf({ state, rendered }: RenderedRouter) {
  return {
    device: state.device,
    files: rendered.files.map(({ path, mode, proof }) => ({
      path,
      mode: mode.toString(8).padStart(4, "0"),
      proof,
    })),
    services: rendered.services.map(({ unit }) => unit),
    unsupported: rendered.unsupported.map(({ feature, detail }) => ({
      feature,
      detail: detail.en,
    })),
  };
}

function printDevice(
  routers: readonly RenderedRouter[],
  { options, terminal }: Invocation,
): ExitCode {
  const { device, print } = options;
  if (typeof device !== "string") {
    throw new UsageError({
      id: "--print memerlukan --device",
      en: "--print needs --device",
    });
  }
  const router = routers.find(({ state }) => state.device === device);
  if (router === undefined) {
    const known = routers.map(({ state }) => state.device);
    throw unknownName("router", "router", device, known);
  }
  const { files } = router.rendered;
  if (typeof print !== "string") {
    terminal.out(files.map(({ path }) => `${path}\n`).join(""));
    return 0;
  }
  const file = files.find(({ path }) => path === print);
  if (file === undefined) {
    throw unknownName(
      "berkas",
      "file",
      print,
      files.map(({ path }) => path),
    );
  }
  terminal.out(file.content);
  return 0;
}
