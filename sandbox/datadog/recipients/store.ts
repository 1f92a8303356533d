import { randomUUID } from "node:crypto";

import { type Clock, timestamp } from "../clock.js";
import { Document } from "../state/document.js";

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly created: string;
  disabled: boolean;
}

/** What is found by a name of its own, and whose keys the stand-in does not keep. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Team extends Named {
  readonly handle: string;
}

interface Kept {
  users: User[];
  teams: Team[];
  /** Channels by account. */
  slack: Record<string, string[]>;
  pagerduty: string[];
  webhooks: { name: string; url: string }[];
  opsgenie: (Named & { region: string })[];
  msTeams: Record<MsTeamsHandle, Named[]>;
}

export type MsTeamsHandle = "tenant-based-handles" | "workflows-webhook-handles";

const NONE: Kept = {
  ...{ users: [], teams: [], slack: {}, pagerduty: [], webhooks: [], opsgenie: [] },
  msTeams: { "tenant-based-handles": [], "workflows-webhook-handles": [] },
};

/** Who can be told: users, teams, and what the integrations know. */
export class RecipientStore {
  private readonly document: Document<Kept>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, structuredClone(NONE));
  }

  get all(): Readonly<Kept> {
    return this.document.value;
  }

  addUser(email: string, name: string): User {
    const user = { id: randomUUID(), email, name, created: timestamp(this.clock()), disabled: false };
    return this.change((kept) => kept.users.push(user), user);
  }

  disable(user: User): void {
    this.change(() => (user.disabled = true), user);
  }

  addTeam(handle: string, name: string): Team {
    const team = { id: randomUUID(), handle, name };
    return this.change((kept) => kept.teams.push(team), team);
  }

  /** An account is made by a login at Slack; here by its first channel. */
  addChannel(account: string, name: string): string {
    return this.change((kept) => (kept.slack[account] ??= []).push(name), name);
  }

  addPagerDutyService(name: string): string {
    return this.change((kept) => kept.pagerduty.push(name), name);
  }

  addWebhook(name: string, url: string): { name: string; url: string } {
    return this.change((kept) => kept.webhooks.push({ name, url }), { name, url });
  }

  addOpsgenieService(name: string, region: string): Named & { region: string } {
    const service = { id: randomUUID(), name, region };
    return this.change((kept) => kept.opsgenie.push(service), service);
  }

  addMsTeamsHandle(kind: MsTeamsHandle, name: string): Named {
    const handle = { id: randomUUID(), name };
    return this.change((kept) => kept.msTeams[kind].push(handle), handle);
  }

  private change<T>(how: (kept: Kept) => unknown, changed: T): T {
    how(this.document.value);
    this.document.save();
    return changed;
  }
}
