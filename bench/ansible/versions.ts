/** The Agent's, the first that the sandbox's repository has. */
export const AGENT_VERSION = "1:7.70.1-1";
