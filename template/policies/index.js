// Lookout's policy pack, as we want it: docs/policies.md of the package has each rule, its level and its properties.
require("lookout/policies").policyPack({
  "policy-runbook": "mandatory",
});
