import { createServer } from "node:net";
import process from "node:process";

/** A server on the lab's internet: tells whoever connects the address that he came from. Its argument is the port. */
createServer((client) => {
  client.on("error", () => undefined);
  client.end(`${client.remoteAddress?.replace(/^::ffff:/, "")}\n`);
}).listen(Number(process.argv[2]), "::");
