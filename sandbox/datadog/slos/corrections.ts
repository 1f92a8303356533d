import { randomUUID } from "node:crypto";

import { Hono } from "hono";

import { type Clock, seconds } from "../clock.js";
import { jsonBody } from "../json-body.js";
import { part } from "../paging.js";
import { Refusal, refuseMistakes } from "../refusal.js";
import { Document } from "../state/document.js";
import { type CorrectionAttributes, mistakesInCorrection } from "./correction-rules.js";
import type { SloStore } from "./store.js";

/** A time that an SLO does not count. */
export interface Correction {
  readonly id: string;
  readonly attributes: CorrectionAttributes;
  /** Seconds since 1970. */
  readonly created_at: number;
  readonly modified_at: number;
}

export class CorrectionStore {
  private readonly document: Document<{ corrections: Record<string, Correction> }>;

  constructor(
    file: string,
    private readonly clock: Clock,
  ) {
    this.document = new Document(file, { corrections: {} });
  }

  all(): Correction[] {
    return Object.values(this.document.value.corrections);
  }

  get(id: string): Correction {
    const correction = this.document.value.corrections[id];
    if (!correction) throw new Refusal(404, ["SLO correction not found"]);
    return correction;
  }

  create(attributes: CorrectionAttributes): Correction {
    const now = seconds(this.clock);
    return this.keep({ id: randomUUID(), attributes, created_at: now, modified_at: now });
  }

  update(id: string, attributes: CorrectionAttributes): Correction {
    return this.keep({ ...this.get(id), attributes, modified_at: seconds(this.clock) });
  }

  delete(id: string): void {
    const { corrections } = this.document.value;
    this.document.value.corrections = Object.fromEntries(Object.entries(corrections).filter(([key]) => key !== id));
    this.document.save();
  }

  private keep(correction: Correction): Correction {
    this.document.value.corrections[correction.id] = correction;
    this.document.save();
    return correction;
  }
}

/** `/api/v1/slo/correction`, and an SLO's own list. Comes before the routes of SLOs, whose id it is not. */
export function correctionRoutes(corrections: CorrectionStore, slos: SloStore): Hono {
  const app = new Hono();
  const path = "/api/v1/slo/correction";

  app.post(path, async (context) => {
    const body = await jsonBody(context);
    refuseMistakes(mistakesInCorrection(body, "SLOCorrectionCreateRequest"));
    const attributes = attributesIn(body);
    if (attributes.slo_id !== undefined) slos.get(attributes.slo_id);
    return context.json({ data: answer(corrections.create(attributes)) });
  });

  app.get(path, (context) => {
    const shown = part(context, corrections.all(), { offset: "offset", limit: "limit", standard: 25 });
    const page = { total_count: corrections.all().length, total_filtered_count: shown.length };
    return context.json({ data: shown.map(answer), meta: { page } });
  });

  app.get("/api/v1/slo/:slo/corrections", (context) => {
    const { id } = slos.get(context.req.param("slo"));
    const data = corrections.all().filter(({ attributes }) => attributes.slo_id === id);
    return context.json({ data: data.map(answer) });
  });

  app.get(`${path}/:id`, (context) => context.json({ data: answer(corrections.get(context.req.param("id"))) }));

  app.patch(`${path}/:id`, async (context) => {
    const { id, attributes } = corrections.get(context.req.param("id"));
    const body = await jsonBody(context);
    refuseMistakes(mistakesInCorrection(body, "SLOCorrectionUpdateRequest"));
    return context.json({ data: answer(corrections.update(id, { ...attributes, ...attributesIn(body) })) });
  });

  app.delete(`${path}/:id`, (context) => {
    const { id } = corrections.get(context.req.param("id"));
    corrections.delete(id);
    return context.body(null, 204);
  });

  return app;
}

const UNSAID = { description: "", end: null, rrule: null, duration: null, timezone: "UTC" };

/** What was declared, and what Datadog says in its place. */
export function answer({ id, attributes, created_at, modified_at }: Correction): object {
  return { type: "correction", id, attributes: { ...UNSAID, ...attributes, created_at, modified_at, modifier: null } };
}

/** The body has passed the rules. */
function attributesIn(body: unknown): CorrectionAttributes {
  return (body as { data: { attributes: CorrectionAttributes } }).data.attributes;
}
