import { type Clock, timestamp } from "../clock.js";
import { Refusal } from "../refusal.js";
import { Document } from "../state/document.js";
import type { Monitor, MonitorBody } from "./monitor.js";

/** What Datadog computes and a body may carry back without effect. */
const COMPUTED = ["id", "created", "created_at", "modified", "creator", "multi", "overall_state", "deleted", "state"];

export class MonitorStore {
  private readonly document: Document<{ nextId: number; monitors: Record<string, Monitor> }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { nextId: 1001, monitors: {} });
  }

  all(): Monitor[] {
    return Object.values(this.document.value.monitors);
  }

  find(id: number): Monitor | undefined {
    return this.document.value.monitors[id];
  }

  get(id: number): Monitor {
    const monitor = this.find(id);
    if (!monitor) throw new Refusal(404, ["Monitor not found"]);
    return monitor;
  }

  create(body: MonitorBody): Monitor {
    const now = this.clock();
    const id = this.document.value.nextId++;
    return this.keep({ ...declared(body), id, created_at: now, created: timestamp(now), modified: timestamp(now) });
  }

  /** @param body whole, as `merged` made it. */
  replace(id: number, body: MonitorBody): Monitor {
    const { created_at, created } = this.get(id);
    return this.keep({ ...declared(body), id, created_at, created, modified: timestamp(this.clock()) });
  }

  delete(id: number): void {
    this.document.value.monitors = Object.fromEntries(
      Object.entries(this.document.value.monitors).filter(([key]) => key !== String(id)),
    );
    this.document.save();
  }

  private keep(monitor: Monitor): Monitor {
    this.document.value.monitors[monitor.id] = monitor;
    this.document.save();
    return monitor;
  }
}

/** An update names only what changes; options are replaced as a whole. */
export function merged(monitor: Monitor, update: Partial<MonitorBody>): MonitorBody {
  return declared({ ...monitor, ...update });
}

function declared(body: MonitorBody): MonitorBody {
  return Object.fromEntries(
    Object.entries(body).filter(([name]) => !COMPUTED.includes(name)),
  ) as unknown as MonitorBody;
}
