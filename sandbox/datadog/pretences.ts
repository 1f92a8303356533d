import { Hono } from "hono";
import { z } from "zod";

import { type Clock, seconds } from "./clock.js";
import { jsonBody } from "./json-body.js";
import { refuseMistakes } from "./refusal.js";
import type { CheckRun } from "./state/service-checks.js";
import type { Series } from "./state/series.js";

const pretenceSchema = z.strictObject({
  /** A host of which nothing is heard any more, and since how many seconds. */
  silent: z.strictObject({ host: z.string().min(1), seconds: z.number().int().min(0).max(86_400) }).optional(),
  /** Downtimes mute nothing. */
  unmuted: z.boolean().optional(),
  /** How long it holds, so that nobody has to end it who was ended himself. */
  forSeconds: z.number().int().min(1).max(3600),
});

/**
 * What monitors are told while somebody shows them to somebody: what is kept and drawn stays as it is. `PUT
 * /stand-in/pretence` adds to it, `DELETE` ends all of it, as do its time and a restart.
 */
export class Pretences {
  private readonly silentSince = new Map<string, number>();
  private unmuted = false;
  private end = 0;

  constructor(private readonly clock: Clock) {}

  routes(): Hono {
    const app = new Hono();
    app.put("/stand-in/pretence", async (context) => {
      const parsed = pretenceSchema.safeParse(await jsonBody(context));
      refuseMistakes(parsed.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? []);
      if (parsed.data) this.begin(parsed.data);
      return context.body(null, 204);
    });
    app.delete("/stand-in/pretence", (context) => {
      this.stop();
      return context.body(null, 204);
    });
    return app;
  }

  get areDowntimesLifted(): boolean {
    return this.holds && this.unmuted;
  }

  /** The last moment, in seconds since 1970, at which a host was heard of that was heard of then. */
  lastHeard(host: string | undefined, time: number): number {
    const silentSince = this.holds ? this.silentSince.get(host ?? "") : undefined;
    return Math.min(time, silentSince ?? Infinity);
  }

  /** Without what a silent host has sent since. */
  heardSeries(series: readonly Series[]): Series[] {
    return series.map((one) => {
      const latest = this.lastHeard(one.host, one.latest);
      if (latest === one.latest) return one;
      const { metric, host, tags, type } = one;
      return {
        ...{ metric, host, tags, type, latest },
        visit: (from, to, see) => {
          one.visit(from, Math.min(to, latest), see);
        },
      };
    });
  }

  heardRuns(runs: readonly CheckRun[]): CheckRun[] {
    return runs.filter(({ host, time }) => this.lastHeard(host, time) === time);
  }

  private get holds(): boolean {
    return seconds(this.clock) < this.end;
  }

  private begin({ silent, unmuted, forSeconds }: z.infer<typeof pretenceSchema>): void {
    const now = seconds(this.clock);
    if (!this.holds) this.stop();
    if (silent) this.silentSince.set(silent.host, now - silent.seconds);
    this.unmuted = unmuted ?? this.unmuted;
    this.end = now + forSeconds;
  }

  private stop(): void {
    this.silentSince.clear();
    this.unmuted = false;
    this.end = 0;
  }
}
