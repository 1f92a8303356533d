/** What a traced service's unit says. */
export interface UnitSettings {
  /** As Datadog shows it: `DD_SERVICE`. */
  readonly service: string;
  /** `DD_ENV`. */
  readonly env: string;
  /** `DD_VERSION`. */
  readonly version: string;
  /** `key:value`: `DD_TAGS`. */
  readonly tags: readonly string[];
  /** Where the Agent takes traces: `DD_TRACE_AGENT_URL`. */
  readonly agentUrl: string;
  /** The share of traces that is kept, from 0 to 1; the Agent decides where it is left out. */
  readonly sampleRate?: number | undefined;
  /** The system's user that runs it. */
  readonly user: string;
  /** Absolute path of its code. */
  readonly folder: string;
  /** Absolute path of its virtual environment. */
  readonly environmentFolder: string;
  /** Words of the command; the first is a program of the virtual environment. */
  readonly command: readonly string[];
  /** More variables. Never a secret: the text is in the plan, and every variable in the process's environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of secrets, which are files in `$CREDENTIALS_DIRECTORY`; their sources lie below {@link credentialsFolder}. */
  readonly credentials: readonly string[];
  /** Absolute path; root's. */
  readonly credentialsFolder: string;
}

/**
 * A systemd unit that runs a command under `ddtrace-run`, as a user of its own that may do nothing else.
 *
 * @see https://docs.datadoghq.com/tracing/trace_collection/library_config/python/
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
 */
export function unitText(settings: UnitSettings): string {
  const { service, user, folder, environmentFolder, command, credentials, credentialsFolder } = settings;
  return lines([
    ["[Unit]"],
    ["Description", `${service}, traced (Lookout)`],
    // The service does without its Agent: no Requires.
    ["After", "network-online.target datadog-agent.service"],
    ["Wants", "network-online.target"],
    [""],
    ["[Service]"],
    ["User", user],
    ["WorkingDirectory", folder.replaceAll("%", "%%")],
    ["ExecStart", execStart([`${environmentFolder}/bin/ddtrace-run`, ...command], environmentFolder)],
    ...Object.entries(variables(settings)).map(([name, value]) => ["Environment", quoted(`${name}=${value}`)] as const),
    ...credentials.map((name) => ["LoadCredential", `${name}:${credentialsFolder}/${name}`] as const),
    ["Restart", "on-failure"],
    // EX_CONFIG: what can't work with these settings does not with a second try.
    ["RestartPreventExitStatus", "78"],
    ["RestartSec", "2"],
    ...HARDENING,
    [""],
    ["[Install]"],
    ["WantedBy", "multi-user.target"],
  ]);
}

/** Reads the system, writes nowhere, gains nothing. */
const HARDENING = [
  ["NoNewPrivileges", "yes"],
  ["CapabilityBoundingSet", ""],
  ["ProtectSystem", "strict"],
  ["ProtectHome", "yes"],
  ["PrivateTmp", "yes"],
  ["PrivateDevices", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectControlGroups", "yes"],
  ["RestrictAddressFamilies", "AF_UNIX AF_INET AF_INET6"],
  ["RestrictNamespaces", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["LockPersonality", "yes"],
  ["SystemCallFilter", "@system-service"],
  ["InaccessiblePaths", "-/etc/datadog-agent"],
  ["UMask", "0077"],
] as const;

function variables(settings: UnitSettings): Record<string, string> {
  return {
    ...settings.variables,
    DD_SERVICE: settings.service,
    DD_ENV: settings.env,
    DD_VERSION: settings.version,
    ...(settings.tags.length > 0 && { DD_TAGS: settings.tags.join(",") }),
    DD_LOGS_INJECTION: "true",
    DD_TRACE_AGENT_URL: settings.agentUrl,
    ...(settings.sampleRate !== undefined && {
      DD_TRACE_SAMPLING_RULES: JSON.stringify([{ sample_rate: settings.sampleRate }]),
    }),
  };
}

/** The command's own program is looked for beside `ddtrace-run`, as in an activated environment. */
function execStart(words: readonly string[], environmentFolder: string): string {
  const [run = "", program = "", ...rest] = words;
  const found = program.includes("/") ? program : `${environmentFolder}/bin/${program}`;
  // In a command, and there alone, systemd expands `$`.
  return [run, found, ...rest].map((word) => quoted(word).replaceAll("$", "$$$$")).join(" ");
}

/**
 * One word of a unit, whatever is in it: systemd expands `%`, splits at white space, and ends a setting with its line.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html#Quoting for the escapes.
 */
function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("%", "%%")
    .replace(/[\u0000-\u001f\u007f]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return /^[\w@%+=:,./$-]+$/.test(escaped) ? escaped : `"${escaped}"`;
}

function lines(entries: readonly (readonly [string] | readonly [string, string])[]): string {
  return `${entries.map(([key, value]) => (value === undefined ? key : `${key}=${value}`)).join("\n")}\n`;
}
