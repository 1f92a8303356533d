import { EngineLog } from "./engine-log.js";
import type { Call } from "./provider.js";

/** What a request may tell about itself; which of it depends on the method. */
interface Request {
  getUrn?(): string;
  getName?(): string;
  /** Seconds; 0 is endless. */
  getTimeout?(): number;
}

/** The requests in work: each can log to its resource, and all end at the engine's Cancel. */
export class Calls {
  readonly #log: EngineLog;
  readonly #canceled = new AbortController();
  #inWork = 0;

  constructor(
    engineAddress: string,
    private readonly ignoresTimeouts = false,
  ) {
    this.#log = new EngineLog(engineAddress);
  }

  /** How many are not answered yet. */
  get inWork(): number {
    return this.#inWork;
  }

  /** The answer goes out after the lines that were logged on the way. */
  async run<T>(request: Request, work: (call: Call) => Promise<T>): Promise<T> {
    const urn = request.getUrn?.() ?? "";
    const timeoutSeconds = request.getTimeout?.() ?? 0;
    const call: Call = {
      urn,
      name: request.getName?.() ?? "",
      signal: this.#signal(this.ignoresTimeouts ? 0 : timeoutSeconds),
      timeoutSeconds,
      log: (severity, message) => {
        this.#log.write({ severity, message, urn, ephemeral: false });
      },
      status: (message) => {
        this.#log.write({ severity: "info", message, urn, ephemeral: true });
      },
    };
    this.#inWork += 1;
    try {
      return await work(call);
    } finally {
      await this.#log.sent();
      this.#inWork -= 1;
    }
  }

  cancel(): void {
    this.#canceled.abort(new Error("canceled"));
  }

  #signal(timeoutSeconds: number): AbortSignal {
    if (timeoutSeconds === 0) return this.#canceled.signal;
    return AbortSignal.any([this.#canceled.signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
  }
}
