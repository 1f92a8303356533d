import type { Administrator } from "./administrator";

/** How the user is made that an instance of the Agent logs in as, on any server. */
export interface MonitoringUser {
  /** Who makes the user, over the network. @default the server's own administrator, through its local socket */
  admin?: Administrator | undefined;
  /** How many connections the user may have at once. @default reckoned from what the checks hold; connections.ts */
  connectionLimit?: number | undefined;
  /** `false` leaves a user alone that somebody else made: only its login and what it may see are proved. @default true */
  manageUser?: boolean;
  /** Take over a user that is there already, until it is given back at destroy. @default false: it is an error */
  adopt?: boolean;
  /** Set in a drop-in file what Database Monitoring needs of the server. @default false: it is said */
  manageServerSettings?: boolean;
  /** Restart the server where a setting asks for it. @default false: it is said */
  allowRestart?: boolean;
  /** The server is a replica, which has its source's user. @default false */
  replica?: boolean;
  /** Another text looks at the server again: for databases that were made since. @default "" */
  recheck?: string | undefined;
}
