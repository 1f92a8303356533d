import { Ring } from "./ring.js";

const SIZE = { parts: 4, partBytes: 1024 * 1024 };

/** What an Agent counted of a statement in one interval. */
export interface StatementCount {
  /** Seconds since 1970. */
  readonly time: number;
  readonly host: string;
  /** Of the payload: which server it is about. */
  readonly tags: readonly string[];
  readonly database: string;
  readonly user: string;
  /** Its first 200 characters, without literals. */
  readonly text: string;
  readonly calls: number;
}

/** The latest counts of Database Monitoring, up to 4 MiB of them: Datadog adds up whatever comes. */
export class StatementStore {
  private readonly ring: Ring<StatementCount>;

  constructor(folder: string) {
    this.ring = new Ring(folder, SIZE);
  }

  add(counts: readonly StatementCount[]): void {
    this.ring.append(counts);
  }

  /** Oldest first. */
  all(): StatementCount[] {
    return [...this.ring.entries()];
  }
}
