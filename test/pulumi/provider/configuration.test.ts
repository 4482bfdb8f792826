import { expect, it } from "vitest";
import { settingsOf, settingsOnly } from "../../../src/pulumi/provider/configuration.ts";
import { secret, UNKNOWN } from "../../../src/pulumi/provider/values.ts";

it("reads settings that come as JSON in texts, and passes over the project's own", () => {
  const ssh = JSON.stringify({ user: "rajut", sudo: true });
  expect(settingsOf({ ssh, network: "topology/dumai", version: "0.1.0" })).toEqual({
    ssh: { user: "rajut", port: 22, sudo: true },
  });
  expect(settingsOf({ ssh: secret(ssh) }).ssh?.user).toBe("rajut");
  expect(settingsOf({ ssh: UNKNOWN })).toEqual({});
});

it("keeps the project's secrets out of the provider's entry in the state", () => {
  const kept = settingsOnly({ masterKey: secret("k"), network: "x", ssh: "{}", version: "1" });
  expect(kept).toEqual({ ssh: "{}", version: "1" });
});

it("says which key is wrong", () => {
  expect(() => settingsOf({ ssh: '{"port": 99999, "usr": "x"}' })).toThrow(
    /configuration is wrong, nothing was changed:\n.*rajut:ssh\.(port|usr): /,
  );
});
