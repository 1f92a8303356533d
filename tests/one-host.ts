/** A stack's file with one host and no more than it must have, to go on with below `config`. */
export const ONE_HOST = `config:
  lookout:notify: ["@oncall@example.com"]
  lookout:agent: { version: 1:7.84.2-1 }
  lookout:hosts:
    - name: db1
      address: db1.example.com
      hostKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIaCrMTTmtWdgfeRyCc8Kcnd/t0zCrWNOdXzH2cRHSh
`;
