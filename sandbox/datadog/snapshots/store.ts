import { randomBytes } from "node:crypto";

import type { Clock } from "../clock.js";
import type { Span } from "../query/result.js";
import { Document } from "../state/document.js";

export interface Snapshot {
  /** As in its address: `org_1/2026-01-07/4f…`. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly title: string;
  /** A widget's requests. */
  readonly requests: unknown;
  readonly span: Span;
  readonly width: number;
  readonly height: number;
}

/** Datadog draws it when it was asked, and has it some seconds later. */
const DRAWN_AFTER_MS = 1500;
const KEPT = 200;

export class SnapshotStore {
  private readonly document: Document<{ snapshots: Snapshot[] }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { snapshots: [] });
  }

  add(asked: Omit<Snapshot, "path" | "made">): Snapshot {
    const made = this.clock();
    const day = new Date(made).toISOString().slice(0, 10);
    const snapshot = { path: `dd-snapshots-prod/org_1/${day}/${randomBytes(20).toString("hex")}`, made, ...asked };
    const { snapshots } = this.document.value;
    snapshots.push(snapshot);
    snapshots.splice(0, snapshots.length - KEPT);
    this.document.save();
    return snapshot;
  }

  /** One that is drawn already. */
  drawn(path: string): Snapshot | undefined {
    return this.document.value.snapshots.find((one) => one.path === path && this.clock() >= one.made + DRAWN_AFTER_MS);
  }
}
