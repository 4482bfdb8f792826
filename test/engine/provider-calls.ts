import { randomBytes } from "node:crypto";
import { fromStruct, toStruct, type WireBag } from "../../src/pulumi/provider/values.ts";
import type { PropertyChange } from "./events.ts";
import { called, providerMessages, statusMessages, type Grpc } from "./protocol.ts";
import type { ProviderClient } from "./providers.ts";
import { nameOf } from "./deployment.ts";
import type { Resource } from "./state-file.ts";

/** The provider's methods on plain values. */

type Named = Pick<Resource, "urn" | "type">;

/** What a provider made; `initErrors` where it is not as asked. */
export interface Made {
  readonly id: string;
  readonly outputs: WireBag;
  readonly initErrors?: readonly string[];
}

export interface Differences {
  readonly changes: readonly PropertyChange[];
  /** Properties whose change makes another resource of it. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export async function check(client: ProviderClient, named: Named, olds: WireBag, news: WireBag) {
  const request = addressed(new providerMessages.CheckRequest(), named);
  request.setOlds(toStruct(olds));
  request.setNews(toStruct(news));
  request.setRandomseed(randomBytes(32));
  const answer = await called(client, "check", request);
  return {
    inputs: fromStruct(answer.getInputs()),
    failures: answer
      .getFailuresList()
      .map((failure) => `${failure.getProperty()}: ${failure.getReason()}`),
  };
}

export async function diff(
  client: ProviderClient,
  old: Resource,
  news: WireBag,
  ignored: readonly string[] = [],
): Promise<Differences> {
  const request = addressed(new providerMessages.DiffRequest(), old);
  request.setId(old.id ?? "");
  request.setOlds(toStruct(old.outputs));
  request.setOldInputs(toStruct(old.inputs));
  request.setNews(toStruct(news));
  request.setIgnorechangesList([...ignored]);
  const answer = await called(client, "diff", request);
  const kinds = ["add", "add", "delete", "delete", "update", "update"] as const;
  const details = [...answer.getDetaileddiffMap().entries()] as [
    string,
    InstanceType<typeof providerMessages.PropertyDiff>,
  ][];
  const isSome = answer.getChanges() === providerMessages.DiffResponse.DiffChanges.DIFF_SOME;
  if (isSome !== details.length > 0) throw new Error("a diff must say what differs");
  return {
    changes: details.map(([path, detail]) => ({ path, kind: kinds[detail.getKind()] })),
    replaces: answer.getReplacesList(),
    deleteBeforeReplace: answer.getDeletebeforereplace(),
  };
}

export async function create(
  client: ProviderClient,
  named: Named,
  inputs: WireBag,
  isPreview: boolean,
): Promise<Made> {
  const request = addressed(new providerMessages.CreateRequest(), named);
  request.setProperties(toStruct(inputs));
  request.setPreview(isPreview);
  return madeBy(called(client, "create", request));
}

export async function update(
  client: ProviderClient,
  old: Resource,
  news: WireBag,
  isPreview: boolean,
): Promise<Made> {
  const request = addressed(new providerMessages.UpdateRequest(), old);
  request.setId(old.id ?? "");
  request.setOlds(toStruct(old.outputs));
  request.setOldInputs(toStruct(old.inputs));
  request.setNews(toStruct(news));
  request.setPreview(isPreview);
  return madeBy(called(client, "update", request), old.id);
}

/** What is there; undefined when it is gone. */
export async function read(
  client: ProviderClient,
  { id, inputs, outputs, ...named }: Named & Pick<Resource, "id" | "inputs" | "outputs">,
): Promise<(Made & { readonly inputs: WireBag }) | undefined> {
  const request = addressed(new providerMessages.ReadRequest(), named);
  request.setId(id ?? "");
  request.setProperties(toStruct(outputs));
  request.setInputs(toStruct(inputs));
  const answer = await called(client, "read", request);
  if (answer.getId() === "") return undefined;
  return {
    id: answer.getId(),
    outputs: fromStruct(answer.getProperties()),
    inputs: fromStruct(answer.getInputs()),
  };
}

export async function remove(client: ProviderClient, old: Resource): Promise<void> {
  const request = addressed(new providerMessages.DeleteRequest(), old);
  request.setId(old.id ?? "");
  request.setProperties(toStruct(old.outputs));
  request.setOldInputs(toStruct(old.inputs));
  await called(client, "delete", request);
}

interface Addressed {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

function addressed<Request extends Addressed>(request: Request, { urn, type }: Named): Request {
  request.setUrn(urn);
  request.setName(nameOf(urn));
  request.setType(type);
  return request;
}

type MadeAnswer =
  | InstanceType<typeof providerMessages.CreateResponse>
  | InstanceType<typeof providerMessages.UpdateResponse>;

async function madeBy(call: Promise<MadeAnswer>, oldId = ""): Promise<Made> {
  try {
    const answer = await call;
    const id = "getId" in answer ? answer.getId() : oldId;
    return { id, outputs: fromStruct(answer.getProperties()) };
  } catch (error) {
    const partly = partlyMade(error as Grpc.ServiceError);
    if (partly === undefined) throw error;
    return partly;
  }
}

/** What exists although the call failed; undefined where nothing does. */
function partlyMade(error: Grpc.ServiceError): Made | undefined {
  const bytes = error.metadata?.get("grpc-status-details-bin")[0];
  if (bytes === undefined) return undefined;
  const [detail] = statusMessages.Status.deserializeBinary(Buffer.from(bytes)).getDetailsList();
  const { ErrorResourceInitFailed } = providerMessages;
  const failed = detail?.unpack(
    (packed) => ErrorResourceInitFailed.deserializeBinary(packed),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failed) return undefined;
  const initErrors = failed.getReasonsList();
  return { id: failed.getId(), outputs: fromStruct(failed.getProperties()), initErrors };
}
