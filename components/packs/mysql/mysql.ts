import * as pulumi from "@pulumi/pulumi";
import type { Integration } from "../../agent/integration";
import type { Host, HostCommand } from "../../host/host";
import { administratorSecrets } from "../databases/administrator";
import { withDefaults } from "../databases/arguments";
import { SERVER_TAG } from "../databases/names";
import { isHandle, monitoringPassword } from "../databases/password";
import { type Proof, proof } from "../databases/proof";
import type { Source } from "../databases/source";
import { mysqlIntegration } from "./integration";
import { mysql } from "./settings";
import { type MysqlUser, mysqlUser } from "./user";

export interface MysqlMonitoringArgs extends Omit<MysqlUser, "replica"> {
  /** Where the server runs, or from where it is reached. */
  host: Host;
  /** The user's own. @default one is generated */
  password?: pulumi.Input<string> | undefined;
  /** Another number makes another password. @default 1 */
  passwordVersion?: number | undefined;
  /** The server whose replica it is: user and password are its own. @default it is none */
  replicaOf?: Source | undefined;
}

/**
 * The monitoring user of a MySQL or MariaDB server, which are told apart on the server, with the grants for its version
 * and what Database Monitoring needs, proved by logging in as it over the Agent's own path, and the Agent's `mysql`
 * integration that uses it.
 *
 * @see https://docs.datadoghq.com/integrations/mysql/
 */
export class MysqlMonitoring extends pulumi.ComponentResource {
  /** For the host's Agent. */
  readonly integration: Integration;
  /** What was proved on the server; of a user whose password the Agent alone fetches, nothing but that its check runs. */
  readonly proof: pulumi.Output<Proof | undefined>;
  /** For its replicas. */
  readonly source: Source;

  constructor(name: string, args: MysqlMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:databases:MysqlMonitoring", name, {}, opts);

    const { replicaOf, passwordVersion, ...own } = withDefaults(mysql, args);
    const user = replicaOf?.user ?? own.user;
    const tags = [`${SERVER_TAG}:${name}`, ...(args.tags ?? [])];
    const password = replicaOf?.password ?? args.password ?? monitoringPassword(name, passwordVersion, this).result;
    const accounts = isHandle(password) ? undefined : this.accounts(name, { ...args, user }, pulumi.secret(password));

    this.integration = {
      ...mysqlIntegration(name, { ...args, user, tags }, password),
      dependsOn: accounts === undefined ? [] : [accounts],
    };
    this.proof = accounts === undefined ? pulumi.output(undefined) : accounts.printed.apply(proof);
    this.source = { user, password, adopt: own.adopt, madeBy: accounts ?? this };
    this.registerOutputs({ proof: this.proof });
  }

  private accounts(name: string, args: MysqlMonitoringArgs, password: pulumi.Input<string>): HostCommand {
    return args.host.command(
      `${name}-user`,
      {
        ...mysqlUser({ ...args, ...(args.replicaOf && { replica: true, adopt: args.replicaOf.adopt }) }),
        secrets: { password, ...administratorSecrets(args.admin) },
      },
      { parent: this, dependsOn: args.replicaOf === undefined ? [] : [args.replicaOf.madeBy] },
    );
  }
}
