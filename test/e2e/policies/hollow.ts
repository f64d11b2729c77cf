/** What nobody would write, and a template may make. */
export const hollow: readonly unknown[] = [
  undefined,
  null,
  {},
  { template: null, containers: null, listeners: null, routes: null, hostnames: null, tls: null },
  {
    template: { metadata: null, spec: null },
    containers: [null],
    listeners: [null],
    routes: [null],
    hostnames: [null],
  },
  {
    template: {
      metadata: { annotations: null },
      spec: { containers: null, initContainers: null, volumes: null },
    },
    parentRefs: [null],
    routes: [{ match: null }],
    listeners: [{ protocol: null, hostname: null }],
    tls: { secretName: null },
  },
  {
    template: {
      spec: {
        securityContext: { sysctls: [null, { name: null }], seLinuxOptions: null },
        volumes: [null, { name: null, nfs: null }],
        containers: [
          null,
          { name: null, image: null, ports: [null], resources: null, securityContext: null },
          {
            resources: { requests: { cpu: null }, limits: null },
            securityContext: { capabilities: { add: [null], drop: null } },
            livenessProbe: { httpGet: null },
          },
        ],
      },
    },
  },
];
