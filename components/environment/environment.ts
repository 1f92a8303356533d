import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import * as sites from "../../datadog/links/sites";
import { everyone } from "../../datadog/message/recipients";
import { refuse, unknownNames } from "../../settings/unknown-names";
import { sayWhatTheStateMisses } from "../access/bookkeeping";
import { refuseUnknownKeys } from "../access/keys";
import { Answers } from "../answers";
import { AnswersShown } from "../answers-shown";
import { Muting } from "../downtimes/muting";
import { Named } from "../named";
import { NearMisses } from "../near-misses";
import { dashboards } from "./dashboards";
import { withoutCallStacks } from "./call-stacks";
import { namesOfIntegrations, namesOfSettings } from "./declared-names";
import { allDowntimes } from "./downtimes";
import { sayOnlyWhatFailed } from "./engine-stopped";
import { adviceOnExtras } from "./extra-advice";
import { onHosts, onHostsOfOthers } from "./hosts";
import { loadWithMadeHosts } from "./made-hosts";
import { monitors } from "./monitors";
import { notificationRules } from "./notification-rules";
import { outputs, proofs, slosByName } from "./outputs";
import { ownWidgets } from "./own-widgets";
import { inBlocks, integrationsOf, type Pack, refuseNames, rulesOf } from "./pack";
import { withoutPromiseStacks } from "./promise-stacks";
import { checkRawResources, onceAStack } from "./raw";
import { kindsOfServers } from "./servers";
import { envOf, type Settings, settingsSchema, settingsSchemaOf } from "./settings";
import { linksOf } from "./shared-stack";
import { Teams } from "./teams";
import { unknownMonitors, withTransforms } from "./transforms";

/** Makes it all, and returns the stack's outputs. */
export interface Program {
  (): Promise<Record<string, unknown>>;
  /** What a stack's file may say. */
  readonly settings: z.ZodType<Settings>;
  readonly packs: readonly Pack[];
  /** The folders of its packs' runbooks. */
  readonly runbooks: readonly string[];
  /** The folders of its packs' rehearsals. */
  readonly rehearsals: readonly string[];
}

/**
 * A stack's program: what its settings say, on its hosts and in Datadog, and the packs of a team's own.
 *
 * @throws RunError where packs have names that they can't have.
 */
