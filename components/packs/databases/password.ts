import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type ConfigValue, SecretValue } from "../../agent/integration";

/** A monitoring user's generated password: another version makes another one. */
export function monitoringPassword(name: string, version: number, parent: pulumi.Resource): random.RandomPassword {
  return new random.RandomPassword(
    `${name}-password`,
    {
      length: 32,
      // Nothing that a shell, YAML, SQL or a connection string would read as its own.
      overrideSpecial: "-_.~",
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
      // What MySQL's validate_password asks for.
      minSpecial: 1,
      keepers: { version: String(version) },
    },
    { parent },
  );
}

/** Whether a password is the handle of one that the Agent alone fetches, from the backend of `agent.secretBackend`. */
export function isHandle(password: unknown): password is string {
  return typeof password === "string" && /^ENC\[.*\]$/.test(password);
}

/** As it stands in an instance: a handle is no secret. @param owner the server's component. */
export function instancePassword(password: pulumi.Input<string>, owner: string): ConfigValue {
  return isHandle(password) ? password : new SecretValue("password", password, owner);
}
