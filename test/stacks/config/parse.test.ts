import { existing, parse, problems, valid } from "./fixtures";

const onCloudFunctions = { kind: "cloudfunctions", project: "shop-1234", region: "europe-west1" };

describe("a configuration without mistakes", () => {
  test("is returned as typed, without presets", () => {
    expect(parse(valid)).toEqual({ config: valid });
  });

  test("may say everything", () => {
    const all = {
      environment: "preview",
      domain: "pr-1.apps.example.com",
      cluster: {
        ...existing,
        path: "~/.kube/shop",
        context: "shop",
        port: 8443,
        storageClass: "fast",
        egressCidrs: ["203.0.113.7/32", "2001:db8::/64"],
      },
      functions: {
        kind: "knative",
        ingress: "kourier",
        manifests: { release: "1.22.0" },
        replicas: 3,
        autoscaler: {
          stableWindow: "1 minute",
          scaleToZeroGracePeriod: "20 seconds",
          podRetention: "0 seconds",
        },
        quota: { cpu: 4, memory: "2 GB", pods: 10 },
      },
      guardrails: { cluster: "off" },
    };
    expect(parse(all)).toEqual({ config: all });
  });

  test("may stand beside the keys of providers", () => {
    expect(parse(valid, [], { "kubernetes:namespace": "x", "cakes:domain": "y" })).toEqual({ config: valid });
  });
});

