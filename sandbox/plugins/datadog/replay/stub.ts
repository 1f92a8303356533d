import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { isObject, type Properties, type Value } from "../../rpc/value.js";

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: Properties;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Value;
}

/** Answers as the recordings' stub of Datadog's API did, and keeps what it was asked. */
export class Stub {
  readonly requests: RecordedRequest[] = [];
  /** Given out first, one each, in place of the real answers. */
  readonly faults: Answer[] = [];
  readonly objects = new Map<string, Properties>();
  #lastId = 1000;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Stub> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const stub = new Stub(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => {
      let text = "";
      request.setEncoding("utf8");
      request.on("data", (part: string) => (text += part));
      request.on("end", () => {
        const body = text === "" ? undefined : (JSON.parse(text) as Properties);
        const asked = { method: request.method ?? "", path: request.url ?? "", ...(body && { body }) };
        stub.requests.push(asked);
        const answer = stub.faults.shift() ?? stub.#answer(asked);
        response.writeHead(answer.status, answer.headers);
        response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
      });
    });
    return stub;
  }

  /** What was asked since the last time. */
  takeRequests(): RecordedRequest[] {
    return this.requests.splice(0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #answer({ method, path, body = {} }: RecordedRequest): Answer {
    const place = path.replace(/\?.*/, "");
    if (place === "/api/v1/validate") return { status: 200, body: { valid: true } };
    if (place.endsWith("/validate")) return { status: 200, body: {} };
    if (method === "POST") {
      const [id, object] = this.#created(place, body);
      this.objects.set(`${place}/${id}`, object);
      return { status: 200, body: object };
    }
    const object = this.objects.get(place);
    if (!object) return { status: 404, body: { errors: ["Not found"] } };
    if (method === "GET") return { status: 200, body: object };
    if (method === "DELETE") {
      this.objects.delete(place);
      return place.startsWith("/api/v2") ? { status: 204 } : { status: 200, body: {} };
    }
    const updated = place.startsWith("/api/v2") ? downtimeAnswer(body, idOf(place)) : { ...object, ...body };
    this.objects.set(place, updated);
    return { status: 200, body: updated };
  }

  #created(place: string, body: Properties): [id: string, object: Properties] {
    if (place === "/api/v1/dashboard") return ["abc-def-ghi", dashboardAnswer(body)];
    const id = ++this.#lastId;
    if (place === "/api/v1/monitor") return [String(id), monitorAnswer(body, id)];
    const uuid = `11111111-1111-1111-1111-10000000${id}`;
    return [uuid, downtimeAnswer(body, uuid)];
  }
}

function monitorAnswer(body: Properties, id: number): Properties {
  const options = isObject(body.options) ? body.options : {};
  return { assets: [], ...body, id, org_id: 1, multi: true, deleted: null, options: { silenced: {}, ...options } };
}

function dashboardAnswer(body: Properties): Properties {
  let lastId = 0;
  const numbered = (widgets: Value | undefined): Value[] =>
    (Array.isArray(widgets) ? widgets : []).map((widget) => {
      if (!isObject(widget) || !isObject(widget.definition)) return widget;
      const id = ++lastId;
      const { definition } = widget;
      const inner = definition.widgets === undefined ? {} : { widgets: numbered(definition.widgets) };
      return { ...widget, id, definition: { ...definition, ...inner } };
    });
  return { ...body, id: "abc-def-ghi", url: "/dashboard/abc-def-ghi/x", widgets: numbered(body.widgets) };
}

function downtimeAnswer(body: Properties, id: string): Properties {
  const data = isObject(body.data) ? body.data : {};
  const declared = isObject(data.attributes) ? data.attributes : {};
  const computed = { message: null, notify_end_states: ["alert", "no data", "warn"], notify_end_types: ["expired"] };
  return { data: { type: "downtime", id, attributes: { ...computed, status: "scheduled", ...declared } } };
}

function idOf(place: string): string {
  return place.split("/").at(-1) ?? "";
}
