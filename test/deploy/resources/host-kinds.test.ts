import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import { coreService, type CoreServiceInputs } from "../../../src/deploy/resources/core-service.ts";
import { hostFile } from "../../../src/deploy/resources/host-file.ts";
import { hostPackage } from "../../../src/deploy/resources/host-package.ts";
import { PartlyDone } from "../../../src/deploy/resources/resource.ts";
import { startWorld, type World } from "../../cloud/hub-world.ts";
import { lacking, missing } from "../../config/vendors/real-tools.ts";

/** On a machine in namespaces, with its own files and a stand-in for systemd; dpkg and python3 are real. */
const lacks = missing("root", "isolation", "python3", "dpkg-query");
const said: string[] = [];
const context = {
  settings: {},
  log: (line: string) => void said.push(line),
  signal: new AbortController().signal,
};

describe.skipIf(lacks.length > 0)(`kinds of a Debian host: ${lacking("real files", lacks)}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.end());
  beforeEach(() => {
    said.length = 0;
  });

  const where = () => ({
    network: "uji",
    host: "mesin",
    transport: { kind: "local" as const, enter: [...world.atHub] },
  });
  const hub = (script: string) => world.run("hub", script).output.trim();
  /** A service that copies its file to where everybody can see what it has read. */
  const greeter = (service: string, text: string, some: Partial<CoreServiceInputs> = {}) =>
    ({
      ...where(),
      service,
      files: {
        [`etc/${service}.conf`]: text,
        [`etc/systemd/system/${service}.service`]: `[Service]\nType=oneshot\nExecStart=/usr/bin/cp /etc/${service}.conf /run/${service}.read\n`,
      },
      modes: {
        [`etc/${service}.conf`]: "0600",
        [`etc/systemd/system/${service}.service`]: "0644",
      },
      checks: {},
      services: [
        {
          unit: `${service}.service`,
          package: "coreutils",
          files: [`etc/${service}.conf`],
          reload: ["systemctl", "restart", `${service}.service`],
        },
      ],
      secrets: { "snmp/x": "rahasia123" },
      publicKeys: {},
      rollbackSeconds: 10,
      health: { words: ["grep", "-q", "sehat", `/run/${service}.read`], timeoutSeconds: 5 },
      ...some,
    }) satisfies CoreServiceInputs;

  const failing = (work: Promise<unknown>) =>
    work.then(
      () => expect.unreachable("it did not fail"),
      (error: unknown) => error as Error,
    );

  test("a service is deployed with its secret, shown without it, changed, and left running when let go", async () => {
    const asked = greeter("satu", "sehat @secret:snmp/x@\n");
    const { id, state } = await coreService.create(asked, context);
    expect(hub("cat /run/satu.read")).toBe("sehat rahasia123");
    const read = await coreService.read(id, state, context);
    expect(read?.inputs).toEqual(asked);
    expect(JSON.stringify({ ...read?.inputs, secrets: {} })).not.toContain("rahasia123");
    const next = await coreService.update(id, state, greeter("satu", "sehat dua\n"), context);
    expect(next.generation).toBe(2);
    expect(hub("cat /run/satu.read")).toBe("sehat dua");
    await coreService.delete(id, next, context);
    expect(hub("cat /etc/satu.conf")).toBe("sehat dua");
    expect(await coreService.read(id, next, context)).toBeUndefined();
  });

  test("one that is not well is taken back as a whole, and the reason told", async () => {
    const { id, state } = await coreService.create(greeter("dua", "sehat\n"), context);
    const error = await failing(coreService.update(id, state, greeter("dua", "sakit\n"), context));
    expect(error).toMatchObject({ code: "rolled-back" });
    expect(error.message).toMatch(/grep -q sehat/);
    expect(hub("cat /etc/dua.conf; cat /run/dua.read")).toBe("sehat\nsehat");
    expect((await coreService.read(id, state, context))?.state.generation).toBe(1);
  });

  test("what was changed by hand is shown and never overwritten unseen", async () => {
    const { id, state } = await coreService.create(greeter("tiga", "sehat\n"), context);
    hub("echo 'sehat, dengan tangan' >/etc/tiga.conf; chmod 644 /etc/tiga.conf");
    const next = greeter("tiga", "sehat lagi\n");
    const error = await failing(coreService.update(id, state, next, context));
    expect(error).toMatchObject({ code: "changed-by-hand" });
    expect(error.message).toContain("/etc/tiga.conf");
    const seen = await coreService.read(id, state, context);
    expect(seen?.inputs.files["etc/tiga.conf"]).toBe("sehat, dengan tangan\n");
    expect(seen?.inputs.modes["etc/tiga.conf"]).toBe("0644");
    const repaired = await coreService.update(id, seen!.state, next, context);
    expect(repaired.generation).toBe(2);
    expect(hub("cat /run/tiga.read; stat -c %a /etc/tiga.conf")).toBe("sehat lagi\n600");
  });

  test("an old state is refused; a lost one is taken from the host, and changes nothing", async () => {
    const { id, state } = await coreService.create(greeter("empat", "sehat\n"), context);
    await coreService.update(id, state, greeter("empat", "sehat dua\n"), context);
    const stale = await failing(
      coreService.update(id, state, greeter("empat", "sehat tiga\n"), context),
    );
    expect(stale).toMatchObject({ code: "stale" });
    const same = await coreService.create(greeter("empat", "sehat dua\n"), context);
    expect(same.state.generation).toBe(2);
    const other = await failing(coreService.create(greeter("empat", "sehat lain\n"), context));
    expect(other).toBeInstanceOf(PartlyDone);
    expect(other.message).toContain("etc/empat.conf");
    expect(hub("cat /etc/empat.conf")).toBe("sehat dua");
  });

  test("two services of one host have records of their own, and no file in common", async () => {
    const first = await coreService.create(greeter("lima", "sehat\n"), context);
    const second = await coreService.create(greeter("enam", "sehat\n"), context);
    expect([first, second].map(({ state }) => state.generation)).toEqual([1, 1]);
    const thief = greeter("tujuh", "sehat\n", {
      files: { "etc/lima.conf": "sehat, milik lain\n" },
      modes: { "etc/lima.conf": "0600" },
      services: [],
    });
    const error = await failing(coreService.create(thief, context));
    expect(error).toMatchObject({ code: "foreign" });
    expect(error.message).toMatch(/\/etc\/lima\.conf is managed by lima/);
    const stranger = await failing(
      coreService.create({ ...greeter("lima", "sehat\n"), network: "lain" }, context),
    );
    expect(stranger).toMatchObject({ code: "foreign" });
    expect(hub("cat /etc/lima.conf")).toBe("sehat");
  });

  test("a package that is missing stops a service before anything is changed", async () => {
    const asked = greeter("delapan", "sehat\n");
    const [service] = asked.services;
    const wanting = { ...asked, services: [{ ...service!, package: "tidak-ada-paket" }] };
    const error = await failing(coreService.create(wanting, context));
    expect(error).toMatchObject({ code: "missing-package" });
    expect(hub("ls /etc/delapan.conf 2>&1")).toContain("No such file");
  });

  test("a file is put there, checked, and taken away again", async () => {
    const asked = {
      ...where(),
      path: "etc/rajut/sapa",
      mode: "0640",
      content: "halo @secret:snmp/x@\n",
      secrets: { "snmp/x": "rahasia123" },
      publicKeys: {},
      check: ["grep", "-q", "halo"],
      rollbackSeconds: 10,
    };
    const { id, state } = await hostFile.create(asked, context);
    expect(hub("cat /etc/rajut/sapa; stat -c %a /etc/rajut/sapa")).toBe("halo rahasia123\n640");
    const bad = await failing(
      hostFile.update(id, state, { ...asked, content: "tidak\n" }, context),
    );
    expect(bad).toMatchObject({ code: "invalid" });
    expect(hub("cat /etc/rajut/sapa")).toBe("halo rahasia123");
    await hostFile.delete(id, state, context);
    expect(hub("ls /etc/rajut/sapa 2>&1")).toContain("No such file");
    for (const path of ["/etc/passwd", "etc/../root/x", "etc//x", "etc/x/"]) {
      expect(hostFile.inputs.safeParse({ ...asked, path }).success, path).toBe(false);
    }
  });

  const file = (path: string, content: string) => ({
    ...where(),
    path,
    mode: "0644",
    content,
    secrets: { "snmp/x": "rahasia123" },
    publicKeys: {},
    rollbackSeconds: 10,
  });

  test("a file whose state was lost is adopted; what was changed by hand is neither overwritten nor deleted unseen", async () => {
    const asked = file("etc/rajut/lima", "satu\n");
    const { id, state } = await hostFile.create(asked, context);
    expect((await hostFile.create(asked, context)).state).toEqual(state);
    const other = await failing(hostFile.create({ ...asked, content: "dua\n" }, context));
    expect(other).toBeInstanceOf(PartlyDone);
    expect((other as PartlyDone).state).toEqual(state);
    hub("echo 'dengan tangan' >/etc/rajut/lima");
    for (const work of [
      () => hostFile.create(asked, context),
      () => hostFile.update(id, state, { ...asked, content: "dua\n" }, context),
      () => hostFile.delete(id, state, context),
    ]) {
      await failing(work());
      expect(hub("cat /etc/rajut/lima")).toBe("dengan tangan");
    }
    const stranger = await failing(hostFile.create({ ...asked, network: "lain" }, context));
    expect(stranger).toMatchObject({ code: "foreign" });
    // Where it is gone, nothing is overwritten by making it anew, and nothing lost by forgetting it.
    hub("rm /etc/rajut/lima");
    const again = await hostFile.create(asked, context);
    expect(hub("cat /etc/rajut/lima")).toBe("satu");
    hub("rm /etc/rajut/lima");
    await hostFile.delete(id, again.state, context);
    expect(await hostFile.read(id, again.state, context)).toBeUndefined();
  });

  test("a file of a firewall comes and goes, and the firewall stays", async () => {
    const asked = {
      ...file("etc/nftables.d/a.nft", "add table inet berkas\n"),
      unit: {
        unit: "nftables.service",
        package: "coreutils",
        reload: [
          "sh",
          "-c",
          "nft flush ruleset; nft add table inet jaga; cat /etc/nftables.d/*.nft 2>/dev/null | nft -f -",
        ],
      },
    };
    hub("mkdir -p /etc/nftables.d; nft flush ruleset; nft add table inet jaga");
    const { id, state } = await hostFile.create(asked, context);
    expect(hub("nft list tables")).toBe("table inet jaga\ntable inet berkas");
    await hostFile.delete(id, state, context);
    expect(hub("nft list tables; ls /etc/nftables.d")).toBe("table inet jaga");
  });

  test("a part's firewall comes back as it ran, though no file says so", async () => {
    hub("nft flush ruleset; nft add table inet diketik");
    const [service] = greeter("nft", "").services;
    const asked = greeter("tembok", "table inet baru\n", {
      files: { "etc/nftables.conf": "flush ruleset\ntable inet baru { }\n" },
      modes: { "etc/nftables.conf": "0644" },
      services: [
        {
          ...service!,
          unit: "nftables.service",
          files: ["etc/nftables.conf"],
          reload: ["nft", "-f", "/etc/nftables.conf"],
        },
      ],
      health: { words: ["sh", "-c", "nft list tables; exit 1"], timeoutSeconds: 5 },
    });
    const error = await failing(coreService.create(asked, context));
    expect(error.message).toContain("table inet baru");
    expect(hub("nft list tables")).toBe("table inet diketik");
  });

  test("errors and lines of a log show no secret, whole or cut", async () => {
    const filler = "x".repeat(190);
    const asked = greeter("rahasia", `${filler}@secret:snmp/x@\n`, {
      health: { words: ["sh", "-c", "cat /run/rahasia.read; exit 1"], timeoutSeconds: 5 },
    });
    const unwell = await failing(coreService.create(asked, context));
    expect(unwell.message).toContain("xxx");
    expect([unwell.message, ...said].join("\n")).not.toMatch(/xrahasi/);
    const refused = await failing(
      coreService.create(
        { ...asked, checks: { "etc/rahasia.conf": ["sh", "-c", 'cat "$1"; exit 1', "sh"] } },
        context,
      ),
    );
    expect(refused).toMatchObject({ code: "invalid" });
    expect(refused.message).toContain("xxx");
    expect(refused.message).not.toContain("rahasia123");
  });

  test("packages that are there are left alone; what apt complains of is told", async () => {
    const asked = { ...where(), names: ["coreutils", "bash"], purge: false };
    const { id, state } = await hostPackage.create(asked, context);
    expect(said).toEqual([]);
    expect((await hostPackage.read(id, state, context))?.inputs).toEqual(asked);
    hub(
      `printf '#!/bin/sh\\necho "$*" >>/run/apt\\ncase "$*" in *install*) echo "E: Unable to locate package at https://kami:sandi@cermin" >&2; exit 100;; esac\\n' >/usr/local/sbin/apt-get; chmod 755 /usr/local/sbin/apt-get`,
    );
    const more = { ...asked, names: ["bash", "tidak-ada-paket"] };
    const error = await failing(hostPackage.update(id, state, more, context));
    expect(error).toBeInstanceOf(DeployError);
    expect(error.message).toMatch(
      /failed on mesin \(code 100\): E: Unable to locate package at https:\/\/kami:\*\*\*@cermin/,
    );
    expect(hub("tail -n 1 /run/apt")).toMatch(
      /DPkg::Lock::Timeout=\d+ .*install --no-install-recommends -- tidak-ada-paket$/,
    );
    const gone = await hostPackage.read(id, { ...more }, context);
    expect(gone?.inputs.names).toEqual(["bash"]);
    for (const name of ["-y", "a b", "Bash", "x;id"]) {
      expect(hostPackage.inputs.safeParse({ ...asked, names: [name] }).success).toBe(false);
    }
  });
});
