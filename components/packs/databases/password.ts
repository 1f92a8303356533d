import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

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
