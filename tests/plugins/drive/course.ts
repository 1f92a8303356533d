import type { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Secret, unmarshal, withoutSecrets, type Properties } from "../../../sandbox/plugins/rpc/value.js";
import type { Case, Step } from "../corpus/case.js";
import type { Names } from "./names.js";
import { changes, toPlain, type Plain, type PlainObject } from "./plain.js";
import { PluginError } from "./plugin.js";
import {
  check,
  create,
  diff,
  read,
  remove,
  subjectOf,
  update,
  type Run,
  type State,
  type Subject,
} from "./requests.js";
import type { Session } from "./session.js";

/**
 * Takes one resource through a case's steps, asking the plugin what the engine asks it, and writes down what came of
 * it. Of inputs and outputs it keeps what differs from what went before: of the checked inputs from the declared ones,
 * of a state from its inputs or from the state before.
 */
export class Course {
  readonly #subject: Subject;
  #state: State | undefined;
  /** The last body sent to Datadog, which the next is compared with. */
  #body: Plain | undefined;
  #ids = 0;
  #lastId = "";
  #timeout = 0;

  constructor(
    private readonly session: Session,
    private readonly names: Names,
    one: Case,
  ) {
    this.#subject = subjectOf(one.type, one.plugin);
  }

  async step(step: Step): Promise<PlainObject | undefined> {
    const happened = await this.#take(step);
    // At the end, when the resource's id is known.
    return "given" in step ? undefined : (this.names.hide(happened) as PlainObject);
  }

  #take(step: Step): Promise<PlainObject> {
    if ("given" in step) return this.#up(step.given);
    if ("up" in step) {
      this.#timeout = step.timeout ?? 0;
      return this.#up(step.up);
    }
    if ("preview" in step) return this.#up(step.preview, true);
    if ("import" in step) return this.#import(step.import);
    if (!this.#state) return Promise.resolve({ state: "none: an earlier step failed" });
    if ("refresh" in step) return this.#refresh();
    if ("delete" in step) return this.#delete();
    throw new Error(`no step of a resource: ${JSON.stringify(step)}`);
  }

