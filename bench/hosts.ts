/** Of the length that real ones have. */
export const SECRETS = {
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n".padEnd(400, "x") },
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
};

/** Hosts with a PostgreSQL server each, at addresses that are nobody's. */
export function manyHosts(hosts: number): object[] {
  return Array.from({ length: hosts }, (_, i) => ({
    name: `db${i + 1}`,
    address: `198.18.${Math.floor(i / 250)}.${(i % 250) + 1}`,
    user: "admin",
    hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIaCrMTTmtWdgfeRyCc8Kcnd/t0zCrWNOdXzH2cRHSh",
    databases: [{ type: "postgres" }],
  }));
}
