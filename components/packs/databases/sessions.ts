/**
 * What the limits of the Agent's users are reckoned from: how many sessions its checks hold on a server. Seen with the
 * real checks postgres 23.0.0 and mysql 15.8.0; a refused session is a database without plans, or no check at all after
 * the server's restart.
 */

/** What is enough for a check without Database Monitoring, and a person who looks. */
export const SPARE = 10;

/** A script's own login, while the Agent goes on. */
export const LOGIN = 1;
