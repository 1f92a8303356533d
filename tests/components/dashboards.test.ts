import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { DashboardDeclaration } from "../../components/dashboards/declaration";
import {
  databaseDashboard,
  hostDashboard,
  serviceDashboard,
  type Shown,
} from "../../components/environment/dashboards";
import { type Registration, recorded } from "./recorded";

const APP = "https://app.datadoghq.eu";
const PAGE: DashboardDeclaration = {
  title: "Lookout: hosts of dev",
  app: APP,
  env: "dev",
  hosts: ["db1", "db2"],
  handles: ["@oncall@example.com", "@slack-ops-alerts"],
};
const MY_METRIC = { intervalSeconds: 45, monitor: { warning: 500, critical: 800 } };
const RUNBOOKS = {
  hosts: "https://wiki.example.com/hosts",
  databases: "https://wiki.example.com/databases",
  services: "https://wiki.example.com/services",
  myMetric: "https://wiki.example.com/my-metric",
};

/** Each page with all of its parts. */
const PAGES: Readonly<Record<string, (more?: Partial<DashboardDeclaration>) => pulumi.ComponentResource>> = {
  hosts: (more) => hostDashboard({ ...PAGE, ...more }, { myMetric: MY_METRIC, postgres: true }),
  databases: (more) => databaseDashboard({ ...PAGE, ...more }, { postgres: true, mysql: {} }),
  services: (more) =>
    serviceDashboard({ ...PAGE, ...more }, { services: ["shop"], span: "flask.request", postgres: true }),
};

function declared(program: () => unknown): Promise<Registration[]> {
  return recorded(() => Promise.resolve(program()));
}

interface Widget {
  readonly noteDefinition?: { readonly content: string };
  readonly timeseriesDefinition?: { readonly title: string; readonly requests: readonly { readonly q: string }[] };
}

const dashboardOf = (registrations: readonly Registration[]) =>
  registrations.find(({ type }) => type === "datadog:index/dashboard:Dashboard");
const widgetsOf = (registrations: readonly Registration[]) =>
  (dashboardOf(registrations)?.inputs.widgets ?? []) as readonly Widget[];
const notesOf = (registrations: readonly Registration[]) =>
  widgetsOf(registrations).flatMap(({ noteDefinition }) => noteDefinition?.content ?? []);
const titlesOf = (registrations: readonly Registration[]) =>
  widgetsOf(registrations).flatMap(({ timeseriesDefinition }) => timeseriesDefinition?.title ?? []);
const hostPage = (more: Partial<DashboardDeclaration> = {}, shown: Partial<Shown> = {}) =>
  declared(() => hostDashboard({ ...PAGE, ...more }, shown));

