import * as pulumi from "@pulumi/pulumi";

/** Who makes the monitoring user of a server that is reached over the network: a managed one, or one on another host. */
export interface Administrator {
  readonly user: string;
  readonly password: pulumi.Input<string>;
  /** The database to log in to; PostgreSQL's alone. @default "postgres" */
  readonly database?: string | undefined;
}

/** What travels on standard input. */
export function administratorSecrets(admin: Administrator | undefined): Record<string, pulumi.Input<string>> {
  return admin === undefined ? {} : { admin_password: pulumi.secret(admin.password) };
}
