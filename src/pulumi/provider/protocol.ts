import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as AnyMessage from "google-protobuf/google/protobuf/any_pb.js";
import type * as EmptyMessage from "google-protobuf/google/protobuf/empty_pb.js";
import type * as StructMessage from "google-protobuf/google/protobuf/struct_pb.js";
import type * as EngineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type * as EngineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import type * as PluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as ProviderService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type * as ProviderMessages from "@pulumi/pulumi/proto/provider_pb.js";
import type * as StatusMessages from "@pulumi/pulumi/proto/status_pb.js";

/**
 * Pulumi's protocol as its SDK ships it. Everything is loaded from where the SDK stands: a message
 * made with another copy of protobuf is not a message to the SDK's stubs.
 */
export const fromSdk = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

export const grpc = fromSdk("@grpc/grpc-js") as typeof Grpc;
export const { Any } = fromSdk("google-protobuf/google/protobuf/any_pb") as typeof AnyMessage;
export const { Empty } = fromSdk("google-protobuf/google/protobuf/empty_pb") as typeof EmptyMessage;
export const { Struct } = fromSdk(
  "google-protobuf/google/protobuf/struct_pb",
) as typeof StructMessage;
export const engineService = fromSdk("./proto/engine_grpc_pb") as typeof EngineService;
export const engineMessages = fromSdk("./proto/engine_pb") as typeof EngineMessages;
export const pluginMessages = fromSdk("./proto/plugin_pb") as typeof PluginMessages;
export const providerService = fromSdk("./proto/provider_grpc_pb") as typeof ProviderService;
export const providerMessages = fromSdk("./proto/provider_pb") as typeof ProviderMessages;
export const statusMessages = fromSdk("./proto/status_pb") as typeof StatusMessages;

export type { Grpc, ProviderMessages, ProviderService };
export type StructOf = StructMessage.Struct;
export type EmptyOf = EmptyMessage.Empty;

/** Messages hold whole configurations: the engine's own limit. */
export const MESSAGE_BYTES_MAX = 400 * 1024 * 1024;
