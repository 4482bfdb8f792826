import process from "node:process";
import { fileURLToPath } from "node:url";
import { WORLD_PORT } from "../outside/internet.ts";
import { shellWords } from "../../text/shell-word.ts";

/** Starts the server on the internet, and waits until it listens. */
export function worldStart(): string {
  const program = fileURLToPath(new URL("../outside/world-server.ts", import.meta.url));
  return [
    `setsid ${shellWords([process.execPath, program, `${WORLD_PORT}`])} </dev/null >/dev/null 2>&1 &`,
    `for try in $(seq 100); do ss -Hltn "sport = :${WORLD_PORT}" | grep -q . && exit 0; sleep 0.05; done`,
    "exit 1",
  ].join("\n");
}
