import type { PackSettings } from "../../monitors/declared";

/** What every database's monitors are told. */
export interface DatabaseMonitorSettings extends PackSettings {
  /** `env:dev`: whose servers are watched. */
  readonly scope: string;
  /** Shares of the server's limit, from 0 to 1. @default warning at 0.8, alert at 0.9 */
  readonly connections?: { readonly warning: number; readonly alert: number } | undefined;
  /** Minutes without a word from a server's check; at least twice its interval. @default 10 */
  readonly noDataAfterMinutes?: number | undefined;
}
