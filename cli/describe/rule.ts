import { listInWords } from "../../datadog/list-words";

/** A notification rule as it will be sent: `@pulumi/datadog`'s inputs. */
export interface RuleInputs {
  readonly name: string;
  readonly filter: { readonly tags?: readonly string[]; readonly scope?: string };
  readonly recipients?: readonly string[];
  readonly conditionalRecipients?: {
    readonly conditions?: readonly { readonly scope: string; readonly recipients: readonly string[] }[];
    readonly fallbackRecipients?: readonly string[];
  };
}

/** `"Lookout: sre of dev: what has env:dev and team:sre also tells @slack-sre."` */
export function ruleSentence({ name, filter, recipients, conditionalRecipients = {} }: RuleInputs): string {
  const { conditions = [], fallbackRecipients } = conditionalRecipients;
  const told = [
    ...(recipients === undefined ? [] : [handles(recipients)]),
    ...conditions.map(({ scope, recipients: of }) => `${handles(of)} of ${inWords(scope)}`),
    ...(fallbackRecipients === undefined ? [] : [`${handles(fallbackRecipients)} of all else`]),
  ];
  const what = filter.scope ?? listInWords(filter.tags ?? []);
  return `${name}: what has ${what} also tells ${told.join(", ")}.`;
}

function handles(recipients: readonly string[]): string {
  return listInWords(recipients.map((recipient) => `@${recipient}`));
}

/** `"no data"` of `transition_type:is_no_data`; a tag as it is. */
function inWords(scope: string): string {
  return scope.startsWith("transition_type:is_")
    ? scope.replace("transition_type:is_", "").replaceAll("_", " ")
    : scope;
}
