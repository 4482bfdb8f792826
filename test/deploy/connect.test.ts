import { describe, expect, it } from "vitest";
import { connectEither } from "../../src/deploy/connect.ts";
import { DeployError, type DeployErrorCode } from "../../src/deploy/deploy-error.ts";
import type { Connect, Host } from "../../src/deploy/host.ts";

const host = (): Host => ({
  run: () => Promise.reject(new Error("not asked")),
  close: () => Promise.resolve(),
});
const leadsTo =
  (where: Host): Connect =>
  () =>
    Promise.resolve(where);
const fails =
  (code: DeployErrorCode): Connect =>
  () =>
    Promise.reject(new DeployError(code, code));

describe("one way, and where nobody answers there, another", () => {
  it("takes the first that leads somewhere", async () => {
    const [one, other] = [host(), host()];
    expect(await connectEither(leadsTo(one), leadsTo(other))()).toBe(one);
    expect(await connectEither(fails("unreachable"), leadsTo(other))()).toBe(other);
  });

  it.each(["host-key-changed", "host-key-missing", "authentication", "lost"] as const)(
    "does not go around an answer: %s",
    async (code) => {
      await expect(connectEither(fails(code), leadsTo(host()))()).rejects.toMatchObject({ code });
    },
  );

  it("tells of the first where neither leads anywhere", async () => {
    const neither = connectEither(fails("unreachable"), fails("authentication"));
    await expect(neither()).rejects.toMatchObject({ code: "unreachable" });
  });
});
