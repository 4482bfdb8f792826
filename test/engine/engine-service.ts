import type { Diagnostic } from "./events.ts";
import { Empty, engineMessages, engineService, unary, type Grpc } from "./protocol.ts";
import type { Reporter } from "./reporter.ts";

type Messages = typeof engineMessages;
type LogRequest = InstanceType<Messages["LogRequest"]>;
type SetRootRequest = InstanceType<Messages["SetRootResourceRequest"]>;

const SEVERITIES: readonly Diagnostic["severity"][] = ["debug", "info", "warning", "error"];

/** `pulumirpc.Engine`: the log, and which resource all others belong to. */
export function addEngineService(server: Grpc.Server, reporter: Reporter): void {
  let root = "";
  server.addService(engineService.EngineService, {
    log: unary((request: LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()] ?? "info";
      if (severity !== "debug") reporter.diagnose(severity, request.getMessage(), request.getUrn());
      return new Empty();
    }),
    getRootResource: unary(() => {
      const answer = new engineMessages.GetRootResourceResponse();
      answer.setUrn(root);
      return answer;
    }),
    setRootResource: unary((request: SetRootRequest) => {
      root = request.getUrn();
      return new engineMessages.SetRootResourceResponse();
    }),
    startDebugging: unary(() => new Empty()),
    requirePulumiVersion: unary(() => new engineMessages.RequirePulumiVersionResponse()),
  });
}
