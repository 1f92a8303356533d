import type { Keys } from "../../components/access/keys";
import * as sites from "../../datadog/links/sites";
import { settingsOf } from "../stack/engine";
import type { StackOptions } from "../stack/options";
import { ownName } from "../stack/stacks";

/** Where a stack's Datadog is, and with what it is asked. */
export interface Access extends Keys {
  readonly appUrl: string;
  /** Of its hosts and monitors. */
  readonly env: string;
}

/** @throws StackError where the engine does not open the stack's secrets, RunError of settings that are mistaken. */
export async function accessOf(project: string, stack: string, options?: StackOptions): Promise<Access> {
  const { datadog, env = ownName(stack) } = await settingsOf(project, stack, options);
  const { site, apiUrl = sites.apiUrl(site), appUrl = sites.appUrl(site), ...keys } = datadog;
  return { ...keys, apiUrl, appUrl, env };
}
