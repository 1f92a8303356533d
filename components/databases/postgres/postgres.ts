import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type Integration, SecretValue } from "../../agent/integration";
import type { Host } from "../../host/host";

export interface PostgresMonitoringArgs {
  /** Where the server runs; it is reached through its local socket, as postgres. */
  host: Host;
  /** @default 5432 */
  port?: number;
  /** The role: lower case letters, digits and underscores. @default "datadog" */
  user?: string;
  /** The database that the Agent connects to. @default "postgres" */
  database?: string;
  /** Another number makes another password. @default 1 */
  passwordVersion?: number;
  /** How many connections the role may have at once. @default 10 */
  connectionLimit?: number;
}

/**
 * The monitoring role of a PostgreSQL server, with a generated password and pg_monitor, proved by logging in as it, and
 * the Agent's `postgres` integration that uses it.
 *
 * @see https://docs.datadoghq.com/integrations/postgres/
 */
export class PostgresMonitoring extends pulumi.ComponentResource {
  /** For the host's Agent. */
  readonly integration: Integration;

  constructor(name: string, args: PostgresMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:databases:PostgresMonitoring", name, {}, opts);
    const {
      host,
      port = 5432,
      user = "datadog",
      database = "postgres",
      passwordVersion = 1,
      connectionLimit = 10,
    } = args;

    const password = this.password(name, passwordVersion);
    const role = this.role(name, host, password, { role: user, port, database, connection_limit: connectionLimit });

    this.integration = {
      name: "postgres",
      instances: [
        {
          host: "127.0.0.1",
          port,
          username: user,
          password: new SecretValue(`postgres_${port}_password`, password.result),
          dbname: database,
        },
      ],
      dependsOn: [role],
    };
    this.registerOutputs({});
  }

  private password(name: string, version: number): random.RandomPassword {
    return new random.RandomPassword(
      `${name}-password`,
      {
        length: 32,
        // Nothing that a shell, YAML, SQL or a connection string would read as its own.
        overrideSpecial: "-_.~",
        minLower: 1,
        minUpper: 1,
        minNumeric: 1,
        keepers: { version: String(version) },
      },
      { parent: this },
    );
  }

  private role(
    name: string,
    host: Host,
    password: random.RandomPassword,
    variables: { role: string; port: number; database: string; connection_limit: number },
  ): command.remote.Command {
    return host.command(
      `${name}-role`,
      {
        create: { files: [`${__dirname}/monitoring-role.sh`], variables },
        delete: { files: [`${__dirname}/monitoring-role-remove.sh`], variables },
        identity: [variables.role, variables.port],
        secrets: { password: password.result },
      },
      { parent: this },
    );
  }
}
