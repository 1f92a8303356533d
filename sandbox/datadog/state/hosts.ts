import { Document } from "./document.js";

export interface Host {
  readonly name: string;
  agentVersion?: string;
  /** Tags by source, e.g. `{"system": ["env:dev"]}`. */
  tags: Record<string, readonly string[]>;
  ip?: string;
  meta: Record<string, unknown>;
  /** Seconds since 1970 of the first and the last thing that named this host. */
  firstSeen: number;
  lastSeen: number;
}

export class HostStore {
  private readonly document: Document<Record<string, Host>>;

  constructor(file: string) {
    this.document = new Document<Record<string, Host>>(file, {});
  }

  all(): Host[] {
    return Object.values(this.document.value);
  }

  get(name: string): Host | undefined {
    return this.document.value[name];
  }

  /** The host's tags in all of its sources, and its own `host:` tag. */
  tagsOf(name: string): string[] {
    return name === "" ? [] : [`host:${name}`, ...Object.values(this.get(name)?.tags ?? {}).flat()];
  }

  /** Notes that something named this host at that time; makes the host known. */
  see(name: string, time: number): Host {
    const host = (this.document.value[name] ??= { name, tags: {}, meta: {}, firstSeen: time, lastSeen: time });
    host.firstSeen = Math.min(host.firstSeen, time);
    host.lastSeen = Math.max(host.lastSeen, time);
    return host;
  }

  save(): void {
    this.document.save();
  }
}
