import type * as AnalyzerService from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type * as AnalyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as ResourceService from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import type * as ResourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import { fromSdk, grpc, MESSAGE_BYTES_MAX, type Grpc } from "../../src/pulumi/provider/protocol.ts";

/** The engine's half of the protocol, from the same SDK as the provider's. */
export * from "../../src/pulumi/provider/protocol.ts";
export const analyzerService = fromSdk("./proto/analyzer_grpc_pb") as typeof AnalyzerService;
export const analyzerMessages = fromSdk("./proto/analyzer_pb") as typeof AnalyzerMessages;
export const resourceService = fromSdk("./proto/resource_grpc_pb") as typeof ResourceService;
export const resourceMessages = fromSdk("./proto/resource_pb") as typeof ResourceMessages;
export type { AnalyzerMessages, AnalyzerService, ResourceMessages };

export const CHANNEL_OPTIONS = {
  "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
  "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
};

type Callback<Response> = (error: Grpc.ServiceError | null, response: Response) => void;
/** The longest form that every method of a client has. */
type Method<Request, Response> = (
  request: Request,
  metadata: Grpc.Metadata,
  options: Partial<Grpc.CallOptions>,
  callback: Callback<Response>,
) => unknown;
type RequestOf<Call> = Call extends Method<infer Request, infer _> ? Request : never;
type ResponseOf<Call> = Call extends Method<infer _, infer Response> ? Response : never;

/** A call of a client as a promise. */
export const called = <Client extends Grpc.Client, Name extends keyof Client>(
  client: Client,
  name: Name,
  request: RequestOf<Client[Name]>,
): Promise<ResponseOf<Client[Name]>> =>
  new Promise((resolve, reject) => {
    const method = client[name] as Method<typeof request, ResponseOf<Client[Name]>>;
    method.call(client, request, new grpc.Metadata(), {}, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });

/** An async function as a method of a service. */
export const unary =
  <Request, Response>(
    run: (request: Request) => Promise<Response> | Response,
  ): Grpc.handleUnaryCall<Request, Response> =>
  async (call, answer) => {
    try {
      answer(null, await run(call.request));
    } catch (error) {
      answer({ code: grpc.status.CANCELLED, details: (error as Error).message });
    }
  };
