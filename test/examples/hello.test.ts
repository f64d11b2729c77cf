import type { Pool } from "pg";
import { testContext } from "../../components/events/runtime/testing";
import hello from "../../examples/hello";
import { greeted } from "../../examples/hello/greetings";

// The database is asked for real in the end-to-end tests.
jest.mock("../../examples/hello/greetings");

const database = {} as Pool;

test.each([
  ["greets who is named", "http://hello/?name=Ada", "Ada", 1],
  ["greets the world when nobody is named", "http://hello/", "world", 7],
  ["takes a name as it is", "http://hello/?name=%3Cb%3E", "<b>", 2],
])("%s, and says how often it did", async (_, url, name, times) => {
  jest.mocked(greeted).mockResolvedValueOnce(times);
  const context = testContext({ database });
  const answer = await hello(new Request(url), context);
  expect(await answer.json()).toEqual({ message: `Hello, ${name}!`, times });
  expect(greeted).toHaveBeenLastCalledWith(database, name);
  expect(context.logged).toEqual([{ message: "greeted", fields: { name, times } }]);
});
