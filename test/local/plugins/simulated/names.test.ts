import { isSimulated } from "../../../../local/plugins/simulated/names";

it.each([
  ["https://0a1b.lambda-url.eu-central-1.simulated.invalid", true],
  ["https://hello-0a1b.a.run.simulated.invalid/", true],
  ["https://0a1b.lambda-url.eu-central-1.on.aws", false],
  ["http://hello.functions.localhost:8080", false],
  ["https://simulated.invalid.example.com", false],
  ["arn:aws-simulated:lambda:eu-central-1:000000000000:function:hello", false],
  ["no address", false],
])("tells whether %s was made up", (url, expected) => {
  expect(isSimulated(url)).toBe(expected);
});