export function environment(...teamsPacks: readonly Pack[]): Program {
  refuseNames(teamsPacks, Object.keys(settingsSchema.shape));
  const schema = settingsSchemaOf(teamsPacks);
  const said = onceAStack(() => {
    const { settings, made: machines } = loadWithMadeHosts(schema, teamsPacks);
    const packs = inBlocks(teamsPacks, settings);
    const nearMisses = new NearMisses(namesOfSettings(settings, envOf(settings)));
    const answers = new Answers(settings.lint, rulesOf(packs), nearMisses);
    const shown = settings.lint.length > 0 ? new AnswersShown(settings.lint).registered() : undefined;
    return { settings, machines, packs, answers, nearMisses, demands: settings.demands, shown };
  });
  // What a team declares itself may stand between here and the environment's run.
  checkRawResources(said);
  const run = async () => {
    sayOnlyWhatFailed();
    withoutPromiseStacks();
    withoutCallStacks();
    checkRawResources(said);
    const { settings, machines, packs, answers, nearMisses, shown } = said();
    await shown;
    const env = envOf(settings);
    const file = `Pulumi.${pulumi.getStack()}.yaml`;
    for (const advice of adviceOnExtras(settings)) void pulumi.log.warn(`${file}: ${advice}`);
    const apiUrl = settings.datadog.apiUrl ?? sites.apiUrl(settings.datadog.site);
    const { apiKey, appKey } = settings.datadog;
    await refuseUnknownKeys({ apiUrl, apiKey, appKey });
    const compared = sayWhatTheStateMisses({ apiUrl, apiKey, appKey });
    const app = settings.datadog.appUrl ?? sites.appUrl(settings.datadog.site);
    const tags = [`env:${env}`, ...settings.tags];

    const make = settings.manageHosts ? onHosts : onHostsOfOthers;
    const made = make(settings, {
      ...{ env, tags, folder: process.cwd(), made: machines },
      integrationsOf: integrationsOf(packs),
    });

    if (settings.sharedStack !== undefined) {
      const links = await linksOf(settings.sharedStack, env);
      await compared;
      return { ...proofs({ env, app, ...made }), ...links };
    }

    nearMisses.declare(namesOfIntegrations(made.integrations));

    // Its own question for the key is asked already.
    const provider = new datadog.Provider("datadog", {
      apiKey: pulumi.secret(apiKey),
      appKey: pulumi.secret(appKey),
      apiUrl,
      validate: "false",
    });
    const inDatadog = { providers: [provider] };

    const { protect, editors, adopt } = settings.objects;
    const adopted = {
      monitors: new Named(adopt.monitors),
      dashboards: new Named(adopt.dashboards),
      slos: new Named(adopt.slos),
      downtimes: new Named(adopt.downtimes),
    };
    const teams = new Teams(settings.teams, settings.runbookBase);
    const transforming = packs.filter(({ block }) => block.enabled);
    const single = withTransforms(teams.ownersOf(settings.monitors), transforming);
    const overrides = new Named(single);
    const ofSLOs = teams.ownersOf(settings.slos);
    const slos = { adopt: adopted.slos, overrides: new Named(ofSLOs) };
    const muting = new Muting(settings.downtimes);
    const servers = kindsOfServers(settings.hosts);
    const services = [...new Set(settings.hosts.flatMap((host) => host.services.map(({ name }) => name)))];
    const ofAll = { scope: `env:${env}`, handles: settings.notify, tags, lint: answers };
    const watching = monitors(
      { ...settings, monitors: single, slos: ofSLOs },
      packs,
      {
        ...ofAll,
        protect,
        editors,
        adopt: adopted.monitors,
        overrides,
        demands: settings.demands,
        runbookBase: settings.runbookBase,
        muting,
        teams,
        slos,
      },
      { ...servers, services: services.length > 0 },
      inDatadog,
    );
    const widgets = ownWidgets(settings.widgets, slosByName(watching));
    const views = dashboards(
      {
        app,
        env,
        hosts: settings.hosts.map(({ name }) => name),
        handles: everyone(settings.notify),
        tags,
        runbooks: {
          hosts: teams.runbookUrl(settings.hostMonitors),
          myMetric: settings.myMetric && teams.runbookUrl(settings.myMetric.monitor),
          databases: teams.runbookUrl(settings.databaseMonitors),
          services: teams.runbookUrl(settings.serviceMonitors),
          ...Object.fromEntries(packs.map(({ pack, block }) => [pack.name, teams.runbookUrl(block)])),
        },
        ...{ protect, editors, adopt: adopted.dashboards, lint: answers },
      },
      {
        ...{ ...servers, myMetric: settings.myMetric, span: settings.serviceMonitors.span, services },
        packs: [...packs.map((one) => ({ ...one, slos: watching.packSLOs.get(one.pack.name) })), widgets.pack],
      },
      inDatadog,
    );

    for (const { pack, block } of packs) if (block.enabled) pack.resources?.(block, { provider });

    allDowntimes(settings, teams, watching.monitor, { ...ofAll, adopt: adopted.downtimes }, inDatadog);

    notificationRules(settings.notificationRules, { env, tagsOfMonitors: muting.tags }, inDatadog);

    nearMisses.sayAll();

    refuse([
      ...unknownNames([
        ...Object.entries(adopted).map(([what, names]) => ({ path: `objects.adopt.${what}`, what, names })),
        ...unknownMonitors(overrides, settings.monitors, transforming),
        { path: "slos", what: "SLOs", names: slos.overrides },
      ]),
      ...watching.own.mistakes,
      ...watching.ownSLOs.mistakes,
      ...teams.mistakes(),
      ...widgets.mistakes,
      ...muting.mistakes(),
      ...answers.mistakes.flatMap((problem, i) => (problem === undefined ? [] : [{ path: `lint[${i}]`, problem }])),
    ]);
    await compared;
    return outputs({ env, app, environmentTags: tags, ...made, dashboards: views, ...watching });
  };
  return Object.assign(run, {
    settings: schema,
    packs: teamsPacks,
    runbooks: teamsPacks.flatMap(({ runbooks }) => (runbooks === undefined ? [] : [runbooks])),
    rehearsals: teamsPacks.flatMap(({ rehearsals }) => (rehearsals === undefined ? [] : [rehearsals])),
  });
}
