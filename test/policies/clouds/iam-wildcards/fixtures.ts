import type { Properties, Value } from "../../../../policies/value";

export const arn = "arn:aws:s3:::shop/*";
export const document = (...Statement: readonly Value[]): Properties => ({
  Version: "2012-10-17",
  Statement,
});
export const allow = (statement: Properties): Properties => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: arn,
  ...statement,
});

export const everybody = `Principal is "*", which is everybody with or without an AWS account`;