  async #up(declared: Properties, isPreview = false): Promise<PlainObject> {
    const inputs = this.names.fill(declared) as Properties;
    const checked = await this.#ask(async () => {
      const answer = await check(this.session.plugin, this.#subject, this.#state?.inputs ?? {}, this.#sent(inputs));
      return [answer, { ...named("adds", this.#difference(inputs, answer.inputs)), ...failed(answer.failures) }];
    });
    const happened: PlainObject = { check: checked.happened };
    if (!checked.answer || checked.answer.failures.length > 0) return happened;
    const news = checked.answer.inputs;
    if (!this.#state) return { ...happened, ...(await this.#create(news, isPreview)) };

    const { inputs: oldInputs } = this.#state;
    const compared = await this.#ask(async () => {
      const answer = await diff(this.session.plugin, this.#subject, this.#known(this.#state), this.#sent(news));
      return [answer, answer === "none" ? { changes: "none" } : (answer.shown as PlainObject)];
    });
    Object.assign(happened, { diff: compared.happened });
    if (compared.answer === undefined) return happened;
    if (compared.answer === "none") {
      // What the engine keeps of inputs that make no difference.
      if (!isPreview) this.#state = { ...this.#state, inputs: news };
      return { ...happened, ...named("kept inputs", this.#difference(oldInputs, news)) };
    }
    if (!compared.answer.replaces) return { ...happened, ...(await this.#update(news, isPreview)) };
    return { ...happened, ...(await this.#replace(news, compared.answer.deletesFirst, isPreview)) };
  }

  async #create(inputs: Properties, isPreview: boolean): Promise<PlainObject> {
    const foreseen = await this.#ask(async () => {
      const answer = await create(this.session.plugin, this.#subject, this.#sent(inputs), this.#run(true));
      if (answer.id !== "") this.names.show(answer.id, "<another id: name and 8 hex digits>");
      return [answer, { ...id(answer.id), ...named("outputs", this.#difference(inputs, answer.outputs)) }];
    });
    if (isPreview || !foreseen.answer) return { "create, preview": foreseen.happened };
    const made = await this.#ask(async () => {
      const answer = await create(this.session.plugin, this.#subject, this.#sent(inputs), this.#run(false));
      this.#nameId(answer.id);
      this.#nameChance(answer.outputs);
      this.#state = { ...answer, inputs };
      return [answer, { id: answer.id, ...named("outputs", this.#difference(inputs, answer.outputs)) }];
    });
    return { "create, preview": foreseen.happened, create: made.happened };
  }

  async #update(inputs: Properties, isPreview: boolean): Promise<PlainObject> {
    const old = this.#known(this.#state);
    const foreseen = await this.#ask(async () => {
      const outputs = await update(this.session.plugin, this.#subject, old, this.#sent(inputs), this.#run(true));
      return [outputs, named("outputs", this.#difference(old.outputs, outputs))];
    });
    if (isPreview || !foreseen.answer) return { "update, preview": foreseen.happened };
    const made = await this.#ask(async () => {
      const outputs = await update(this.session.plugin, this.#subject, old, this.#sent(inputs), this.#run(false));
      this.#state = { id: old.id, inputs, outputs };
      return [outputs, named("outputs", this.#difference(old.outputs, outputs))];
    });
    return { "update, preview": foreseen.happened, update: made.happened };
  }

  async #replace(inputs: Properties, deletesFirst: boolean, isPreview: boolean): Promise<PlainObject> {
    const old = this.#known(this.#state);
    if (isPreview) return this.#create(inputs, true);
    if (deletesFirst) return { ...(await this.#delete()), ...(await this.#create(inputs, false)) };
    const created = await this.#create(inputs, false);
    const next = this.#state;
    this.#state = old;
    const deleted = await this.#delete();
    this.#state = next;
    return { ...created, ...deleted };
  }

  async #refresh(): Promise<PlainObject> {
    const old = this.#known(this.#state);
    const found = await this.#ask(async () => {
      const answer = await read(this.session.plugin, this.#subject, old.id, old);
      if (!answer) return [answer, { found: "nothing" }];
      return [
        answer,
        {
          ...named("outputs", this.#difference(old.outputs, answer.outputs)),
          ...named("inputs", this.#difference(old.inputs, answer.inputs)),
        },
      ];
    });
    const happened: PlainObject = { read: found.happened };
    if (!found.answer) {
      if (found.happened.found === "nothing") this.#state = undefined;
      return happened;
    }
    // `refresh` shows what the program would change back.
    this.#state = { ...found.answer, inputs: old.inputs };
    const compared = await this.#ask(async () => {
      const answer = await diff(this.session.plugin, this.#subject, this.#known(this.#state), this.#sent(old.inputs));
      return [answer, answer === "none" ? { changes: "none" } : (answer.shown as PlainObject)];
    });
    return { ...happened, diff: compared.happened };
  }

  async #import(by: string): Promise<PlainObject> {
    const wanted = this.names.fill(by) as string;
    this.#state = undefined;
    const found = await this.#ask(async () => {
      const answer = await read(this.session.plugin, this.#subject, wanted);
      if (!answer) return [answer, { found: "nothing" }];
      this.#state = answer;
      this.#nameChance({ ...answer.outputs, result: null });
      return [answer, { outputs: toPlain(answer.outputs), inputs: toPlain(answer.inputs) }];
    });
    return { read: found.happened };
  }

  async #delete(): Promise<PlainObject> {
    const old = this.#known(this.#state);
    const gone = await this.#ask(async () => {
      await remove(this.session.plugin, this.#subject, old);
      this.#state = undefined;
      return [true, {}];
    });
    return { delete: gone.happened };
  }

  /** One request to the plugin, with all that it made the plugin say and send. */
  async #ask<Answer>(request: () => Promise<[Answer, PlainObject]>): Promise<Asked<Answer>> {
    try {
      const [answer, told] = await request();
      return { answer, happened: { ...this.#witnessed(), ...told } };
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      return { answer: undefined, happened: { ...this.#witnessed(), error: error.message, ...this.#kept(error.kept) } };
    }
  }

  /** What a failure left behind is a resource all the same. */
  #kept(left: ErrorResourceInitFailed | undefined): PlainObject {
    if (!left) return {};
    const [id, outputs, inputs] = [left.getId(), unmarshal(left.getProperties()), unmarshal(left.getInputs())];
    this.#nameId(id);
    this.#state = { id, outputs, inputs };
    return { kept: { id, outputs: toPlain(outputs) } };
  }

  #witnessed(): PlainObject {
    const requests = this.session.datadog.takeRequests().map(({ asked, keys, body }): Plain => {
      const line = keys === "api and app" ? asked : `${asked}, keys: ${keys}`;
      if (body === undefined) return line;
      const last = this.#body;
      this.#body = body;
      if (last === undefined) return { [line]: { body } };
      const changed = changes(last, body);
      return { [line]: changed ? { "body, changed": changed } : "the same body" };
    });
    const { session } = this;
    return {
      ...list("datadog", requests),
      ...list("host", session.takeHostEvents()),
      ...list("logged", session.takeLogged()),
    };
  }

  #difference(from: Properties, to: Properties): PlainObject | undefined {
    return changes(toPlain(from), toPlain(to));
  }

  /** The engine strips secrets from what it sends to a plugin that keeps none. */
  #sent(properties: Properties): Properties {
    return this.session.acceptsSecrets ? properties : (withoutSecrets(properties) as Properties);
  }

  #run(preview: boolean): Run {
    return { preview, timeout: this.#timeout };
  }

  #known(state: State | undefined): State {
    if (!state) throw new Error("a case's step needs a resource, and there is none");
    return { ...state, inputs: this.#sent(state.inputs), outputs: this.#sent(state.outputs) };
  }

  /** What is random about a password: all but its length. */
  #nameChance({ result, bcryptHash }: Properties): void {
    if (result instanceof Secret && typeof result.value === "string") {
      this.names.show(result.value, `<${result.value.length} random characters>`);
    }
    if (bcryptHash instanceof Secret && typeof bcryptHash.value === "string") {
      this.names.show(bcryptHash.value, `<a hash: ${bcryptHash.value.slice(0, 7)}…>`);
    }
  }

  /** `<id>`, `<id 2>` after a replacement. */
  #nameId(made: string): void {
    // A password has none of its own.
    if (made === "" || made === "none") return;
    if (made === this.#lastId) return;
    this.#lastId = made;
    const isNameAndHex = /^[a-z]+[0-9a-f]{8}$/.test(made);
    this.#ids += 1;
    this.names.set("<id>", made);
    this.names.show(
      made,
      `<id${this.#ids === 1 ? "" : ` ${this.#ids}`}${isNameAndHex ? ": name and 8 hex digits" : ""}>`,
    );
  }
}

interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly happened: PlainObject;
}

function named(name: string, value: PlainObject | undefined): PlainObject {
  return value === undefined ? {} : { [name]: value };
}

function list(name: string, entries: Plain[]): PlainObject {
  return entries.length === 0 ? {} : { [name]: entries };
}

function id(text: string): PlainObject {
  return text === "" ? {} : { id: text };
}

function failed(failures: readonly { property: string; reason: string }[]): PlainObject {
  if (failures.length === 0) return {};
  return {
    failures: failures.map(({ property, reason }) => ({ [property === "" ? "(resource)" : property]: reason })),
  };
}
