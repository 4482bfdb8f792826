import { engineMessages, engineService, grpc } from "./protocol.ts";

/** Lines that the engine shows beside the resource they are about. */
export interface EngineLog {
  readonly info: (urn: string, line: string) => void;
  readonly warn: (urn: string, line: string) => void;
  /** Resolves when everything written so far has arrived, or cannot. */
  readonly flush: () => Promise<void>;
}

const NOTHING: EngineLog = { info: () => {}, warn: () => {}, flush: async () => {} };

/** The log of the engine at an address; without one nothing is written. Lines keep their order. */
export function engineLog(address: string | undefined): EngineLog {
  if (address === undefined) return NOTHING;
  const client = new engineService.EngineClient(address, grpc.credentials.createInsecure(), {
    "grpc.enable_http_proxy": 0,
  });
  type Line = InstanceType<typeof engineMessages.LogRequest>;
  const sent = (line: Line) => new Promise<void>((done) => void client.log(line, () => done()));
  let written: Promise<void> = Promise.resolve();
  const write = (severity: 1 | 2, urn: string, line: string): void => {
    const request = new engineMessages.LogRequest();
    request.setSeverity(severity);
    request.setUrn(urn);
    request.setMessage(line);
    // An engine that is gone hears nothing, which is no reason to stop half-way.
    written = written.then(() => sent(request));
  };
  const { INFO, WARNING } = engineMessages.LogSeverity;
  return {
    info: (urn, line) => write(INFO, urn, line),
    warn: (urn, line) => write(WARNING, urn, line),
    flush: () => written,
  };
}
