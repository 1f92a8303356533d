import { Secret, type Properties, type Value } from "../../../sandbox/plugins/rpc/value.js";
import { rigText, type Case, type HostBehaviour, type Step } from "./case.js";
import { command, connection, copy, file, textToCopy } from "./specimens.js";

/** What a command is besides its inputs: a session on a host, with all that can become of one. */
export const commandCases: readonly Case[] = [
  ...ran("answers/exit-3", { create: "false" }, [{ stdout: "before\n", stderr: "it broke\n", exit: 3 }]),
  ...ran("answers/killed", { create: "sleep 9" }, [{ stdout: "before\n", signal: "KILL" }]),
  ...ran("answers/connection-ends", { create: "reboot" }, [{ drop: true }]),
  ...ran("answers/no-newline", { create: "printf made" }, [{ stdout: "made", stderr: "warned" }]),
  ...ran("answers/two-newlines", { create: "echo made; echo" }, [{ stdout: "made\n\n" }]),
  ...ran("answers/unicode", { create: "echo ünï '✓'" }, [{ stdout: "ünï ✓\r\n" }]),
  ...ran("answers/a-shell-s-quotes", { create: `echo "a" 'b' \\c $d \`e\` %f\n\techo 'two lines'` }, [{ exit: 1 }]),
  ...["stdout", "stderr", "stdoutAndStderr", "none"].flatMap((logging) =>
    ran(`logging/${logging}`, { create: "both", logging }, [{ stdout: "one\ntwo\n", stderr: "three\n" }]),
  ),

  course("scripts/none", [{ up: { connection: at() } }, { up: { connection: at(), stdin: "new" } }, { delete: true }]),
  course("scripts/empty", [{ up: { connection: at(), create: "" } }, { delete: true }]),
  course("scripts/update", [
    { given: { connection: at(), create: "make", update: "change", delete: "undo", stdin: "1" } },
    { up: { connection: at(), create: "make", update: "change", delete: "undo", stdin: "2" } },
    { up: { connection: at(), create: "make anew", update: "change", delete: "undo", stdin: "2" } },
    { delete: true },
  ]),
  course("scripts/without-update", [
    { given: { connection: at(), create: "make", stdin: "1" } },
    { up: { connection: at(), create: "make", stdin: "2" } },
    { delete: true },
  ]),
  course(
    "scripts/failing-update",
    [
      { given: { connection: at(), create: "make" } },
      { up: { connection: at(), create: "make anew" } },
      { up: { connection: at(), create: "make anew" } },
    ],
    { answers: [{ stdout: "made\n" }, { stderr: "no\n", exit: 1 }, { stdout: "made anew\n" }] },
  ),
  course(
    "scripts/failing-delete",
    [{ given: { connection: at(), create: "make", delete: "undo" } }, { delete: true }, { delete: true }],
    { answers: [{ stdout: "made\n" }, { stderr: "busy\n", exit: 1 }, { stdout: "gone\n" }] },
  ),

  ...environment("refused", []),
  ...environment("accepted", ["LANG", "TZ", "PULUMI_COMMAND_STDOUT", "PULUMI_COMMAND_STDERR"]),

  course("import", [{ import: "command12345678" }]),

  connecting("refused", { dialErrorLimit: 0 }, { listens: false }),
  connecting("refused-twice", { dialErrorLimit: 1 }, { listens: false }),
  connecting("dropped-at-first", { dialErrorLimit: 2 }, { drops: 1 }),
  connecting("dropped", { dialErrorLimit: 1 }, { drops: 9 }),
  connecting("login-refused", {}, { refusesLogin: true }),
  connecting("another-user-s-key", { privateKey: new Secret(rigText.otherKey) }),
  connecting("no-key-at-all", { privateKey: new Secret("not a key") }),
  connecting("empty-key", { privateKey: new Secret("") }),
  connecting("no-credentials", { privateKey: null }),
  connecting("password", { privateKey: null, password: new Secret("open sesame") }, { password: "open sesame" }),
  connecting("wrong-password", { privateKey: null, password: new Secret("open") }, { password: "open sesame" }),
  connecting("password-and-key", { password: new Secret("open sesame") }, { password: "open sesame" }),
  connecting("no-host-key", { hostKey: null }),
  connecting("another-host-key", { hostKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${"A".repeat(43)}` }),
  connecting("host-key-is-no-key", { hostKey: "none" }),
  connecting("ecdsa-host-key", {}, { hostKeyTypes: ["ecdsa", "ed25519"] }),
  connecting("pinned-rsa-host-key", {}, { hostKeyTypes: ["rsa", "ed25519"] }),
  connecting("defaults", { port: rigText.port, user: null, hostKey: null }),

  copying("another-text", [
    { given: copied({ source: textToCopy("one\n") }) },
    { up: copied({ source: textToCopy("two\n") }) },
  ]),
  copying("into-a-folder", [
    { up: copied({ remotePath: "folder" }) },
    { up: copied({ source: textToCopy("one\n"), remotePath: "folder" }) },
  ]),
  copying("below-new-folders", [{ up: copied({ remotePath: "new/newer/file" }) }]),
  copying("refused", [{ up: copied({}) }], { files: "refused" }),
  copying("a-text-refused", [{ up: copied({ source: textToCopy("one\n") }) }], { files: "refused" }),
  copying("without-sftp", [{ up: copied({}) }], { files: "none" }),

  // The stack deletes first and then makes anew; the engine asks for a deletion of a host that is gone, too.
  course(
    "delete/host-is-gone",
    [{ up: { connection: at({ dialErrorLimit: 0 }), create: "make", delete: "undo" } }, { delete: true }],
    {
      listens: false,
    },
  ),
];

function copied(over: Properties): Properties {
  return { ...copy.inputs, source: file, ...over };
}

function copying(name: string, steps: readonly Step[], host?: HostBehaviour): Case {
  return { ...copy, name: `copy/${name}`, steps, ...(host && { host }) };
}

function at(extra: Properties = {}): Secret {
  const inputs = Object.entries<Value>({ ...connection, dialErrorLimit: 0, perDialTimeout: 8, ...extra });
  return new Secret(Object.fromEntries(inputs.filter(([, value]) => value !== null)));
}

function course(name: string, steps: readonly Step[], host: HostBehaviour = {}): Case {
  return { name: `command/${name}`, plugin: "command", type: command.type, steps, host };
}

/** Created, and shown as unchanged when asked again. */
function ran(name: string, inputs: Properties, answers: HostBehaviour["answers"] & object): Case[] {
  const declared = { connection: at(), ...inputs };
  return [course(name, [{ up: declared }, { up: declared }], { answers })];
}

function environment(name: string, acceptEnv: readonly string[]): Case[] {
  const inputs = { connection: at(), create: "make", delete: "undo" };
  const host = { acceptEnv, answers: [{ stdout: "made\n", stderr: "warned\n" }] };
  const variables = { LANG: "C.UTF-8", TZ: "UTC" };
  return [
    course(`environment/declared-and-${name}`, [{ up: { ...inputs, environment: variables } }], host),
    course(
      `environment/previous-output-${name}`,
      [{ given: inputs }, { up: { ...inputs, create: "make anew" } }, { delete: true }],
      host,
    ),
  ];
}

function connecting(name: string, extra: Properties, host: HostBehaviour = {}): Case {
  return course(`connecting/${name}`, [{ up: { connection: at(extra), create: "true" } }], host);
}
