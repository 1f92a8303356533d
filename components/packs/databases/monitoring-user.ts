import type { Administrator } from "./administrator";

/** What a server's settings don't say of its user, beside the password. */
export interface MonitoringUser {
  /** Who makes the user, over the network. @default the server's own administrator, through its local socket */
  admin?: Administrator | undefined;
  /** The server is a replica, which has its source's user. @default false */
  replica?: boolean;
  /** Another text looks at the server again: for databases that were made since. @default "" */
  recheck?: string | undefined;
}
