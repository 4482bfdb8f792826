import {
  PartlyDone,
  type DeployContext,
  type ResourceKind,
  type Values,
} from "../../deploy/resources/resource.ts";
import type { DeploySettings } from "../../deploy/settings.ts";
import { checkInputs, failurePath, type Failure } from "./check.ts";
import { parseSettings, settingsOf, settingsOnly } from "./configuration.ts";
import { changesOf, type Change } from "./diff.ts";
import type { EngineLog } from "./engine-log.ts";
import { Places } from "./places.ts";
import { propertyPathText } from "./property-path.ts";
import {
  Empty,
  pluginMessages,
  providerMessages,
  type EmptyOf,
  type ProviderMessages,
} from "./protocol.ts";
import { packageSchema } from "./schema.ts";
import {
  fromStruct,
  hasUnknown,
  plainBag,
  sealedLike,
  sealedNames,
  toStruct,
  UNKNOWN,
  type WireBag,
} from "./values.ts";

type Requests = typeof ProviderMessages;
type Request<Name extends keyof Requests> = InstanceType<
  Extract<Requests[Name], new () => unknown>
>;

export interface ProviderOptions {
  /** First word of every type, and of the configuration's keys. */
  readonly name: string;
  readonly version: string;
  readonly kinds: readonly ResourceKind[];
  readonly log: EngineLog;
}

/** Something exists, but not as asked, with its state marked for the engine. */
export class PartlyDoneAnswer extends Error {
  readonly partly: PartlyDone;
  readonly state: WireBag;
  constructor(partly: PartlyDone, state: WireBag) {
    super(partly.message, { cause: partly });
    this.partly = partly;
    this.state = state;
  }
}

/**
 * Carries the kinds over `pulumirpc.ResourceProvider`: a method an answer, without its transport. The
 * answers depend on nothing but the requests and on what the kinds find.
 */
export class Provider {
  readonly #options: ProviderOptions;
  readonly #kinds: ReadonlyMap<string, ResourceKind>;
  readonly #places = new Places();
  readonly #stop = new AbortController();
  #settings: DeploySettings = {};

  constructor(options: ProviderOptions) {
    this.#options = options;
    this.#kinds = new Map(
      options.kinds.map((kind) => [`${options.name}:index:${kind.name}`, kind]),
    );
  }

  getPluginInfo(): InstanceType<typeof pluginMessages.PluginInfo> {
    const answer = new pluginMessages.PluginInfo();
    answer.setVersion(this.#options.version);
    return answer;
  }

  getSchema(): Request<"GetSchemaResponse"> {
    const { name, version, kinds } = this.#options;
    const answer = new providerMessages.GetSchemaResponse();
    answer.setSchema(JSON.stringify(packageSchema(name, version, kinds)));
    return answer;
  }

  /** Running work is told to stop, and goes on only as far as it must for the devices' sake. */
  cancel(): EmptyOf {
    this.#stop.abort();
    return new Empty();
  }

  checkConfig(request: Request<"CheckRequest">): Request<"CheckResponse"> {
    const news = settingsOnly(fromStruct(request.getNews()));
    return checkAnswer(news, parseSettings(news).failures);
  }

  /** Other settings reach the same things: nothing is to be made anew. */
  diffConfig(): Request<"DiffResponse"> {
    return diffAnswer([]);
  }

  configure(request: Request<"ConfigureRequest">): Request<"ConfigureResponse"> {
    this.#settings = settingsOf(fromStruct(request.getArgs()));
    const answer = new providerMessages.ConfigureResponse();
    answer.setAcceptsecrets(true);
    answer.setSupportspreview(true);
    answer.setAcceptresources(false);
    answer.setAcceptoutputs(false);
    return answer;
  }

  check(request: Request<"CheckRequest">): Request<"CheckResponse"> {
    const kind = this.#kindOf(request);
    const { inputs, failures } = checkInputs(kind, fromStruct(request.getNews()));
    const place = failures.length > 0 ? undefined : placeOf(kind, inputs);
    const rival = place && this.#places.claim(kind.name, place.name, request.getUrn());
    if (!rival) return checkAnswer(inputs, failures);
    const reason = `two ${kind.name} at one place, ${place.name}: the other is ${nameOf(rival)}`;
    return checkAnswer(inputs, [{ path: kind.replacedBy.slice(0, 1), reason }]);
  }

  diff(request: Request<"DiffRequest">): Request<"DiffResponse"> {
    const [state, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
    const changes = changesOf(this.#kindOf(request), state, news, request.getIgnorechangesList());
    return diffAnswer(changes);
  }

  async create(request: Request<"CreateRequest">): Promise<Request<"CreateResponse">> {
    const kind = this.#kindOf(request);
    const inputs = fromStruct(request.getProperties());
    const answer = new providerMessages.CreateResponse();
    if (request.getPreview()) {
      answer.setProperties(toStruct(planned(kind, {}, inputs)));
      return answer;
    }
    const known = knownInputs(inputs);
    const made = await this.#work(kind, inputs, (context) => kind.create(known, context), request);
    answer.setId(made.id);
    answer.setProperties(toStruct(sealed(kind, made.state, inputs)));
    return answer;
  }

  async read(request: Request<"ReadRequest">): Promise<Request<"ReadResponse">> {
    const kind = this.#kindOf(request);
    const state = fromStruct(request.getProperties());
    const inputs = fromStruct(request.getInputs());
    // What is imported is known by its id only.
    const before = Object.keys(state).length === 0 ? undefined : plainBag(state);
    const like = { ...state, ...inputs };
    const found = await this.#work(
      kind,
      like,
      (context) => kind.read(request.getId(), before, context),
      request,
    );
    const answer = new providerMessages.ReadResponse();
    if (found === undefined) return answer;
    answer.setId(found.id);
    answer.setProperties(toStruct(sealed(kind, found.state, like)));
    answer.setInputs(toStruct(sealed(kind, found.inputs, like)));
    return answer;
  }

  async update(request: Request<"UpdateRequest">): Promise<Request<"UpdateResponse">> {
    const kind = this.#kindOf(request);
    const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
    const answer = new providerMessages.UpdateResponse();
    if (request.getPreview()) {
      answer.setProperties(toStruct(planned(kind, olds, news)));
      return answer;
    }
    const known = knownInputs(news);
    const state = await this.#work(
      kind,
      news,
      (context) => kind.update(request.getId(), plainBag(olds), known, context),
      request,
    );
    answer.setProperties(toStruct(sealed(kind, state, news)));
    return answer;
  }

  async delete(request: Request<"DeleteRequest">): Promise<EmptyOf> {
    const kind = this.#kindOf(request);
    const state = fromStruct(request.getProperties());
    const place = placeOf(kind, state);
    const heir = place && this.#places.otherAt(kind.name, place.name, request.getUrn());
    if (heir) {
      this.#options.log.info(request.getUrn(), `left as it is: it is now ${nameOf(heir)}`);
      return new Empty();
    }
    await this.#work(
      kind,
      state,
      (context) => kind.delete(request.getId(), plainBag(state), context),
      request,
    );
    return new Empty();
  }

  #kindOf(request: { getUrn(): string; getType(): string }): ResourceKind {
    const type = request.getType() || typeOf(request.getUrn());
    const kind = this.#kinds.get(type);
    if (kind === undefined) throw new Error(`${type} is no kind that this version knows`);
    return kind;
  }

  /** What was done in part comes back with the state marked like `like`. */
  async #work<Result>(
    kind: ResourceKind,
    like: WireBag,
    run: (context: DeployContext) => Promise<Result>,
    request: { getUrn(): string },
  ): Promise<Result> {
    const { log } = this.#options;
    const urn = request.getUrn();
    try {
      return await run({
        settings: this.#settings,
        log: (line) => log.info(urn, line),
        signal: this.#stop.signal,
      });
    } catch (error) {
      if (!(error instanceof PartlyDone)) throw error;
      throw new PartlyDoneAnswer(error, sealed(kind, error.state as Values, like));
    } finally {
      await log.flush();
    }
  }
}

