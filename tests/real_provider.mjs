// A real OpenID provider (the npm package oidc-provider), set up as an agency's own sign-in would be. Says its port, then serves.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSafe } from "node:https";
import { pathToFileURL } from "node:url";

const folder = process.env.OIDC_PROVIDER;
const { default: Provider } = await import(pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`));
const key = (kind, options, named) => ({ ...generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" }), use: "sig", ...named });
const answering = (asked, answer) => provider.callback()(asked, answer);
const pair = process.env.CERTIFICATE && readFileSync(process.env.CERTIFICATE); // key and certificate in one file
const server = (pair ? createSafe({ key: pair, cert: pair }, answering) : createServer(answering)).listen(0, "127.0.0.1");
await new Promise((ready) => server.once("listening", ready));
const issuer = `${pair ? "https://localhost" : "http://127.0.0.1"}:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "callhandler-desk",
      application_type: "native",
      token_endpoint_auth_method: "none",
      redirect_uris: ["http://127.0.0.1/here"],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      id_token_signed_response_alg: process.env.ALGORITHM,
    },
  ],
  jwks: {
    keys: [
      key("rsa", { modulusLength: 2048 }, { kid: "rsa-1", alg: "RS256" }),
      key("ec", { namedCurve: "P-256" }, { kid: "ec-1", alg: "ES256" }),
    ],
  },
  conformIdTokenClaims: false,
  claims: { openid: ["sub"], profile: ["name", "groups"] },
  pkce: { required: () => true },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: "Nia Hughes", groups: ["asb-handlers"] }) }),
  cookies: { keys: ["a test"] },
});
console.log(issuer);
