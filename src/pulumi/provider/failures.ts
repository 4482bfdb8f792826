import { DeployError } from "../../deploy/deploy-error.ts";
import { PartlyDone } from "../../deploy/resources/resource.ts";
import { Any, grpc, providerMessages, statusMessages, type Grpc } from "./protocol.ts";
import { toStruct, type WireBag } from "./values.ts";

/** An answer that is an error. An operator reads a DeployError as it is; a bug needs its stack. */
export function failureAnswer(error: unknown): Partial<Grpc.ServiceError> {
  return { code: grpc.status.UNKNOWN, details: textOf(error) };
}

/**
 * The engine keeps what exists, and the next run updates it. The state travels in a header of the answer:
 * the engine takes 16 MiB of them, but a client on Node 64 KiB.
 */
export function partialAnswer(error: PartlyDone, state: WireBag): Partial<Grpc.ServiceError> {
  const detail = new providerMessages.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(toStruct(state));
  detail.setReasonsList([error.message]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusMessages.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(error.message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}

function textOf(error: unknown): string {
  if (error instanceof DeployError || error instanceof PartlyDone) return error.message;
  return error instanceof Error ? `a bug of Rajut: ${error.stack ?? error.message}` : String(error);
}
