import type { Recipients } from "../../datadog/message/recipients";

/** A team that owns monitors, as far as they say so. */
export interface Owner {
  /** @default whoever is notified otherwise */
  readonly handles: Recipients | undefined;
  /** `team:storage`, and its own. */
  readonly tags: readonly string[];
  /** The page of a monitor of this name; none where the team says none. */
  readonly runbook: (monitor: string) => string | undefined;
  /** Whether its messages name their runbooks, since each monitor of it has a page. @default no */
  readonly isNamingRunbooks?: boolean | undefined;
}

/** A monitor's own page. */
export function pageBelow(base: string, monitor: string): string {
  return `${base.replace(/\/+$/, "")}/${monitor}`;
}

/** What the monitors of a pack know of owners. */
export interface Owned {
  readonly handles: Recipients;
  readonly tags: readonly string[];
  readonly runbookUrl?: string | undefined;
  readonly owner?: Owner | undefined;
  /** The team of this name; none where the settings have none, which they say. */
  readonly teams?: ((name: string) => Owner | undefined) | undefined;
}

/** A pack's settings for those of its monitors that another team owns: whom they notify, their tags and runbooks are its. */
export function owned<Settings extends Owned>(settings: Settings, team: string): Settings {
  const owner = settings.teams?.(team);
  if (owner === undefined) return settings;
  return {
    ...settings,
    owner,
    tags: ofNoTeam(settings.tags),
    handles: owner.handles ?? settings.handles,
    runbookUrl: owner.runbook("") === undefined ? settings.runbookUrl : undefined,
  };
}

/** Tags without the team of those who own all else: of two teams the nearer is meant. */
export function ofNoTeam(tags: readonly string[]): string[] {
  return tags.filter((tag) => !tag.startsWith("team:"));
}
