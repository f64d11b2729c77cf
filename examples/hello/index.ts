import type { Handler } from "../../components/events/runtime/handler";
import { greeted } from "./greetings";

/** Answers with a greeting for `?name=…`, and says how often that name was greeted. */
const hello: Handler = async (request, { database, log }) => {
  const name = new URL(request.url).searchParams.get("name") ?? "world";
  const times = await greeted(database(), name);
  log("greeted", { name, times });
  return Response.json({ message: `Hello, ${name}!`, times });
};

export default hello;
