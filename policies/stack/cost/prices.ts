/** Hours of a month of average length, as AWS counts them. */
const month = 730;

/** What something costs while it is there, whether it is used or not. */
interface Price {
  /** In dollars of the United States. */
  readonly aMonth: number;
  /** What that is, and where it is said. */
  readonly words: string;
}

const hourly = (dollars: number, what: string, source: string): Price => ({
  aMonth: dollars * month,
  words: `${what}, ${dollars} USD an hour (${source})`,
});

const balancer = (dollars: number, what: string): Price =>
  hourly(dollars, what, "aws.amazon.com/elasticloadbalancing/pricing");

/**
 * By type of resource, as of November 2026: on AWS in region us-east-1, which is one of the cheapest. What is used beyond that,
 * such as traffic, comes on top.
 */
export const prices: Readonly<Record<string, Price>> = {
  "aws:eks/cluster:Cluster": hourly(0.1, "a control plane of EKS", "aws.amazon.com/eks/pricing"),
  "aws:ec2/natGateway:NatGateway": hourly(0.045, "a NAT gateway", "aws.amazon.com/vpc/pricing"),
  "aws:ec2/eip:Eip": hourly(0.005, "a public address", "aws.amazon.com/vpc/pricing"),
  "aws:lb/loadBalancer:LoadBalancer": balancer(0.0225, "a load balancer"),
  "aws:alb/loadBalancer:LoadBalancer": balancer(0.0225, "a load balancer"),
  "aws:elb/loadBalancer:LoadBalancer": balancer(0.025, "a classic load balancer"),
  "gcp:container/cluster:Cluster": hourly(
    0.1,
    "the management of a cluster of GKE",
    "cloud.google.com/kubernetes-engine/pricing",
  ),
};

/** What costs by its size, which is in no table here: its price must be told. */
export const bySize: ReadonlySet<string> = new Set([
  "aws:autoscaling/group:Group",
  "aws:docdb/cluster:Cluster",
  "aws:ec2/instance:Instance",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:msk/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/instance:Instance",
  "aws:redshift/cluster:Cluster",
  "gcp:alloydb/cluster:Cluster",
  "gcp:compute/instance:Instance",
  "gcp:compute/instanceGroupManager:InstanceGroupManager",
  "gcp:container/nodePool:NodePool",
  "gcp:redis/instance:Instance",
  "gcp:spanner/instance:Instance",
  "gcp:sql/databaseInstance:DatabaseInstance",
]);
