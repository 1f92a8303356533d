/** What a server's scripts are given, in the form that they read. */

/** Files of a component's folder. */
export function scripts(folder: string, ...names: string[]): string[] {
  return names.map((name) => `${folder}/${name}.sh`);
}

export function yes(flag: boolean | undefined): "yes" | "no" {
  return flag === true ? "yes" : "no";
}

/** How the scripts' own logins encrypt: as the Agent's. */
export function tlsVariables(
  tls:
    | {
        readonly mode: string;
        readonly rootCertificate?: string | undefined;
        readonly certificate?: string | undefined;
        readonly key?: string | undefined;
      }
    | undefined,
): Record<string, string> {
  return {
    tls_mode: tls?.mode ?? "",
    tls_root_certificate: tls?.rootCertificate ?? "",
    tls_certificate: tls?.certificate ?? "",
    tls_key: tls?.key ?? "",
  };
}
