/** Where the vendor says what the rules hold a message to. */
export const VARIABLES = "https://docs.datadoghq.com/monitors/notify/variables/";
export const CONDITIONALS = `${VARIABLES}#conditional-variables`;
export const GROUPS = `${VARIABLES}#multi-alert-variables`;
export const VALUES = `${VARIABLES}#template-variables`;
export const NOTIFICATIONS = "https://docs.datadoghq.com/monitors/notify/#notifications";
export const EVALUATION = "https://docs.datadoghq.com/monitors/guide/template-variable-evaluation/";
export const NO_DATA = "https://docs.datadoghq.com/monitors/guide/troubleshooting-no-data/";
export const SLACK = "https://docs.datadoghq.com/integrations/slack/";
export const EVENTS = "https://docs.datadoghq.com/api/latest/events/";
