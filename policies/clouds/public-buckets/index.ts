import { resourcePolicy } from "../../policy";
import { byType } from "../by-type";
import { s3 } from "./s3";
import { cloudStorage } from "./cloud-storage";

export const publicBuckets = resourcePolicy({
  name: "public-buckets",
  description: "What is in a bucket on AWS or Google Cloud is for those who are named, and for nobody else.",
  why: "Buckets that everybody can read are searched for day and night: what is in one for an hour is out for ever.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  ...byType({ ...s3, ...cloudStorage }),
});