describe.each(Object.entries(PAGES))("the page of %s", (name, page) => {
  test("begins with a note, and tells of each graph no more than once", async () => {
    const registrations = await declared(() => page());
    expect(widgetsOf(registrations)[0]).toHaveProperty("noteDefinition");
    const titles = titlesOf(registrations);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("leads on from every note: to the runbook, the environment's monitors, the downtimes", async () => {
    const notes = notesOf(await declared(() => page({ runbooks: RUNBOOKS })));
    expect(notes.length).toBeGreaterThan(0);
    for (const note of notes) {
      expect(note).toMatch(/\[the runbook\]\(https:\/\/wiki\.example\.com\/[a-z-]+\)/);
      expect(note).toContain(`[the monitors](${APP}/monitors/manage?q=tag%3A%22env%3Adev%22)`);
      expect(note).toContain(`[the downtimes](${APP}/monitors/downtimes)`);
    }
  });

  test("names no runbook where there is none", async () => {
    for (const note of notesOf(await declared(() => page()))) expect(note).not.toContain("runbook");
  });

  test("tells those of changes who have an e-mail address", async () => {
    const dashboard = dashboardOf(await declared(() => page()));
    expect(dashboard?.inputs).toMatchObject({ notifyLists: ["oncall@example.com"] });
  });

  test("is its teams', and has no other tag", async () => {
    const tags = ["env:dev", "team:web", "service:shop", "team:sre"];
    expect(dashboardOf(await declared(() => page({ tags })))?.inputs.tags).toEqual(["team:sre", "team:web"]);
    expect(dashboardOf(await declared(() => page({ tags: ["env:dev"] })))?.inputs).not.toHaveProperty("tags");
  });

  test("may be changed by everybody, or by its editors", async () => {
    const policies = (registrations: readonly Registration[]) =>
      registrations
        .filter(({ type }) => type === "datadog:index/restrictionPolicy:RestrictionPolicy")
        .map((policy) => [policy.name, policy.inputs]);
    expect(policies(await declared(() => page()))).toEqual([]);
    expect(policies(await declared(() => page({ editors: ["team:7", "role:9"] })))).toEqual([
      [
        `${name}-editors`,
        {
          resourceId: `dashboard:${name}-id`,
          bindings: [{ relation: "editor", principals: ["team:7", "role:9"] }],
        },
      ],
    ]);
  });

  test("is made anew and may go again, or is taken over as it is and kept", async () => {
    expect(dashboardOf(await declared(() => page()))?.options).toEqual({ protect: false, ignoreChanges: [] });
    const kept = await declared(() => page({ adopt: "abc-def-ghi", protect: true }));
    expect(dashboardOf(kept)?.options).toEqual({
      import: "abc-def-ghi",
      protect: true,
      ignoreChanges: ["*", "onMissingData"],
      retainOnDelete: true,
    });
  });

  test("is changed by the user's word, its policy too, and checked after it", async () => {
    const registrations = await declared(() =>
      page({
        editors: ["team:7"],
        transform: {
          dashboard: (args) => {
            args.title = "Ours";
          },
          editors: { bindings: [{ relation: "viewer", principals: ["team:8"] }] },
        },
      }),
    );
    expect(dashboardOf(registrations)?.inputs.title).toBe("Ours");
    expect(registrations.find(({ name: one }) => one === `${name}-editors`)?.inputs.bindings).toEqual([
      { relation: "viewer", principals: ["team:8"] },
    ]);
  });

  test("is refused with every mistake on its own line, and nothing of it is declared", async () => {
    let component: pulumi.Resource | undefined;
    let error: unknown;
    const registrations = await declared(() => {
      try {
        page({ transform: { dashboard: { reflowType: "fixed", tags: ["env:dev"] } }, editors: ["team:7"] });
      } catch (thrown) {
        error = thrown;
        if (pulumi.ResourceError.isInstance(thrown)) component = thrown.resource;
      }
    });
    expect(String(error)).toMatch(/\[dashboard\/tag-not-team\]\n[^]*\[dashboard\/layout-missing\]/);
    expect(component).toBeInstanceOf(pulumi.ComponentResource);
    expect(registrations.map(({ type }) => type)).toEqual([expect.stringMatching(/^lookout:dashboards:/)]);
  });
});

describe("the page of hosts", () => {
  test("shows of every host what is looked at first: processors, load, memory, disks, network", async () => {
    const registrations = await hostPage();
    const queries = widgetsOf(registrations).flatMap(
      ({ timeseriesDefinition }) => timeseriesDefinition?.requests.map(({ q }) => q) ?? [],
    );
    expect(queries).toEqual([
      "100 - avg:system.cpu.idle{env:dev,$host} by {host}",
      "avg:system.cpu.iowait{env:dev,$host} by {host}",
      "avg:system.load.norm.5{env:dev,$host} by {host}",
      "avg:system.mem.pct_usable{env:dev,$host} by {host}",
      "max:system.disk.in_use{env:dev,$host} by {host,device}",
      "sum:system.net.bytes_rcvd{env:dev,$host} by {host}",
      "sum:system.net.bytes_sent{env:dev,$host} by {host}",
    ]);
  });

  test("has my_metric's and PostgreSQL's part only where they are", async () => {
    expect(JSON.stringify(await hostPage())).not.toMatch(/my_metric|postgresql/i);
    expect(notesOf(await hostPage({}, { myMetric: MY_METRIC, postgres: true }))).toEqual([
      expect.stringContaining("**my_metric**"),
      expect.stringContaining("**Hosts**"),
      expect.stringContaining("**Connections in use**"),
    ]);
  });

  test("says what the hourly sum adds up, in the check's own interval", async () => {
    const notes = notesOf(await hostPage({}, { myMetric: { ...MY_METRIC, intervalSeconds: 60 } }));
    expect(notes[0]).toContain("60 of about 500 are about 30,000 on a host");
  });
});
