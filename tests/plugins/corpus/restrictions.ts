import type { Specimen } from "./specimens.js";

/** Of the monitor that the rig has. */
export const restrictionPolicy: Specimen = {
  name: "restriction-policy",
  plugin: "datadog",
  type: "datadog:index/restrictionPolicy:RestrictionPolicy",
  inputs: {
    resourceId: "monitor:1001",
    bindings: [
      {
        relation: "editor",
        principals: ["team:6d2c4b1e-5a0f-4c39-9f0e-0c1d7a3b2e11", "role:0a1b2c3d-1111-4222-8333-444455556666"],
      },
      { relation: "viewer", principals: ["org:4dee724d-00cc-11ea-a77b-570c9d03c6c5"] },
    ],
  },
  others: {
    resourceId: "monitor:1002",
    bindings: [{ relation: "editor", principals: ["org:4dee724d-00cc-11ea-a77b-570c9d03c6c5"] }],
    "bindings[0]": { relation: "editor", principals: ["user:1b2c3d4e-1111-4222-8333-444455556666"] },
    "bindings[0].relation": "viewer",
    "bindings[0].principals": ["user:1b2c3d4e-1111-4222-8333-444455556666"],
    "bindings[0].principals[0]": "user:1b2c3d4e-1111-4222-8333-444455556666",
  },
};

export const restrictionPolicyOfDashboard: Specimen = {
  name: "restriction-policy-of-dashboard",
  plugin: "datadog",
  type: restrictionPolicy.type,
  inputs: {
    resourceId: "dashboard:abc-def-ghi",
    bindings: [{ relation: "editor", principals: ["team:6d2c4b1e-5a0f-4c39-9f0e-0c1d7a3b2e11"] }],
  },
  elsewhere: [
    "resourceId",
    "bindings",
    "bindings[0]",
    "bindings[0].relation",
    "bindings[0].principals",
    "bindings[0].principals[0]",
  ],
};
