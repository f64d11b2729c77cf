import type { Handler } from "../../../components/events/runtime/handler";
import { api } from "./api";

/** Where the page's users sign in. Nobody has to be known to ask. */
const signIn = () => Response.json({ issuer: process.env.AUTH_ISSUER, clientId: process.env.CLIENT_ID });

/** Orders of the florist: a page in `public`, and what it calls. */
const orders: Handler = (request, context) =>
  new URL(request.url).pathname === "/sign-in" ? signIn() : api(request, context);

export default orders;