/** Values that leave a kind: without what is undefined, with what is secret marked. */
function sealed(kind: ResourceKind, values: Values, like: WireBag): WireBag {
  const bag = fromStruct(toStruct(values));
  return sealedNames(sealedLike(bag, [like]) as WireBag, kind.secret);
}

/** The state that a preview promises: the inputs as they will be, and what only the thing can tell open. */
function planned(kind: ResourceKind, olds: WireBag, news: WireBag): WireBag {
  const inputs = new Set(Object.keys(kind.inputs.shape));
  const kept = Object.entries(olds).filter(([name]) => !inputs.has(name));
  const open = kind.computed.map((name) => [name, UNKNOWN] as const);
  return sealedNames(
    { ...Object.fromEntries(kept), ...news, ...Object.fromEntries(open) },
    kind.secret,
  );
}

function knownInputs(inputs: WireBag): WireBag {
  const unknown = Object.keys(inputs).filter((name) => hasUnknown(inputs[name]!));
  if (unknown.length > 0) throw new Error(`not known yet: ${unknown.join(", ")}`);
  return plainBag(inputs);
}

function placeOf(kind: ResourceKind, values: WireBag): { readonly name: string } | undefined {
  if (kind.place === undefined || hasUnknown(values)) return undefined;
  return { name: kind.place(plainBag(values)) };
}

const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").at(-1)!;
const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

function checkAnswer(inputs: WireBag, failures: readonly Failure[]): Request<"CheckResponse"> {
  const answer = new providerMessages.CheckResponse();
  answer.setInputs(toStruct(inputs));
  answer.setFailuresList(
    failures.map((failure) => {
      const message = new providerMessages.CheckFailure();
      message.setProperty(failurePath(failure));
      message.setReason(failure.reason);
      return message;
    }),
  );
  return answer;
}

const { Kind } = providerMessages.PropertyDiff;
const DIFF_KINDS = {
  add: { change: Kind.ADD, replace: Kind.ADD_REPLACE },
  delete: { change: Kind.DELETE, replace: Kind.DELETE_REPLACE },
  update: { change: Kind.UPDATE, replace: Kind.UPDATE_REPLACE },
} as const;

function diffAnswer(changes: readonly Change[]): Request<"DiffResponse"> {
  const { DiffResponse, PropertyDiff } = providerMessages;
  const answer = new DiffResponse();
  answer.setHasdetaileddiff(true);
  answer.setChanges(
    changes.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
  );
  for (const { path, kind, replaces } of changes) {
    const detail = new PropertyDiff();
    detail.setKind(DIFF_KINDS[kind][replaces ? "replace" : "change"]);
    answer.getDetaileddiffMap().set(propertyPathText(path), detail);
  }
  const names = (some: readonly Change[]) => [
    ...new Set(some.map(({ path }) => path[0] as string)),
  ];
  const replacing = changes.filter(({ replaces }) => replaces);
  answer.setDiffsList(names(changes));
  answer.setReplacesList(names(replacing));
  // Two cannot stand at one place, and an old and a new id may mean the same place.
  answer.setDeletebeforereplace(replacing.length > 0);
  return answer;
}