describe("each mistake is named with its key, what was found, and what is allowed", () => {
  const oneProblem: [string, Record<string, unknown>, string][] = [
    [
      "missing key",
      { cluster: { kind: "local" } },
      "cake:environment is missing. Allowed: dev, prod, preview.",
    ],
    [
      "misspelt key",
      { ...valid, domian: "x" },
      "cake:domian is not a key. Did you mean cake:domain? Allowed here: environment, preview, domain, cluster, database, databaseUrl, identity, authorization, simulate, functions, events, guardrails.",
    ],
    [
      "key that is near to none",
      { ...valid, cluster: { kind: "local", memory: 4 } },
      "cake:cluster.memory is not a key. Allowed here: kind.",
    ],
    [
      "misspelt key inside",
      { ...valid, cluster: { ...existing, contxt: "a" } },
      "cake:cluster.contxt is not a key. Did you mean cake:cluster.context? " +
        "Allowed here: kind, path, context, domain, scheme, port, storageClass, registry, egressCidrs.",
    ],
    [
      "key with a line break",
      { ...valid, cluster: { kind: "local", "a\nb": 1 } },
      'cake:cluster["a\\nb"] is not a key. Allowed here: kind.',
    ],
    [
      "wrong choice",
      { ...valid, environment: "prd" },
      'cake:environment is the text "prd". Allowed: dev, prod, preview. Did you mean prod?',
    ],
    [
      "wrong kind",
      { ...valid, cluster: { kind: "eks" } },
      'cake:cluster.kind is the text "eks". Allowed: local, kubeconfig.',
    ],
    [
      "missing kind",
      { ...valid, functions: {} },
      "cake:functions.kind is missing. Allowed: knative, lambda, cloudfunctions.",
    ],
    [
      "kind that is nearly one",
      { ...valid, functions: { kind: "lamda" } },
      'cake:functions.kind is the text "lamda". Allowed: knative, lambda, cloudfunctions. Did you mean lambda?',
    ],
    [
      "key of another kind",
      { ...valid, functions: { kind: "lambda", region: "eu-central-1", project: "shop" } },
      "cake:functions.project is not a key. Allowed here: kind, region, account, prefix, logDays, key, network.",
    ],
    [
      "key that is nearly one",
      { ...valid, functions: { ...onCloudFunctions, regoin: "europe-west1" } },
      "cake:functions.regoin is not a key. Did you mean cake:functions.region? Allowed here: kind, project, region, prefix.",
    ],
    [
      "a region of another cloud",
      { ...valid, functions: { kind: "lambda", region: "europe-west1" } },
      'cake:functions.region is the text "europe-west1". Allowed: a region of AWS, such as eu-central-1.',
    ],
    [
      "an account that YAML takes for a number",
      { ...valid, functions: { kind: "lambda", region: "eu-central-1", account: 123456789012 } },
      "cake:functions.account is the number 123456789012. Allowed: the 12 digits of an AWS account, in quotes.",
    ],
    [
      "days that CloudWatch does not know",
      { ...valid, functions: { kind: "lambda", region: "eu-central-1", logDays: 10 } },
      "cake:functions.logDays is the number 10. Allowed: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365.",
    ],
    [
      "text in the place of a mapping",
      { ...valid, cluster: "local" },
      'cake:cluster is the text "local". Allowed: a mapping with a kind: local or kubeconfig.',
    ],
    [
      "broken JSON in the place of a mapping",
      { ...valid, cluster: '{"kind": local}' },
      'cake:cluster is the text "{\\"kind\\": local}". Allowed: a mapping with a kind: local or kubeconfig.',
    ],
    [
      "a mapping in the place of text",
      { ...valid, domain: { name: "x" } },
      'cake:domain is the mapping {"name":"x"}. ' +
        "Allowed: a host name in lower-case letters, digits and dashes, such as apps.example.com.",
    ],
    [
      "a number as text",
      { ...valid, cluster: { ...existing, port: "80" } },
      'cake:cluster.port is the text "80". Allowed: a whole number from 1 to 65535.',
    ],
    [
      "a number out of range",
      { ...valid, cluster: { ...existing, port: 0 } },
      "cake:cluster.port is the number 0. Allowed: a whole number from 1 to 65535.",
    ],
    [
      "a number out of every range",
      { ...valid, functions: { kind: "knative", quota: { pods: -9007199254740992 } } },
      "cake:functions.quota.pods is the number -9007199254740992. Allowed: a whole number from 1 to 10000.",
    ],
    [
      "an element of a list",
      { ...valid, cluster: { ...existing, egressCidrs: ["10.0.0.0/8", "10.0.0.0"] } },
      'cake:cluster.egressCidrs[1] is the text "10.0.0.0". Allowed: addresses in CIDR form, such as 203.0.113.7/32.',
    ],
    [
      "a duration out of range",
      { ...valid, functions: { kind: "knative", autoscaler: { stableWindow: "5 seconds" } } },
      'cake:functions.autoscaler.stableWindow is the text "5 seconds". ' +
        'Allowed: a duration in words, 6 seconds to 1 hour, such as "30 seconds".',
    ],
    [
      "a duration that is none",
      { ...valid, functions: { kind: "knative", autoscaler: { stableWindow: "soon" } } },
      'cake:functions.autoscaler.stableWindow is the text "soon". ' +
        'Allowed: a duration in words, 6 seconds to 1 hour, such as "30 seconds".',
    ],
    [
      "a fraction out of range",
      { ...valid, cluster: { ...existing, port: 0.5 } },
      "cake:cluster.port is the number 0.5. Allowed: a whole number from 1 to 65535.",
    ],
    [
      "two of which one is allowed",
      { ...valid, functions: { kind: "knative", manifests: { release: "1.22.0", directory: "x" } } },
      'cake:functions.manifests is the mapping {"release":"1.22.0","directory":"x"}. ' +
        "Allowed: a mapping with exactly one of the keys release, directory.",
    ],
    [
      "an empty value",
      { ...valid, cluster: { kind: "local" }, functions: { kind: "knative", quota: { memory: null } } },
      'cake:functions.quota.memory is empty. Allowed: an amount of memory, such as "512 MB" or "4 GB".',
    ],
  ];

  test.each(oneProblem)("%s", (_name, values, problem) => {
    expect(problems(values)).toEqual([problem]);
  });

  test("all at once", () => {
    const keys = (
      problems({ enviroment: "dev", cluster: { ...existing, port: "1", foo: 2, bar: 3 } }) ?? []
    ).map((problem) => problem.split(" ")[0]);
    expect(keys.sort()).toEqual([
      "cake:cluster.bar",
      "cake:cluster.foo",
      "cake:cluster.port",
      "cake:enviroment",
      "cake:environment",
    ]);
  });

  test("a key in the project's own namespace, where `pulumi config set` without one puts it", () => {
    expect(problems(valid, [], { "cakestack:domian": "x" })).toEqual([
      "cakestack:domian is read by nothing: keys of this program start with cake:. Did you mean cake:domain?",
    ]);
    expect(problems(valid, [], { "cakestack:x": "x" })).toEqual([
      "cakestack:x is read by nothing: keys of this program start with cake:. Remove it.",
    ]);
  });

  test("a secret, whose value stays unsaid even where it is wrong", () => {
    const found = problems({ ...valid, domain: "Hunter 2" }, ["cake:domain"]) ?? [];
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^cake:domain is a secret\. Allowed: a plain value/);
    expect(found.join()).not.toContain("Hunter");
  });
});
