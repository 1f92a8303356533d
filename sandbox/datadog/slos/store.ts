import { randomBytes } from "node:crypto";

import { type Clock, seconds } from "../clock.js";
import { Refusal } from "../refusal.js";
import { Document } from "../state/document.js";
import type { Slo, SloBody } from "./slo.js";

/** What Datadog computes and a body may carry back without effect. */
const COMPUTED = ["id", "created_at", "modified_at", "creator", "monitor_tags", "type_id"];

export class SloStore {
  private readonly document: Document<{ slos: Record<string, Slo> }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { slos: {} });
  }

  all(): Slo[] {
    return Object.values(this.document.value.slos);
  }

  find(id: string): Slo | undefined {
    return this.document.value.slos[id];
  }

  get(id: string): Slo {
    const slo = this.find(id);
    if (!slo) throw new Refusal(404, [`SLO not found: ${id} not found`]);
    return slo;
  }

  create(body: SloBody): Slo {
    const now = seconds(this.clock);
    const id = randomBytes(16).toString("hex");
    return this.keep({ ...declared(body), id, created_at: now, modified_at: now });
  }

  replace(id: string, body: SloBody): Slo {
    const { created_at } = this.get(id);
    return this.keep({ ...declared(body), id, created_at, modified_at: seconds(this.clock) });
  }

  delete(id: string): void {
    const { slos } = this.document.value;
    this.document.value.slos = Object.fromEntries(Object.entries(slos).filter(([key]) => key !== id));
    this.document.save();
  }

  private keep(slo: Slo): Slo {
    this.document.value.slos[slo.id] = slo;
    this.document.save();
    return slo;
  }
}

function declared(body: SloBody): SloBody {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !COMPUTED.includes(name))) as unknown as SloBody;
}
