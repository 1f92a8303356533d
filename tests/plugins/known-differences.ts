/** Where a local plugin differs from the official one, and why that may stay: no user of this stack can meet it. */
export interface KnownDifference {
  readonly cases: RegExp;
  readonly reason: string;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    cases:
      /^(dashboard\/(notifyLists\[0\]|templateVariables\[0\](\.(availableValues|defaults)\[0\])?|widgets\[0\])|downtime\/(monitorIdentifier\.monitorTags|notifyEnd(States|Types))\[0\]|monitor\/(assets|tags)\[0\]|monitor-with-options\/(notifyBies|renotifyStatuses)\[0\]|notification-rule(-by-state)?\/.*(recipients|tags)\[0\]|widget-timeseries\/.*\.(markers|requests)\[0\])\/null$/,
    reason:
      "null as an element of a list: the official plugin fails at preview or leaves the old element, the local one sends the list without it. TypeScript refuses such a list, and the stack declares no null",
  },
  {
    cases: /^monitor\/(refused\/unknown-type|type\/too-long)$/,
    reason:
      "the refusal of an unknown type of monitor lists the known ones: here those of another release of Datadog's client, with `llm-observability alert` besides. The components' types refuse another type",
  },
  {
    cases:
      /^copy\/(connection(\.\w+)?\/wrong-type|connection\.host\/(removed|null)|remotePath\/(removed|null|wrong-type)|triggers\/wrong-type)$/,
    reason:
      "of a copy's inputs that are refused the official plugin hands back what it could read, the local one what it was given; the engine takes neither, and says the same of both",
  },
];
