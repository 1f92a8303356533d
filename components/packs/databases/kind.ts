import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { Integration } from "../../agent/integration";
import type { Contradiction } from "./contradictions";
import type { Proof } from "./proof";
import type { Source } from "./source";

/** A server's monitoring, whatever its kind. */
export interface ServerMonitoring extends pulumi.Resource {
  /** For the host's Agent. */
  readonly integration: Integration;
  /** What was proved on the server, by whoever knows the user's password. */
  readonly proof: pulumi.Output<Proof | undefined>;
  /** For its replicas. */
  readonly source: Source;
}

/** A kind of database server: all that an environment has to know of it, beside its monitors and widgets. */
export interface ServerKind<Settings, Args> {
  /** What `hosts[].databases[]` may say of one, told by its `type`. */
  readonly settings: z.ZodType<Settings>;
  /** What can't be had together, beside what no kind can have. */
  readonly contradictions: (server: Settings) => Iterable<Contradiction>;
  /** With how many connections its check can just run. */
  readonly leastConnections: (server: Settings) => number;
  readonly monitoring: (name: string, args: Args) => ServerMonitoring;
  /** What an Agent of a version can't serve, as sentences. */
  readonly unserved: (server: Settings, agentVersion: string) => readonly string[];
}
