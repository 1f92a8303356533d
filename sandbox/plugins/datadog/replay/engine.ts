import type { Call, CheckFailure, Difference, Provider, ResourceType } from "../../rpc/provider.js";
import type { Properties } from "../../rpc/value.js";
import type { Declaration } from "../recordings/program.js";
import { datadogProvider } from "../provider.js";

export interface Kept {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export type Program = (idOf: (name: string) => string) => Declaration[];

/** Asks a provider what the Pulumi engine asks it, in its order, one resource after the other. */
export class Engine {
  private constructor(private readonly provider: Provider) {}

  static async configured(url: string, more: Properties = {}): Promise<Engine> {
    const provider = datadogProvider();
    const keys = { apiKey: "0123456789abcdef0123456789abcdef", appKey: "0123456789abcdef0123456789abcdef01234567" };
    await provider.configure?.({ ...keys, apiUrl: url, ...more }, call(""));
    return new Engine(provider);
  }

  resource(type: string): ResourceType {
    const resource = this.provider.resources[type];
    if (!resource) throw new Error(`no ${type}`);
    return resource;
  }

  async check(declaration: Declaration, kept?: Kept): Promise<Properties> {
    const { name, type, inputs } = declaration;
    const checked = await this.resource(type).check({ oldInputs: kept?.inputs ?? {}, inputs }, call(name));
    if (checked.failures?.length) throw new CheckFailed(checked.failures);
    return checked.inputs;
  }

  /** Of one resource: its check, then its creation. */
  async create(declaration: Declaration): Promise<{ id: string; inputs: Properties; outputs: Properties }> {
    const inputs = await this.check(declaration);
    const created = await this.resource(declaration.type).create({ inputs, preview: false }, call(declaration.name));
    return { inputs, ...created };
  }

  /** `up --skip-preview` */
  async up(program: Program, state: readonly Kept[] = []): Promise<Kept[]> {
    const done: Kept[] = [];
    for (const index of program(() => "0").keys()) {
      const declaration = program((name) => done.find((one) => one.name === name)?.id ?? "0")[index];
      if (declaration) done.push(await this.#step(declaration, state));
    }
    return done;
  }

  /** `preview`: what would change, by resource. */
  async preview(program: Program, state: readonly Kept[]): Promise<Map<string, Difference>> {
    const differences = new Map<string, Difference>();
    for (const declaration of program((name) => state.find((one) => one.name === name)?.id ?? "0")) {
      const kept = find(state, declaration);
      const inputs = await this.check(declaration, kept);
      if (!kept) continue;
      const difference = await this.#diff(kept, inputs);
      differences.set(declaration.name, difference);
      if (difference.changed) await this.#update(kept, inputs, true);
    }
    return differences;
  }

  /** `refresh --preview-only`: what has changed at Datadog, by resource. */
  async refresh(state: readonly Kept[]): Promise<Map<string, Difference>> {
    const differences = new Map<string, Difference>();
    for (const kept of state) {
      const reading = await this.resource(kept.type).read(
        { id: kept.id, state: kept.outputs, inputs: kept.inputs },
        call(kept.name),
      );
      if (!reading) throw new Error(`${kept.name} is gone`);
      differences.set(kept.name, await this.#diff({ ...kept, ...reading }, kept.inputs));
    }
    return differences;
  }

  async destroy(state: readonly Kept[]): Promise<void> {
    for (const kept of [...state].reverse()) {
      const request = { id: kept.id, state: kept.outputs, oldInputs: kept.inputs };
      await this.resource(kept.type).delete(request, call(kept.name));
    }
  }

  async #step(declaration: Declaration, state: readonly Kept[]): Promise<Kept> {
    const { name, type } = declaration;
    const kept = find(state, declaration);
    if (!kept) return { name, type, ...(await this.create(declaration)) };
    const inputs = await this.check(declaration, kept);
    const { changed } = await this.#diff(kept, inputs);
    return changed ? { ...kept, inputs, outputs: await this.#update(kept, inputs, false) } : kept;
  }

  #diff(kept: Kept, inputs: Properties): Difference | Promise<Difference> {
    const request = { id: kept.id, state: kept.outputs, oldInputs: kept.inputs, inputs };
    return this.resource(kept.type).diff(request, call(kept.name));
  }

  async #update(kept: Kept, inputs: Properties, preview: boolean): Promise<Properties> {
    const request = { id: kept.id, state: kept.outputs, oldInputs: kept.inputs, inputs, preview };
    return (await this.resource(kept.type).update?.(request, call(kept.name))) ?? {};
  }
}

export class CheckFailed extends Error {
  constructor(readonly failures: readonly CheckFailure[]) {
    super(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  }
}

export function call(name: string): Call {
  const nothing = (): void => undefined;
  return { urn: "", name, signal: new AbortController().signal, log: nothing, status: nothing };
}

function find(state: readonly Kept[], declaration: Declaration): Kept | undefined {
  return state.find((kept) => kept.type === declaration.type && kept.name === declaration.name);
}
