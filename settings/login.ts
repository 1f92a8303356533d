/** What proves who somebody is that logs in over SSH, in the order in which it is tried. */
export const WAYS = ["privateKey", "password", "sshAgent"] as const;
export type Way = (typeof WAYS)[number];

/** All that belongs to one login. */
export const OF_LOGIN: readonly string[] = [...WAYS, "privateKeyPassword"];

/** The ways that a login has. */
export function waysOf(login: Readonly<Partial<Record<Way, unknown>>>): Way[] {
  return WAYS.filter((way) => login[way] !== undefined && login[way] !== false);
}

/** What of a host's login, its sudo and its databases' nobody else may know. */
export const SECRETS_OF_HOSTS: readonly string[] = ["privateKey", "privateKeyPassword", "password", "sudoPassword"];
