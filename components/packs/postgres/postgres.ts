import * as pulumi from "@pulumi/pulumi";
import type { Integration } from "../../agent/integration";
import type { Host, HostCommand } from "../../host/host";
import { administratorSecrets } from "../databases/administrator";
import { withDefaults } from "../databases/arguments";
import { SERVER_TAG } from "../databases/names";
import { isHandle, monitoringPassword } from "../databases/password";
import { type Proof, proof } from "../databases/proof";
import type { Source } from "../databases/source";
import { postgresIntegration } from "./integration";
import { type PostgresRole, postgresRole } from "./role";
import { postgres } from "./settings";

export interface PostgresMonitoringArgs extends Omit<PostgresRole, "replica"> {
  /** Where the server runs, or from where it is reached. */
  host: Host;
  /** The role's own. @default one is generated */
  password?: pulumi.Input<string> | undefined;
  /** Another number makes another password. @default 1 */
  passwordVersion?: number | undefined;
  /** The server whose replica it is: role and password are its own. @default it is none */
  replicaOf?: Source | undefined;
}

/**
 * The monitoring role of a PostgreSQL server, with pg_monitor and what Database Monitoring needs, proved by logging in as
 * it over the Agent's own path, and the Agent's `postgres` integration that uses it.
 *
 * @see https://docs.datadoghq.com/integrations/postgres/
 */
export class PostgresMonitoring extends pulumi.ComponentResource {
  /** For the host's Agent. */
  readonly integration: Integration;
  /** What was proved on the server; of a user whose password the Agent alone fetches, nothing but that its check runs. */
  readonly proof: pulumi.Output<Proof | undefined>;
  /** For its replicas. */
  readonly source: Source;

  constructor(name: string, args: PostgresMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:databases:PostgresMonitoring", name, {}, opts);

    const { replicaOf, passwordVersion, ...own } = withDefaults(postgres, args);
    const user = replicaOf?.user ?? own.user;
    const tags = [`${SERVER_TAG}:${name}`, ...(args.tags ?? [])];
    const password = replicaOf?.password ?? args.password ?? monitoringPassword(name, passwordVersion, this).result;
    const role = isHandle(password) ? undefined : this.role(name, { ...args, user }, pulumi.secret(password));

    this.integration = {
      ...postgresIntegration(name, { ...args, user, tags }, password),
      dependsOn: role === undefined ? [] : [role],
    };
    this.proof = role === undefined ? pulumi.output(undefined) : role.printed.apply(proof);
    this.source = { user, password, adopt: own.adopt, madeBy: role ?? this };
    this.registerOutputs({ proof: this.proof });
  }

  private role(name: string, args: PostgresMonitoringArgs, password: pulumi.Input<string>): HostCommand {
    return args.host.command(
      `${name}-role`,
      {
        ...postgresRole({ ...args, ...(args.replicaOf && { replica: true, adopt: args.replicaOf.adopt }) }),
        secrets: { password, ...administratorSecrets(args.admin) },
      },
      { parent: this, dependsOn: args.replicaOf === undefined ? [] : [args.replicaOf.madeBy] },
    );
  }
}
