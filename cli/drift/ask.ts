import { explainFailure } from "../../components/host/failure";
import { commandInput, commandText, type Script } from "../../components/host/script";
import { inTurns } from "../in-turns";
import { Progress } from "../progress";
import type { DeclaredHost } from "./declared";
import { factsOf } from "./facts";
import { waysOf } from "../../settings/login";
import { type Endpoint, hasAgent, Login, LoginError, type Ran } from "./login";
import type { Question, Row } from "./row";

/** So many hosts at once: each is a connection, and a moment of a processor here. */
const AT_ONCE = 20;
/** All that one host may take. */
export const HOST_SECONDS = 40;
/** How long an `up` that is at the host is waited for. */
const LOCK_SECONDS = 10;
const NOTHING: Script = { files: [] };

/** What all of them have otherwise, in their order; how far it is, a terminal is told. */
export async function askHosts(hosts: readonly DeclaredHost[]): Promise<Row[]> {
  const progress = new Progress();
  let asked = 0;
  const answers = await inTurns(hosts, AT_ONCE, async (host) => {
    const rows = await askHost(host);
    progress.say(`${++asked} of ${hosts.length} hosts asked`);
    return rows;
  });
  progress.end();
  return answers.flat();
}

/** Asks a host, and says what it has otherwise; what can't be read is a row, whatever the reason. */
export async function askHost({ host, connection, sudoPassword, questions }: DeclaredHost): Promise<Row[]> {
  const unknown = (what: string, found: string): Row => ({
    ...{ host, what, verdict: "unknown", declared: "can be read", found },
  });
  const signal = AbortSignal.timeout(HOST_SECONDS * 1000);
  const rows: Row[] = [];
  let login: Login;
  try {
    login = await Login.on(connection, signal);
  } catch (error) {
    return [unknown("the host", explained((error as Error).message, host, connection))];
  }
  try {
    for (const question of questions) {
      const asked = await inTime(ask(host, login, question, sudoPassword), signal);
      rows.push(...(typeof asked === "string" ? [unknown(question.of, asked)] : asked));
    }
  } catch (error) {
    if (!(error instanceof LoginError)) throw error;
    rows.push(unknown("the host", `it has not answered to the end within ${HOST_SECONDS} s (${error.message})`));
  } finally {
    login.end();
  }
  return rows;
}

/** @returns what is otherwise; or why that is not known. */
async function ask(
  host: string,
  login: Login,
  { name, script, secrets, rows }: Question,
  sudoPassword: string | undefined,
) {
  const ran = await login.run(
    commandText(host, name, "create", script),
    commandInput({ create: script, delete: NOTHING }, secrets, { sudoPassword, lockSeconds: LOCK_SECONDS }),
  );
  const [, printed] = /^lookout ran: (\S+)$/m.exec(ran.stdout) ?? [];
  return ran.code === 0 && printed !== undefined ? rows(factsOf(printed)) : failureOf(ran, host);
}

async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => {
      reject(new LoginError("timed out"));
    };
    signal.addEventListener("abort", late, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", late);
    });
  });
}

/** A script's own last word, or the last that was printed. */
function failureOf({ code, signal, stderr, stdout }: Ran, host: string): string {
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
  const own = lines.filter((line) => line.startsWith(`${host}: `)).at(-1);
  if (own !== undefined) return withoutNext(own.slice(host.length + 2));
  const last = lines.at(-1)?.slice(0, 200);
  const how = signal ?? (code === undefined ? "no exit code" : `exit code ${code}`);
  return `the login did not run the script to its end (${how}${last === undefined ? "" : `; last printed: ${last}`})`;
}

function explained(said: string, host: string, { proxy, ...at }: Endpoint & { readonly proxy?: Endpoint }): string {
  const where = (one: Endpoint) => ({
    ...{ address: one.host, port: one.port ?? 22, user: one.user ?? "root" },
    ways: waysOf({ ...one, sshAgent: hasAgent(one) }),
  });
  const bastion = proxy === undefined ? undefined : where(proxy);
  const sentence = explainFailure(said, { host, ...where(at), bastion });
  return sentence === undefined ? said : withoutNext(sentence.slice(host.length + 1));
}

/** What a failed `up` ends with is no advice here. */
function withoutNext(sentence: string): string {
  return sentence.replace(/\. Then run: .*$/, "");
}
